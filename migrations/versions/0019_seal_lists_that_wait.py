"""Keep a list that waits sealed, one of each organiser.

Lists wait a day at most, so those that wait now are let go: they are uploaded again.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from sqlalchemy.schema import SchemaItem

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_TABLE = "staged_people"


def upgrade() -> None:
    """Make the table anew."""
    op.drop_table(_TABLE)
    op.create_table(
        _TABLE,
        *_place(),
        sa.Column("staged_by", sa.String(), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        *_about(),
        sa.PrimaryKeyConstraint("campaign_id", "staged_by", name="pk_staged_people"),
    )
    op.create_index("ix_staged_people_staged_at", _TABLE, ["staged_at"])


def downgrade() -> None:
    """Make it as it was: open, and one a campaign."""
    op.drop_table(_TABLE)
    op.create_table(
        _TABLE,
        *_place(),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("staged_by", sa.String(), nullable=False),
        *_about(),
        sa.PrimaryKeyConstraint("campaign_id", name="pk_staged_people"),
    )
    op.create_index("ix_staged_people_staged_at", _TABLE, ["staged_at"])


def _place() -> tuple[SchemaItem, ...]:
    key = "fk_staged_people_campaign_id_campaign"
    return (
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=key),
    )


def _about() -> tuple[SchemaItem, ...]:
    return (
        sa.Column("seen", sa.String(), nullable=False),
        sa.Column("staged_at", sa.DateTime(timezone=True), nullable=False),
    )
