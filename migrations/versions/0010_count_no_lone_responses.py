"""Forget how many responses stood in no block: where groups are dropped it told of one person.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TABLE, _COLUMN = "campaign_figures", "responses_in_no_block"


def upgrade() -> None:
    """Drop the column, which nothing has ever read."""
    if _has_column():
        op.drop_column(_TABLE, _COLUMN)


def downgrade() -> None:
    """Put the column back; what it counted is gone."""
    if not _has_column():
        op.add_column(_TABLE, sa.Column(_COLUMN, sa.Integer(), nullable=False, server_default="0"))


def _has_column() -> bool:
    columns = sa.inspect(op.get_bind()).get_columns(_TABLE)
    return any(column["name"] == _COLUMN for column in columns)
