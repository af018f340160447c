"""Triggers that whoever can write the database leaves in it, on either engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from feedback.database import Database


def add_trigger(database: Database, name: str, when: str, body: str) -> None:
    """Leave a trigger: `when` says before or after what, `body` is a statement."""
    if database.is_sqlite:
        _run(database, f"CREATE TRIGGER {name} {when} BEGIN {body}; END")
        return
    event, _, condition = when.partition(" WHEN ")
    condition = f"WHEN {condition}" if condition else ""
    _run(
        database,
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {body}; RETURN NEW; END $$",
        f"CREATE TRIGGER {name} {event} FOR EACH ROW {condition} EXECUTE FUNCTION {name}()",
    )


def add_refusal(database: Database, name: str, when: str) -> None:
    """Leave a trigger that lets a statement fail."""
    body = "SELECT RAISE(ABORT, 'no')" if database.is_sqlite else "RAISE EXCEPTION 'no'"
    add_trigger(database, name, when, body)


def drop_trigger(database: Database, name: str, table: str) -> None:
    """Take a trigger away."""
    _run(database, f"DROP TRIGGER {name}" + ("" if database.is_sqlite else f" ON {table}"))


def literal(database: Database, value: bytes) -> str:
    """Return bytes as they stand in a statement."""
    return f"x'{value.hex()}'" if database.is_sqlite else f"'\\x{value.hex()}'::bytea"


def _run(database: Database, *statements: str) -> None:
    with database.changing() as connection:
        for statement in statements:
            connection.execute(text(statement.replace(":", r"\:")))
        connection.commit()
