"""Keep a slow hash of each link from close on, for the thanks that stand behind it.

Links of campaigns that have closed before are known to nobody: they go on saying that the
survey has ended.

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_TABLE = "retired_link"


def upgrade() -> None:
    """Make the table, unless it is there."""
    if sa.inspect(op.get_bind()).has_table(_TABLE):
        return
    op.create_table(
        _TABLE,
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_retired_link_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_retired_link")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_retired_link_subject_id"), _TABLE, ["subject_id"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table(_TABLE)
