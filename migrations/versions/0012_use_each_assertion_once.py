"""Keep a digest of each assertion that signed somebody in, until it would have expired.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_TABLE = "used_assertion"


def upgrade() -> None:
    """Make the table, unless it is there."""
    if sa.inspect(op.get_bind()).has_table(_TABLE):
        return
    op.create_table(
        _TABLE,
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_used_assertion")),
    )
    op.create_index(op.f("ix_used_assertion_until"), _TABLE, ["until"])


def downgrade() -> None:
    """Forget them."""
    op.drop_table(_TABLE)
