"""The database: reachable, of this version, writable, and as it was left."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import SQLAlchemyError

from feedback.database import Database
from feedback.database.files import is_full
from feedback.database.schema import (
    is_as_wanted,
    lacking,
    newest_revision,
    revision_of,
    strange_triggers,
)
from feedback.doctor.check import advice, fault, ok
from feedback.doctor.files import owner_of
from feedback.files.owners import me
from feedback.files.sqlite import sqlite_file
from feedback.operations.ballot_box.stops import active_stops
from feedback.operations.campaigns.pledges import broken_pledges, noted_terms
from feedback.operations.campaigns.refusing import refusals_of
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.doctor.check import Check


_NEWER: Final = "A newer version migrated it: install that one."
_REACH: Final = "Look at FEEDBACK_DATABASE_URL and at the server."
_REACH_FILE: Final = (
    "Look at FEEDBACK_DATABASE_URL: is its folder there, and its disk neither full nor failing?"
)
_CHANGED: Final = Phrase("An open campaign is not what it was when it was launched.")


def check_database(settings: Settings) -> Iterator[Check]:
    """Open the database and look at it; nothing is changed."""
    with opened(settings) as database:
        try:
            with database.looking() as connection:
                revision, missing = revision_of(connection), lacking(connection)
                strange = strange_triggers(connection)
        except SQLAlchemyError as error:
            plain = Phrase("The database cannot be reached.")
            next_step = _REACH if sqlite_file(database.url) is None else _REACH_FILE
            yield fault("database", _words(error), next_step, plain=plain)
            return
        if revision != newest_revision():
            found = Phrase(
                "It is at revision %(revision)s, this program wants %(wanted)s.",
                revision=revision or "–",
                wanted=newest_revision(),
            )
            is_newer = (revision or "") > newest_revision()
            yield fault("database", found, _NEWER if is_newer else "Run: feedback database migrate")
            return
        if missing:
            found = Phrase(
                "It says revision %(revision)s, yet lacks %(missing)s.",
                revision=revision or "–",
                missing=", ".join(missing),
            )
            yield fault("database", found, "Restore a backup, or ask whoever altered it.")
            return
        yield ok("database", f"{database.engine.dialect.name}, revision {revision}")
        if strange:
            found = Phrase(
                "It has triggers that no migration made: %(triggers)s.",
                triggers=", ".join(strange),
            )
            yield fault("database, triggers", found, "Find out who made them, and drop them.")
        yield from _writing(database)
        with database.reading() as session:
            yield from _stops(session)
            yield from _closes(session, settings)


def _writing(database: Database) -> Iterator[Check]:
    file = sqlite_file(database.url)
    if file is not None and is_full(file):
        full = Phrase("There is no room on the disk of the database.")
        yield fault("database, writing", full, "Make room: nothing can be saved or sent.")
        return
    try:
        database.try_write()
    except SQLAlchemyError as error:
        plain, found = Phrase("The database cannot be written."), _words(error)
        next_step = "Look at the rights of the role."
        if file is not None:
            found = f"{found}: {owner_of(file)}; this is {me()}"
            next_step = "Give it to a group of web and worker: chmod 660 FILE, and 2770 its folder."
        yield fault("database, writing", found, next_step, plain=plain)
        return
    yield ok("database, writing", "can be written")


def _words(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]


def _stops(session: Session) -> Iterator[Check]:
    for stop in active_stops(session):
        found = f"Erasing is stopped since {stop.since:%Y-%m-%d}: {stop.reason}"
        plain = Phrase("Erasing is stopped since %(day)s.", day=f"{stop.since:%Y-%m-%d}")
        next_step = "Lift it when it is over: feedback retention lift"
        yield advice("erasing", found, next_step, plain=plain)


def _closes(session: Session, settings: Settings) -> Iterator[Check]:
    for refused in refusals_of(session):
        found = f"The close of {refused.name} was refused on {refused.at:%Y-%m-%d}: {refused.why}."
        plain = Phrase("A close was refused on %(day)s.", day=f"{refused.at:%Y-%m-%d}")
        next_step = "See 'A close that is refused' in docs/operating.md."
        yield fault("close", found, next_step, plain=plain)
    with suppress(OSError):  # a folder that cannot be read is told of with the keys
        noted = noted_terms(session, settings.link_key_folder)
        session.rollback()  # the next look is later than the notes
        for sentence in broken_pledges(session, settings.link_key_folder, noted):
            next_step = "Somebody changed the database: find out who."
            yield fault("ballot box", sentence, next_step, plain=_CHANGED)


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """Open the settings' database for one look."""
    database = Database(settings.database)
    try:
        yield database
    finally:
        database.dispose()


@contextmanager
def readable(settings: Settings) -> Iterator[Session | None]:
    """Open a session to look with; None where that cannot be, which `check_database` tells."""
    with opened(settings) as database:
        try:
            with database.looking() as connection:
                is_readable = is_as_wanted(connection)
        except SQLAlchemyError:
            is_readable = False
        if not is_readable:
            yield None
            return
        with database.reading() as session:
            yield session
