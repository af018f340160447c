"""Keep at close the step of the share that answered, and by the last bands how full a report is.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("campaign_figures", "answered_above", sa.Integer),
    ("campaign_figures", "answered_up_to", sa.Integer),
    ("subject", "outlook", sa.String),
)


def upgrade() -> None:
    """Add the columns; of campaigns that are closed already nothing is known."""
    for table, name, kind in _COLUMNS:
        if not _has_column(table, name):
            op.add_column(table, sa.Column(name, kind(), nullable=True))


def downgrade() -> None:
    """Take the columns away."""
    for table, name, _ in _COLUMNS:
        if _has_column(table, name):
            op.drop_column(table, name)


def _has_column(table: str, name: str) -> bool:
    columns = sa.inspect(op.get_bind()).get_columns(table)
    return any(column["name"] == name for column in columns)
