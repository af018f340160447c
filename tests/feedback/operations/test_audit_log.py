"""The audit log only grows: the database refuses the rest, and the chain shows what got by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from feedback.database import Database
from feedback.models import AuditEntry
from feedback.operations import audit_chain, audit_log
from feedback.operations.audit_chain import Link, erase_before, faults_of, head_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from tests.databases import Databases

LONG_AGO = datetime(2020, 3, 2, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Give a database, once on each engine, with three old entries and a young one."""
    made = Database(database_url)
    with made.writing() as session:
        for day in range(3):
            _note(session, f"act {day}", LONG_AGO + timedelta(days=day))
        _note(session, "act today", datetime.now(UTC))
    yield made
    made.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'somebody else' WHERE number = 2",
        "DELETE FROM audit_entry WHERE number = 1",
        "DELETE FROM audit_entry",
        (
            "INSERT INTO audit_entry (id, number, at, actor, action, object, previous_hash, hash) "
            "SELECT '00000000000000000000000000000001', 2, at, 'x', action, object, hash, hash "
            "FROM audit_entry WHERE number = 1"
        ),
        # Whoever may write to the database might try the way of retention:
        (
            "INSERT INTO audit_anchor (number, hash, erased_at) "
            "SELECT number, hash, at FROM audit_entry WHERE number = 4"
        ),
        (
            "INSERT INTO audit_anchor (number, hash, erased_at) "
            "SELECT 3, 'made up', at FROM audit_entry WHERE number = 3"
        ),
    ],
)
def test_the_database_refuses_to_alter_the_log(database: Database, statement: str) -> None:
    with pytest.raises(DatabaseError), database.writing() as session:
        session.execute(text(statement))

    with database.reading() as session:
        assert [entry.action for entry in audit_log.latest(session)] == [
            "act today",
            "act 2",
            "act 1",
            "act 0",
        ]


def test_sqlite_does_not_let_an_entry_be_replaced(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.writing() as session:
        _note(session, "act", LONG_AGO)

    with pytest.raises(DatabaseError), database.writing() as session:
        session.execute(
            text(
                "INSERT OR REPLACE INTO audit_entry "
                "(id, number, at, actor, action, object, previous_hash, hash) "
                "SELECT id, 7, at, 'somebody else', action, object, hash, hash FROM audit_entry"
            )
        )

    with database.reading() as session:
        assert faults_of(session) == []
    database.dispose()


@pytest.mark.postgres
def test_postgresql_does_not_let_the_log_be_emptied(postgres_databases: Databases) -> None:
    url = postgres_databases.create()
    database = Database(url)

    with pytest.raises(DatabaseError), database.writing() as session:
        session.execute(text("TRUNCATE audit_entry"))

    database.dispose()
    postgres_databases.drop(url)


def test_old_entries_go_and_the_chain_still_holds(database: Database) -> None:
    with database.writing() as session:
        gone = erase_before(session, LONG_AGO + timedelta(days=2), now=NOW)

    with database.writing() as session:
        _note(session, "act tomorrow", NOW)

    with database.reading() as session:
        left = [entry.number for entry in audit_log.latest(session)]
        assert (gone, left) == (2, [5, 4, 3])
        assert faults_of(session) == []


def test_an_anchor_stays(database: Database) -> None:
    with database.writing() as session:
        erase_before(session, LONG_AGO + timedelta(days=2), now=NOW)

    for statement in ("DELETE FROM audit_anchor", "UPDATE audit_anchor SET number = 3"):
        with pytest.raises(DatabaseError), database.writing() as session:
            session.execute(text(statement))


def test_erasing_nothing_sets_no_anchor(database: Database) -> None:
    with database.writing() as session:
        gone = erase_before(session, LONG_AGO, now=NOW)

    with database.reading() as session:
        assert (gone, audit_chain.beginning_of(session).number) == (0, 0)


def test_a_changed_entry_shows(sqlite_url: str) -> None:
    database = _without_triggers(sqlite_url)
    with database.writing() as session:
        session.execute(text("UPDATE audit_entry SET actor = 'eva@example.se' WHERE number = 2"))

    with database.reading() as session:
        faults = faults_of(session)

    assert faults == ["Entry 2 was changed."]
    database.dispose()


def test_a_missing_entry_shows(sqlite_url: str) -> None:
    database = _without_triggers(sqlite_url)
    with database.writing() as session:
        session.execute(text("DELETE FROM audit_entry WHERE number = 2"))

    with database.reading() as session:
        faults = faults_of(session)

    assert faults == ["Entries 2 to 2 are missing."]
    database.dispose()


def test_a_log_rewritten_as_a_whole_differs_from_what_was_written_down(sqlite_url: str) -> None:
    database = _without_triggers(sqlite_url)
    with database.reading() as session:
        written_down = head_of(session)
    with database.writing() as session:
        session.execute(text("DELETE FROM audit_entry"))
        for act in range(3):
            _note(session, f"another act {act}", LONG_AGO)

    with database.reading() as session:
        own, compared = faults_of(session), faults_of(session, known=written_down)

    assert own == []
    assert compared == ["Entry 3 is not the one that was written down."]
    database.dispose()


def test_the_place_that_was_written_down_is_found_again(database: Database) -> None:
    with database.reading() as session:
        second = audit_log.latest(session)[-2]

        assert faults_of(session, known=Link(second.number, second.hash)) == []


def _note(session: Session, action: str, moment: datetime) -> None:
    entry = AuditEntry(at=moment, actor="hr@example.se", action=action, object="all")
    audit_chain.append(session, entry)


def _without_triggers(url: str) -> Database:
    """Return a database whose owner has taken the triggers away, with three entries."""
    database = Database(url)
    with database.writing() as session:
        for table in ("audit_entry_stays", "audit_entry_never_changes"):
            session.execute(text(f"DROP TRIGGER {table}"))
        for act in range(3):
            _note(session, f"act {act}", LONG_AGO)
    return database
