"""Let a coach keep several notes about a leader: one stands for the whole, others at statements.

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_BEFORE = "uq_coach_note_subject_id_coach_id"
_NOW = "uq_coach_note_subject_id_coach_id_about"


def upgrade() -> None:
    """Say what a note is about; those that there are stand for the whole."""
    about = sa.Column("about", sa.String(), nullable=False, server_default="")
    with op.batch_alter_table("coach_note") as notes:
        notes.add_column(about)
        notes.drop_constraint(_BEFORE, type_="unique")
        notes.create_unique_constraint(_NOW, ["subject_id", "coach_id", "about"])


def downgrade() -> None:
    """Keep the notes that stand for the whole, and no other: there is no room for them."""
    notes = sa.table("coach_note", sa.column("about"))
    op.execute(notes.delete().where(notes.c.about != ""))
    with op.batch_alter_table("coach_note") as table:
        table.drop_constraint(_NOW, type_="unique")
        table.drop_column("about")
        table.create_unique_constraint(_BEFORE, ["subject_id", "coach_id"])
