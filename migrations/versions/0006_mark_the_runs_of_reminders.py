"""Mark which days' reminders of a campaign are decided, those of today included.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

from datetime import date
from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_DAY: Final = -len("2026-11-27")  # what the occasion of a reminder ends on


def upgrade() -> None:
    """Make the table, and mark the days of which reminders wait or have left."""
    runs = op.create_table(
        "reminder_run",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_reminder_run_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "day", name=op.f("pk_reminder_run")),
    )
    mail = sa.table(
        "mail",
        sa.column("campaign_id", sa.Uuid()),
        sa.column("kind", sa.String()),
        sa.column("occasion", sa.String()),
        sa.column("due_at", sa.DateTime(timezone=True)),
    )
    found = op.get_bind().execute(
        sa.select(mail.c.campaign_id, mail.c.occasion, sa.func.min(mail.c.due_at))
        .where(mail.c.kind == "reminder")
        .group_by(mail.c.campaign_id, mail.c.occasion)
    )
    rows = [
        {"campaign_id": campaign_id, "day": date.fromisoformat(occasion[_DAY:]), "at": at}
        for campaign_id, occasion, at in found
    ]
    if rows:
        op.bulk_insert(runs, rows)


def downgrade() -> None:
    """Forget the marks."""
    op.drop_table("reminder_run")
