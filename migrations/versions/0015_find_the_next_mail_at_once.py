"""Find the next mail at once, however many wait: one index of what is seen, one of the blind.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_BLIND = "('reminder', 'reminder-several')"
_INDICES = {
    "ix_mail_seen_due": (["due_at", "id"], f"state = 'queued' AND kind NOT IN {_BLIND}"),
    "ix_mail_blind_due": (["due_at", "id"], f"state = 'queued' AND kind IN {_BLIND}"),
    "ix_mail_sending": (["claimed_at"], "state = 'sending'"),
}
_BEFORE = "ix_mail_state_due"


def upgrade() -> None:
    """Bring the schema forward; what was there would be taken in place of the new ones."""
    there = {index["name"] for index in sa.inspect(op.get_bind()).get_indexes("mail")}
    for name, (columns, which) in _INDICES.items():
        if name not in there:
            where = sa.text(which)
            op.create_index(name, "mail", columns, sqlite_where=where, postgresql_where=where)
    if _BEFORE in there:
        op.drop_index(_BEFORE, "mail")


def downgrade() -> None:
    """Take the schema back."""
    op.create_index(_BEFORE, "mail", ["state", "due_at"])
    for name in _INDICES:
        op.drop_index(name, "mail")
