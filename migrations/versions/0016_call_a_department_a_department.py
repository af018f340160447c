"""Call what is responsible a department, where somebody works a workplace: names alone change.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# Table, its name before, its name after.
_COLUMNS = (
    ("audit_entry", "unit_id", "department_id"),
    ("erasure", "unit_id", "department_id"),
    ("erasure_stop", "unit_id", "department_id"),
    ("organiser_grant", "unit_id", "department_id"),
    ("person", "unit_id", "department_id"),
    ("person", "workplace", "workplace_name"),
    ("person", "rater_id", "own_number"),
    ("programme", "unit_id", "department_id"),
    ("retention_rule", "unit_id", "department_id"),
    ("subject", "unit_name", "workplace_name"),
)
_INDICES = (
    ("audit_entry", "ix_audit_entry_unit_id", "ix_audit_entry_department_id"),
    ("erasure", "ix_erasure_unit_id", "ix_erasure_department_id"),
    ("erasure_stop", "ix_erasure_stop_unit_id", "ix_erasure_stop_department_id"),
)
_CONSTRAINTS = (
    ("department", "pk_unit", "pk_department"),
    ("department", "uq_unit_name", "uq_department_name"),
    ("person", "uq_person_unit_id_rater_id", "uq_person_department_id_own_number"),
    ("programme", "uq_programme_unit_id_name", "uq_programme_department_id_name"),
    *(
        (table, f"fk_{table}_unit_id_unit", f"fk_{table}_department_id_department")
        for table in (
            "erasure",
            "erasure_stop",
            "organiser_grant",
            "person",
            "programme",
            "retention_rule",
        )
    ),
)


def upgrade() -> None:
    """Bring the schema forward."""
    _rename_table("unit", "department")
    for table, before, after in _COLUMNS:
        _rename_column(table, before, after)
    for table, before, after in _INDICES:
        _rename_index(table, before, after)
    _rename_constraints(_CONSTRAINTS)


def downgrade() -> None:
    """Take the schema back."""
    _rename_constraints(tuple((table, after, before) for table, before, after in _CONSTRAINTS))
    for table, before, after in _INDICES:
        _rename_index(table, after, before)
    for table, before, after in _COLUMNS:
        _rename_column(table, after, before)
    _rename_table("department", "unit")


def _rename_table(before: str, after: str) -> None:
    if before in sa.inspect(op.get_bind()).get_table_names():
        op.rename_table(before, after)


def _rename_column(table: str, before: str, after: str) -> None:
    columns = sa.inspect(op.get_bind()).get_columns(table)
    if before in {column["name"] for column in columns}:
        # Both engines rename it in place: the audit log keeps its rows, its triggers and its chain.
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {before} TO {after}")


def _rename_index(table: str, before: str, after: str) -> None:
    found = sa.inspect(op.get_bind()).get_indexes(table)
    columns = next((index["column_names"] for index in found if index["name"] == before), None)
    if columns is None:
        return
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER INDEX {before} RENAME TO {after}")
    else:
        op.drop_index(before, table)
        op.create_index(after, table, [str(column) for column in columns])


def _rename_constraints(names: tuple[tuple[str, str, str], ...]) -> None:
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        query = (
            "SELECT conname FROM pg_constraint WHERE connamespace = current_schema()::regnamespace"
        )
        there = set(bind.scalars(sa.text(query)))
        for table, before, after in names:
            if before in there:
                op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {before} TO {after}")
        return
    # SQLite has no words for it. To make a table anew is to drop one that others point at, in a
    # transaction in which foreign keys cannot be switched off; a name alone may be written into
    # the schema, as SQLite's own manual does it (lang_altertable.html, the last section).
    op.execute("PRAGMA writable_schema = ON")
    for table, before, after in names:
        op.execute(
            sa.text(
                "UPDATE sqlite_schema SET sql = replace(sql, :before, :after) "
                "WHERE type = 'table' AND name = :name"
            ).bindparams(before=f"CONSTRAINT {before} ", after=f"CONSTRAINT {after} ", name=table)
        )
    op.execute("PRAGMA writable_schema = RESET")
