"""Give each envelope a MAC; those that lie there have none until the worker has vouched for them.

A web process of an older version that is still running hands in envelopes without one, which
the close would have to refuse: so the database refuses them at once, and the draft is kept.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_NAME = "envelope_has_a_mac"
_WORDS = "an envelope needs its MAC"


def upgrade() -> None:
    connection = op.get_bind()
    columns = {column["name"] for column in sa.inspect(connection).get_columns("envelope")}
    if "mac" in columns:
        return
    op.add_column("envelope", sa.Column("mac", sa.LargeBinary(), nullable=True))
    if connection.dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN RAISE EXCEPTION '{_WORDS}'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {_NAME} BEFORE INSERT ON envelope FOR EACH ROW "
            f"WHEN (NEW.mac IS NULL) EXECUTE FUNCTION {_NAME}()"
        )
        return
    op.execute(
        f"CREATE TRIGGER {_NAME} BEFORE INSERT ON envelope WHEN NEW.mac IS NULL "
        f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
    )


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP TRIGGER {_NAME}" + (" ON envelope" if is_postgresql else ""))
    if is_postgresql:
        op.execute(f"DROP FUNCTION {_NAME}()")
    op.drop_column("envelope", "mac")
