"""Let a hold on all mail say what the server answered, and when to try again.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both columns; a hold that stands stays as it is."""
    op.add_column("mail_hold", sa.Column("answer", sa.Text(), nullable=False, server_default=""))
    op.add_column("mail_hold", sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Forget both."""
    op.drop_column("mail_hold", "retry_at")
    op.drop_column("mail_hold", "answer")
