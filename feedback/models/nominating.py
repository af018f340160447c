"""What leaders propose before launch: until when, how many, and how far each list has come.

The proposals themselves are invitations of a campaign that has not been launched. Nothing
here outlives the launch's preparation, and nothing here is about an answer: there is none yet.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback.models.base import Base, Prose
from feedback.models.campaigns import Subject


class Nomination(Base):
    """That leaders may propose raters in a campaign, and until when.

    It goes when the nomination is ended: one that is there at launch was never ended, and a
    launch that is taken back leads back into it.
    """

    __tablename__ = "nomination"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    until: Mapped[date]


class NominationLimit(Base):
    """How many raters a leader proposes in one group, at least and at most."""

    __tablename__ = "nomination_limit"
    __table_args__ = (
        CheckConstraint("fewest >= 0", name="fewest_not_negative"),
        CheckConstraint("most >= fewest", name="most_not_under_fewest"),
    )

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    group: Mapped[str] = mapped_column("rater_group", primary_key=True)
    fewest: Mapped[int]
    most: Mapped[int]


class Proposal(Base):
    """How far a leader's list has come; a leader without a row is still writing it."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("state IN ('sent', 'sent_back', 'approved')", name="state_known"),
    )

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    state: Mapped[str]
    line: Mapped[str] = mapped_column(Prose, default="")  # why it was sent back
    decided_by: Mapped[str] = mapped_column(default="")

    subject: Mapped[Subject] = relationship()
