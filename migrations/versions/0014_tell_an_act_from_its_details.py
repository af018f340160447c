"""Tell an act in the audit log from what it was done with, as a day or a group.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward; entries that are there have no details, and keep their hashes."""
    columns = sa.inspect(op.get_bind()).get_columns("audit_entry")
    if "details" not in {column["name"] for column in columns}:
        details = sa.Column("details", sa.String(), server_default="", nullable=False)
        op.add_column("audit_entry", details)


def downgrade() -> None:
    """Take the schema back."""
    op.drop_column("audit_entry", "details")
