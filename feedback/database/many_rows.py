"""Thousands of rows at once: asked for in pieces, written by one statement past the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import bindparam, insert, inspect, update

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from feedback.models import Base

T = TypeVar("T")

_AT_ONCE: Final = 10_000  # SQLite takes 32,766 in one query, PostgreSQL 65,535


def insert_rows(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> None:
    """Insert thousands of rows by one statement, past the session, which would double the time."""
    if rows:
        session.connection().execute(insert(table), _by_column(table, rows))


def update_rows(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> None:
    """Write the same facts of thousands of rows, found by their ids, in the same way."""
    if rows:
        facts = [name for name in rows[0] if name != "id"]
        columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in facts}
        is_row = inspect(table).columns["id"] == bindparam("row_id")
        statement = update(table).where(is_row).values(columns)
        session.connection().execute(
            statement,
            [{"row_id": row["id"], **{f"new_{name}": row[name] for name in facts}} for row in rows],
        )


def _by_column(table: type[Base], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows as the database names their columns."""
    columns = inspect(table).columns
    names = {name: columns[name].key for name in rows[0]}
    if all(name == key for name, key in names.items()):
        return rows
    return [{names[name]: value for name, value in row.items()} for row in rows]


def in_chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut a long list into pieces that one query may ask for."""
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
