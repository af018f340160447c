"""The database: reachable, of this version, whole, its audit log unaltered."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from feedback.database import Database, alembic_config
from feedback.doctor.check import advice, fault, ok
from feedback.operations import audit_chain, retention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from feedback.config import WorkerSettings
    from feedback.doctor.check import Check


def check_database(settings: WorkerSettings) -> Iterator[Check]:
    """Open the database and look at it; nothing is changed."""
    with _opened(settings) as database:
        try:
            revision = _revision(database)
        except SQLAlchemyError as error:
            found = str(getattr(error, "orig", None) or error).splitlines()[0]
            yield fault("database", found, "Look at FEEDBACK_DATABASE_URL and at the server.")
            return
        newest = ScriptDirectory.from_config(alembic_config(settings.database)).get_current_head()
        if revision != newest:
            found = f"It is at revision {revision or 'none'}, this program wants {newest}."
            yield fault("database", found, "Run: feedback database migrate")
            return
        yield ok("database", f"{database.engine.dialect.name}, revision {revision}")
        with database.reading() as session:
            yield from _wholeness(session, is_sqlite=database.is_sqlite)
            yield from _audit_log(session)
            yield from _stops(session)


def _wholeness(session: Session, *, is_sqlite: bool) -> Iterator[Check]:
    if not is_sqlite:
        return
    found = session.execute(text("PRAGMA quick_check(1)")).scalar_one()
    if found == "ok":
        yield ok("database file", "whole")
    else:
        yield fault("database file", str(found), "Stop everything and restore from a backup.")


def _audit_log(session: Session) -> Iterator[Check]:
    faults = audit_chain.faults_of(session)
    if faults:
        next_step = "Somebody altered it. Run: feedback admin audit-log --verify"
        yield fault("audit log", f"{faults[0]} ({len(faults)} in all)", next_step)
    else:
        yield ok("audit log", f"unbroken, newest entry {audit_chain.head_of(session).number}")


def _stops(session: Session) -> Iterator[Check]:
    for stop in retention.active_stops(session):
        found = f"Erasing is stopped since {stop.since:%Y-%m-%d}: {stop.reason}"
        yield advice("erasing", found, "Lift it when it is over: feedback retention lift")


def _revision(database: Database) -> str | None:
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _opened(settings: WorkerSettings) -> Iterator[Database]:
    database = Database(settings.database)
    try:
        yield database
    finally:
        database.dispose()
