"""Keep the start of a talk whose date is taken back: its cancellation names it.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TABLE, _COLUMN = "subject", "last_talk_at"


def upgrade() -> None:
    """Add the column; of talks that were taken back before nobody knows the start."""
    if not _has_column():
        op.add_column(_TABLE, sa.Column(_COLUMN, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop the column; cancellations that still wait will name the moment they leave."""
    if _has_column():
        op.drop_column(_TABLE, _COLUMN)


def _has_column() -> bool:
    columns = sa.inspect(op.get_bind()).get_columns(_TABLE)
    return any(column["name"] == _COLUMN for column in columns)
