"""Let a programme say what it calls a leader's plan; those there are keep the word they had.

Revision ID: 0021
Revises: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_BEFORE = {"plan_name_sv": "färdplan", "plan_name_en": "plan"}


def upgrade() -> None:
    """Add a name in each language; a new programme has none of its own."""
    for column in _BEFORE:
        name = sa.Column(column, sa.String(), nullable=False, server_default="")
        op.add_column("programme", name)
    programme = sa.table("programme", *map(sa.column, _BEFORE))
    op.execute(programme.update().values(**_BEFORE))


def downgrade() -> None:
    """Take the names away."""
    for column in _BEFORE:
        op.drop_column("programme", column)
