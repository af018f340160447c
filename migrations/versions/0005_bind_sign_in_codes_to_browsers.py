"""Bind each sign-in code to the browser that asked for it, and keep no secret to draw it from.

Codes that were mailed before are forgotten: each was good for ten minutes.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM sign_in_code")
    if "browser" not in _columns("sign_in_code"):
        op.add_column("sign_in_code", sa.Column("browser", sa.String(), nullable=True))
    if "us_totp_secrets" in _columns("account"):
        op.drop_column("account", "us_totp_secrets")


def downgrade() -> None:
    op.add_column("account", sa.Column("us_totp_secrets", sa.Text(), nullable=True))
    op.drop_column("sign_in_code", "browser")


def _columns(table: str) -> set[str]:
    return {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}
