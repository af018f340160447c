"""`feedback mail kinds` and `text`: which mails go when, and a programme's own words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from feedback.cli.running import actor, open_database, settings_for
from feedback.clock import utc_now
from feedback.config import Settings
from feedback.errors import InputError
from feedback.mail.templates import LetterText, languages_of
from feedback.models import Programme
from feedback.operations import audit_log
from feedback.operations.mail.letters import KINDS
from feedback.operations.mail.texts import forget_text, keep_text, text_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.operations.mail.kinds import MailKind


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
            session, _programme(session, programme), _kind(kind, language).key, language
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
    with open_database(settings_for(Settings)) as database, database.writing() as session:
        found = _programme(session, programme)
        keep_text(session, found, _kind(kind, language), language, LetterText(subject, body))
        _note(session, found, f"word the letter {kind} {language}")
    click.echo("Kept.")


@text.command()
@click.argument("programme")
@click.argument("kind")
@click.argument("language")
def reset(programme: str, kind: str, language: str) -> None:
    """Go back to the standard letter."""
    with open_database(settings_for(Settings)) as database, database.writing() as session:
        found = _programme(session, programme)
        forget_text(session, found, _kind(kind, language), language)
        _note(session, found, f"go back to the standard letter {kind} {language}")
    click.echo("The standard letter holds.")


def _note(session: Session, programme: Programme, action: str) -> None:
    thing = f"programme {programme.id}"
    audit_log.note(session, actor=actor(), action=action, object=thing, now=utc_now())


def _programme(session: Session, word: str) -> Programme:
    programmes = session.scalars(select(Programme)).all()
    found = [p for p in programmes if p.name == word or str(p.id).startswith(word.lower())]
    if len(found) != 1:
        raise InputError([f"There are {len(found)} programmes {word!r}."])
    return found[0]


def _kind(kind: str, language: str) -> MailKind:
    if kind not in KINDS or not KINDS[kind].has_text:
        raise InputError([f"There is no letter {kind!r}. See: feedback mail kinds"])
    if language not in languages_of(kind):
        raise InputError([f"{kind} is written in {', '.join(languages_of(kind))}."])
    return KINDS[kind]
