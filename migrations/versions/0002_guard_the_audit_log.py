"""Guard the audit log: entries are never changed, and only those before an anchor go.

An anchor takes the place of entries that retention erases. It must name an entry there is,
and nothing that it covers may be younger than a year by the database's own clock.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_GROWS = "EXISTS (SELECT 1 FROM audit_entry WHERE number >= NEW.number OR id = NEW.id)"
_STAYS = "NOT EXISTS (SELECT 1 FROM audit_anchor WHERE number >= OLD.number)"
_COVERS = (
    "NOT EXISTS (SELECT 1 FROM audit_entry WHERE number = NEW.number AND hash = NEW.hash) "
    "OR EXISTS (SELECT 1 FROM audit_entry WHERE number <= NEW.number AND at > {a_year_ago})"
)
_A_YEAR_AGO = {
    "sqlite": "datetime('now', '-365 days')",
    "postgresql": "now() - interval '365 days'",
}
# Name, moment, table, condition.
_TRIGGERS = (
    ("audit_entry_only_grows", "INSERT", "audit_entry", _GROWS),
    ("audit_entry_never_changes", "UPDATE", "audit_entry", ""),
    ("audit_entry_stays", "DELETE", "audit_entry", _STAYS),
    ("audit_anchor_is_old", "INSERT", "audit_anchor", _COVERS),
    ("audit_anchor_never_changes", "UPDATE", "audit_anchor", ""),
    ("audit_anchor_stays", "DELETE", "audit_anchor", ""),
)
_TRUNCATED = ("audit_entry", "audit_anchor")


def upgrade() -> None:
    engine = op.get_bind().dialect.name
    make = _make_on_postgresql if engine == "postgresql" else _make_on_sqlite
    for name, moment, table, condition in _TRIGGERS:
        make(name, moment, table, condition.format(a_year_ago=_A_YEAR_AGO[engine]))
    if engine == "postgresql":
        for table in _TRUNCATED:
            _make_on_postgresql(f"{table}_is_not_emptied", "TRUNCATE", table, "")


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    names = [(name, table) for name, _, table, _ in _TRIGGERS]
    if is_postgresql:
        names += [(f"{table}_is_not_emptied", table) for table in _TRUNCATED]
    for name, table in names:
        op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if is_postgresql else ""))
        if is_postgresql:
            op.execute(f"DROP FUNCTION {name}()")


def _make_on_sqlite(name: str, moment: str, table: str, condition: str) -> None:
    when = f"WHEN {condition} " if condition else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} {when}"
        f"BEGIN SELECT RAISE(ABORT, '{_words(name)}'); END"
    )


def _make_on_postgresql(name: str, moment: str, table: str, condition: str) -> None:
    # A trigger's own WHEN may hold no subquery here, so the function asks.
    each = "STATEMENT" if moment == "TRUNCATE" else "ROW"
    kept = "OLD" if moment == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition or 'true'} THEN RAISE EXCEPTION '{_words(name)}'; END IF; "
        f"RETURN {kept}; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {moment} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION {name}()"
    )


def _words(name: str) -> str:
    return name.replace("_", " ").replace("audit entry", "the audit log")
