"""Keep who works at which workplace of a programme, and how many there without a name.

Revision ID: 0026
Revises: 0025
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of employees; at workplaces that are there nobody is unnamed."""
    unnamed = sa.Column("unnamed", sa.Integer(), nullable=False, server_default="0")
    with op.batch_alter_table("workplace") as workplaces:
        workplaces.add_column(unnamed)
    op.create_table(
        "employee",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("workplace_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employee")),
        sa.UniqueConstraint(
            "programme_id", "person_id", name=op.f("uq_employee_programme_id_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_employee_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id", "workplace_id"],
            ["workplace.programme_id", "workplace.id"],
            name=op.f("fk_employee_programme_id_workplace"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_employee_person_id_person")
        ),
    )
    for column in ("workplace_id", "person_id"):
        op.create_index(op.f(f"ix_employee_{column}"), "employee", [column])


def downgrade() -> None:
    """Forget who works where."""
    op.drop_table("employee")
    with op.batch_alter_table("workplace") as workplaces:
        workplaces.drop_column("unnamed")
