"""`feedback mail kinds` and `text`: which mails go when, and a programme's own words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from feedback.cli.acting import act
from feedback.cli.finding import find_programme_by_word
from feedback.cli.running import open_database, settings_for
from feedback.config import Settings
from feedback.errors import InputError
from feedback.mail.templates import LetterText, languages_of
from feedback.operations.letters.composers import KINDS
from feedback.operations.letters.texts import forget_text, keep_text, text_of
from feedback.organiser.mails.blanks import as_kept

if TYPE_CHECKING:
    from feedback.operations.letters.kinds import MailKind


@click.command()
def kinds() -> None:
    """List every kind of mail: to whom, when, and in which languages."""
    table = Table("kind", "to", "when", "languages", box=None)
    for kind in KINDS.values():
        table.add_row(kind.key, kind.audience.value, kind.when, ", ".join(languages_of(kind.key)))
    Console().print(table)


@click.group()
def text() -> None:
    """Show, set and reset the letters of a programme."""


@text.command()
@click.argument("programme")
@click.argument("kind")
@click.argument("language")
def show(programme: str, kind: str, language: str) -> None:
    """Print a letter as it is edited: the subject line, an empty line, the letter."""
    with open_database(settings_for(Settings)) as database, database.reading() as session:
        found = text_of(
            session, find_programme_by_word(session, programme), _kind(kind, language).key, language
        )
    click.echo(f"{found.subject}\n\n{found.body}", nl=False)


@text.command("set")
@click.argument("programme")
@click.argument("kind")
@click.argument("language")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def set_text(programme: str, kind: str, language: str, file: Path) -> None:
    """Take a letter from FILE, written as `show` prints it."""
    subject, _, body = file.read_text(encoding="utf-8-sig").partition("\n")
    text = as_kept(LetterText(subject, body))
    act(
        lambda session, by: keep_text(
            session,
            find_programme_by_word(session, programme),
            _kind(kind, language),
            language,
            text,
            by=by,
        )
    )
    click.echo("Kept.")


@text.command()
@click.argument("programme")
@click.argument("kind")
@click.argument("language")
def reset(programme: str, kind: str, language: str) -> None:
    """Go back to the standard letter."""
    act(
        lambda session, by: forget_text(
            session,
            find_programme_by_word(session, programme),
            _kind(kind, language),
            language,
            by=by,
        )
    )
    click.echo("The standard letter holds.")


def _kind(kind: str, language: str) -> MailKind:
    if kind not in KINDS or not KINDS[kind].has_text:
        raise InputError([f"There is no letter {kind!r}. See: feedback mail kinds"])
    if language not in languages_of(kind):
        raise InputError([f"{kind} is written in {', '.join(languages_of(kind))}."])
    return KINDS[kind]
