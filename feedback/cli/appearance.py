"""`feedback appearance`: the name, the logo and the colour that pages, mails and reports show."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedback.cli.acting import act
from feedback.cli.running import open_database, settings_for
from feedback.config import Settings
from feedback.operations.appearance import appearance_of, is_set, set_appearance

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.operations.acts import Actor


@click.command()
@click.option("--name", help="What the organisation is called.")
@click.option("--accent", help="The colour, as #1f5c57; empty for the product's own.")
@click.option(
    "--logo",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A PNG, at most 2 MB and 4,000 pixels wide or high.",
)
@click.option("--no-logo", is_flag=True, help="Show no logo.")
def appearance(name: str | None, accent: str | None, logo: Path | None, *, no_logo: bool) -> None:
    """Say how the installation looks; without an option, show it.

    What is not named stays as it is. From the first time on, FEEDBACK_ORGANISATION and
    FEEDBACK_LOGO are not used any more.
    """
    settings = settings_for(Settings)
    if (name, accent, logo) == (None, None, None) and not no_logo:
        _show(settings)
        return

    def change(session: Session, by: Actor) -> None:
        wanted = appearance_of(session, settings)
        if name is not None:
            wanted = replace(wanted, name=name)
        if accent is not None:
            wanted = replace(wanted, accent=accent)
        if no_logo or logo is not None:
            wanted = replace(wanted, logo=logo.read_bytes() if logo else b"")
        set_appearance(session, wanted, by=by)

    act(change, settings=settings)
    _show(settings)


def _show(settings: Settings) -> None:
    with open_database(settings) as database, database.reading() as session:
        looks, where = appearance_of(session, settings), is_set(session)
    own = "the product's own"
    click.echo(f"name: {looks.name}")
    click.echo(f"accent: {looks.accent or own}")
    click.echo(f"logo: {f'{len(looks.logo)} bytes' if looks.logo else 'none'}")
    click.echo("as an administrator set it" if where else "as the settings say")
