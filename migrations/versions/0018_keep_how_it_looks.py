"""Keep how the installation looks: its name, accent colour and logo, in one row.

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    if "appearance" in sa.inspect(op.get_bind()).get_table_names():
        return
    op.create_table(
        "appearance",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("accent", sa.String(), nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_appearance_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appearance")),
    )


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table("appearance")
