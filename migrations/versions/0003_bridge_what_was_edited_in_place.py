"""Bring databases of before the revisions were frozen to the same schema.

Until then the first revision was edited in place, so a database may say 0002 and lack what
came later. This looks at what is there and adds what is missing, and changes nothing else.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    columns = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("programme")}
    if "points" not in columns:
        # With a default that stays: without one SQLite would have to make the table anew, which
        # loses its checks.
        op.add_column(
            "programme", sa.Column("points", sa.Text(), nullable=False, server_default="")
        )


def downgrade() -> None:
    """Leave the column: the first revision makes it, too."""
