"""Keep who reads about a subject that is no person, as of the day of launch.

Revision ID: 0025
Revises: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, unless it is there; leaders have no row in it."""
    if sa.inspect(op.get_bind()).has_table("subject_reader"):
        return
    op.create_table(
        "subject_reader",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_subject_reader_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_subject_reader_subject_id_subject")
        ),
        sa.PrimaryKeyConstraint("subject_id", "person_id", name=op.f("pk_subject_reader")),
    )
    op.create_index(op.f("ix_subject_reader_person_id"), "subject_reader", ["person_id"])


def downgrade() -> None:
    """Forget who reads."""
    op.drop_table("subject_reader")
