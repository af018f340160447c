"""The schema as it should be, what of it a database lacks, and which triggers it has besides."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from feedback.database.migrating import migrations_folder
from feedback.models import Base

if TYPE_CHECKING:
    from sqlalchemy import Connection

_COLUMNS = {
    "sqlite": (
        "SELECT tables.name, columns.name FROM sqlite_master AS tables, "
        "pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'"
    ),
    "postgresql": (
        "SELECT tables.relname, columns.attname FROM pg_class AS tables "
        "JOIN pg_attribute AS columns ON columns.attrelid = tables.oid "
        "WHERE pg_table_is_visible(tables.oid) AND tables.relkind IN ('r', 'p') "
        "AND columns.attnum > 0 AND NOT columns.attisdropped"
    ),
}

_TRIGGERS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    # A rule changes statements as a trigger does; a view's own is always called _RETURN.
    "postgresql": (
        "SELECT tables.relname, tgname FROM pg_trigger "
        "JOIN pg_class AS tables ON tables.oid = tgrelid WHERE NOT tgisinternal "
        "UNION SELECT tables.relname, rulename FROM pg_rewrite "
        "JOIN pg_class AS tables ON tables.oid = ev_class "
        "WHERE rulename <> '_RETURN' AND tables.relnamespace <> 'pg_catalog'::regnamespace"
    ),
}
OWN_TRIGGERS: Final = frozenset(
    {
        ("audit_entry", "audit_entry_only_grows"),
        ("audit_entry", "audit_entry_never_changes"),
        ("audit_entry", "audit_entry_stays"),
        ("audit_anchor", "audit_anchor_is_old"),
        ("audit_anchor", "audit_anchor_never_changes"),
        ("audit_anchor", "audit_anchor_stays"),
        ("audit_entry", "audit_entry_is_not_emptied"),  # PostgreSQL alone can empty a table
        ("audit_anchor", "audit_anchor_is_not_emptied"),
        ("envelope", "envelope_has_a_mac"),
    }
)
"""The triggers that the migrations make, each by its table and its name."""


@cache
def newest_revision() -> str:
    """Return the revision that this program wants; files of revisions begin with their number."""
    return max(file.name[:4] for file in (migrations_folder() / "versions").glob("[0-9]*.py"))


def revision_of(connection: Connection) -> str | None:
    """Return the revision that a database says it is at; None if it was never migrated."""
    if ("alembic_version", "version_num") not in _columns_of(connection):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def is_as_wanted(connection: Connection) -> bool:
    """Tell whether a database is at this program's revision, with all tables and columns."""
    return revision_of(connection) == newest_revision() and not lacking(connection)


def lacking(connection: Connection) -> list[str]:
    """Return the tables and columns of the models that a database does not have."""
    there = _columns_of(connection)
    tables = {table for table, _ in there}
    missing = []
    for table in Base.metadata.sorted_tables:
        if table.name not in tables:
            missing.append(table.name)
            continue
        missing += [
            f"{table.name}.{column.name}"
            for column in table.columns
            if (table.name, column.name) not in there
        ]
    return missing


def strange_triggers(connection: Connection) -> list[str]:
    """Return the triggers that no migration made, as table.name."""
    rows = connection.execute(text(_TRIGGERS[connection.dialect.name]))
    found = {(table, name) for table, name in rows}
    return sorted(f"{table}.{name}" for table, name in found - OWN_TRIGGERS)


def _columns_of(connection: Connection) -> set[tuple[str, str]]:
    rows = connection.execute(text(_COLUMNS[connection.dialect.name]))
    return {(table, column) for table, column in rows}
