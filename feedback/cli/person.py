"""`feedback person`: everything about one person, for whoever asks for it; and the right name."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import select

from feedback.cli.acting import act
from feedback.cli.running import open_database, preferred_language, settings_for
from feedback.config import Settings
from feedback.models import Department
from feedback.operations.appearance import organisation_name
from feedback.operations.people.own_data import look_up
from feedback.operations.people.register import rename_person
from feedback.records import letter_pdf, own_data_json, own_data_pdf
from feedback.records.documents import Office
from feedback.text.addresses import read_address
from feedback.text.names import read_name


@click.group()
def person() -> None:
    """Answer somebody who asks what is kept about them, and correct a name."""


@person.command()
@click.argument("address")
@click.argument("name")
def rename(address: str, name: str) -> None:
    """Give ADDRESS the right NAME, also where several departments know the person."""
    act(lambda session, by: rename_person(session, address, name, by=by))
    click.echo(f"{read_address(address)} is called {read_name(name, address)} now.")


@person.command()
@click.argument("address")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder for the same as PDF and JSON, and the letter about answers.",
)
@click.option("--with-words", is_flag=True, help="The words of coaches' notes, too.")
@click.option("--language", type=click.Choice(["sv", "en"]), default=preferred_language)
def export(address: str, out: Path | None, language: str, *, with_words: bool) -> None:
    """Print everything that is kept about ADDRESS as JSON, or write it to a folder."""
    settings = settings_for(Settings)
    as_what = ("json pdf letter" if out else "json") + " notes" * with_words
    data = act(
        lambda session, by: look_up(
            session, address, with_words=with_words, handed_out_as=as_what, by=by
        ),
        settings=settings,
    )
    if out is None:
        click.echo(own_data_json(data))
        return
    with open_database(settings) as database, database.reading() as session:
        officer = session.scalar(
            select(Department.data_protection_contact).where(
                Department.data_protection_contact != ""
            )
        )
        name = organisation_name(session, settings)
    office = Office(name, settings.help_phone, officer or "")
    out.mkdir(parents=True, exist_ok=True)
    (out / "data.json").write_text(own_data_json(data), encoding="utf-8")
    (out / "data.pdf").write_bytes(own_data_pdf(data, office=office, language=language))
    (out / "letter.pdf").write_bytes(letter_pdf(data, office=office, language=language))
    click.echo(f"data.json, data.pdf and letter.pdf are in {out}.")
