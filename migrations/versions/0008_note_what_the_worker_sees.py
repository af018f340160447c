"""Note what the worker sees: keys that it cannot find, and that it is there itself.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
    there = sa.inspect(op.get_bind()).get_table_names()
    if "key_trouble" not in there:
        op.create_table(
            "key_trouble",
            sa.Column("campaign_id", sa.Uuid(), nullable=False),
            sa.Column("kind", sa.String(), nullable=False),
            sa.Column("is_missing", sa.Boolean(), nullable=False),
            sa.Column("since", sa.DateTime(timezone=True), nullable=False),
            sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("nights", sa.Integer(), nullable=False),
            sa.Column("last_night", sa.Date(), nullable=True),
            sa.CheckConstraint("kind IN ('link', 'seal')", name=op.f("ck_key_trouble_kind_known")),
            sa.CheckConstraint("nights >= 0", name=op.f("ck_key_trouble_nights_counted")),
            sa.ForeignKeyConstraint(
                ["campaign_id"], ["campaign.id"], name=op.f("fk_key_trouble_campaign_id_campaign")
            ),
            sa.PrimaryKeyConstraint("campaign_id", "kind", name=op.f("pk_key_trouble")),
        )
    if "worker_beat" not in there:
        op.create_table(
            "worker_beat",
            sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("at", sa.DateTime(timezone=True), nullable=False),
            sa.CheckConstraint("id = 1", name=op.f("ck_worker_beat_one_row")),
            sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_beat")),
        )


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table("worker_beat")
    op.drop_table("key_trouble")
