"""What is left after close: one row of sorted columns a subject, the release, what was withheld.

A sorted multiset has no order to hide, so these rows tell nothing of when or by whom; and as
each column is sorted by itself, nothing of which answers were one person's.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback.models.base import Base, Id, Prose
from feedback.models.campaigns import Subject


class StoredResponses(Base):
    """A subject's responses: displayed blocks, and an int8 matrix of columns sorted within each.

    They serve only to compute a faulty release again; self, managers and comments, which are
    shown by role or word for word, come out of the release then, and sigma_w out of it too.
    """

    __tablename__ = "stored_responses"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    format: Mapped[int] = mapped_column(default=2)
    blocks: Mapped[str] = mapped_column(Prose)  # JSON: [[label, rows], …]
    matrix: Mapped[bytes] = mapped_column(LargeBinary)  # int8, row by row, zlib
    delete_after: Mapped[date]


class StoredRelease(Base):
    """A subject's release, frozen: what may be shown, and its two hashes."""

    __tablename__ = "stored_release"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Prose)  # canonical JSON
    figures_hash: Mapped[str]
    comments_hash: Mapped[str]

    subject: Mapped[Subject] = relationship()


class CampaignFigures(Base):
    """What is kept of a campaign as a whole: sorted conditions, squares, the share that answered.

    The share is a step and no count; there is none where too few were asked.
    """

    __tablename__ = "campaign_figures"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    conditions: Mapped[bytes] = mapped_column(LargeBinary)  # int8 matrix, sorted, zlib
    within_squares: Mapped[str] = mapped_column(Prose)  # JSON per trait: sum of squares and df
    answered_above: Mapped[int | None]  # per cent
    answered_up_to: Mapped[int | None]


class Withholding(Base):
    """The record that a whole comment was withheld before the leader could read it."""

    __tablename__ = "withholding"
    __table_args__ = (UniqueConstraint("subject_id", "question", "text_hash"),)

    id: Mapped[Id]
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)
    question: Mapped[str]
    text_hash: Mapped[str]
    reason: Mapped[str] = mapped_column(Prose)
    withheld_by: Mapped[str]
    withheld_at: Mapped[datetime]
