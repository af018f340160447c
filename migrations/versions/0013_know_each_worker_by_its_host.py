"""Know each worker by its machine, what it found, and when nightly work and backups were done.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward; the minute that the only row knew is forgotten."""
    inspector = sa.inspect(op.get_bind())
    if "host" not in {column["name"] for column in inspector.get_columns("worker_beat")}:
        op.drop_table("worker_beat")
        op.create_table(
            "worker_beat",
            sa.Column("host", sa.String(), nullable=False),
            sa.Column("since", sa.DateTime(timezone=True), nullable=False),
            sa.Column("at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("is_stopped", sa.Boolean(), nullable=False),
            sa.Column("version", sa.String(), nullable=False),
            sa.Column("examined_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("findings", sa.JSON(), nullable=False),
            sa.PrimaryKeyConstraint("host", name=op.f("pk_worker_beat")),
        )
    if "last_run" not in inspector.get_table_names():
        op.create_table(
            "last_run",
            sa.Column("what", sa.String(), nullable=False),
            sa.Column("at", sa.DateTime(timezone=True), nullable=False),
            sa.CheckConstraint(
                "what IN ('nightly', 'backup')", name=op.f("ck_last_run_what_known")
            ),
            sa.PrimaryKeyConstraint("what", name=op.f("pk_last_run")),
        )


def downgrade() -> None:
    """Take the schema back."""
    op.drop_table("last_run")
    op.drop_table("worker_beat")
    op.create_table(
        "worker_beat",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_worker_beat_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_beat")),
    )
