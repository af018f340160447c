"""`feedback letters`: links on paper or by SMS, for raters whom no mail reaches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedback.cli.acting import act_on_campaign
from feedback.cli.arguments import WHICH
from feedback.cli.running import settings_for
from feedback.config import Settings
from feedback.handouts import KINDS, card_pdf, drawn
from feedback.languages import DEFAULT, LANGUAGES
from feedback.operations.appearance import appearance_of
from feedback.operations.handouts import asker_of, print_handouts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor
    from feedback.operations.handouts import Asker, Handout

CARD = "card"


@click.command()
@WHICH
@click.option(
    "--kind",
    required=True,
    type=click.Choice([*KINDS, CARD]),
    help="Letters or slips (PDF), texts for SMS (CSV), or the card that a leader reads out (PDF).",
)
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="The file to write; it holds links, so keep it no longer than it takes to print.",
)
@click.option(
    "--language", type=click.Choice(list(LANGUAGES)), help="Without it, each rater's own."
)
def letters(which: str, kind: str, out: Path, language: str | None) -> None:
    """Print the links of raters without an address, while the campaign is open."""
    settings = settings_for(Settings)

    def print_them(session: Session, campaign: Campaign, by: Actor) -> tuple[Asker, list[Handout]]:
        asker = asker_of(campaign, settings, appearance_of(session, settings))
        if kind == CARD:
            return asker, []
        printed = print_handouts(session, campaign, settings, kind=KINDS[kind].plural, by=by)
        return asker, printed.handouts

    asker, handouts = act_on_campaign(which, print_them)
    # Drawing a thousand slips takes seconds: raters' saves must not wait for it.
    if kind == CARD:
        _write(out, card_pdf(asker, language or DEFAULT))
        click.echo(f"{out}")
    else:
        _write(out, drawn(KINDS[kind], handouts, asker, language=language))
        click.echo(f"{out}: {len(handouts)} {KINDS[kind].plural}")


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_bytes(content)
