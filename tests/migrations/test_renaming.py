"""A revision that renames keeps rows, keys that point at them, and the guards of the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from feedback.database import Database, migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

ID: Final = UUID(int=7).hex
BEFORE: Final = (
    "INSERT INTO unit VALUES (:id, 'Skola', '', '', '', '', '', '')",
    (
        "INSERT INTO person (id, rater_id, unit_id, name, workplace, language)"
        " VALUES (:id, '17', :id, 'Mona Vik', 'Norra köket', 'sv')"
    ),
    (
        "INSERT INTO audit_entry"
        " (id, number, at, actor, action, object, unit_id, previous_hash, hash)"
        " VALUES (:id, 1, '2026-01-01 00:00:00', 'drift', 'add unit', 'unit', :id, '', '')"
    ),
)
"""A row of each table that was renamed or guarded, as it was then."""


@pytest.fixture
def renamed(empty_database_url: str) -> Iterator[Database]:
    """Give a database that had a department when it was still a unit."""
    migrate(empty_database_url, revision="0015")
    database = Database(empty_database_url)
    with database.engine.begin() as connection:
        for statement in BEFORE:
            connection.execute(sa.text(statement), {"id": ID})
    database.dispose()
    migrate(empty_database_url)
    yield database
    database.dispose()


def test_rows_stay_under_the_new_names(renamed: Database) -> None:
    with renamed.engine.connect() as connection:
        found = connection.execute(
            sa.text(
                "SELECT person.own_number, person.workplace_name, department.name, entry.action "
                "FROM person JOIN department ON department.id = person.department_id "
                "JOIN audit_entry AS entry ON entry.department_id = department.id"
            )
        ).all()

    assert [tuple(row) for row in found] == [("17", "Norra köket", "Skola", "add unit")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'add department'",
        "DELETE FROM audit_entry",
        "DELETE FROM department",
        "UPDATE person SET own_number = NULL",
    ],
)
def test_what_was_forbidden_is_forbidden_still(renamed: Database, statement: str) -> None:
    with renamed.engine.connect() as connection, pytest.raises(DatabaseError):
        connection.execute(sa.text(statement))


def test_no_name_of_before_is_left(renamed: Database) -> None:
    with renamed.engine.connect() as connection:
        names = _names_of(connection)

    assert "fk_person_department_id_department" in names
    assert not [name for name in names if "unit" in name.split("_")]


def _names_of(connection: Connection) -> set[str]:
    """Return every name of a table, column, index or constraint."""
    inspector = sa.inspect(connection)
    tables = inspector.get_table_names()
    found = {*tables}
    for table in tables:
        found |= {column["name"] for column in inspector.get_columns(table)}
        named = (
            inspector.get_indexes(table)
            + inspector.get_unique_constraints(table)
            + inspector.get_check_constraints(table)
            + inspector.get_foreign_keys(table)
            + [inspector.get_pk_constraint(table)]
        )
        found |= {str(one["name"]) for one in named}
    return found
