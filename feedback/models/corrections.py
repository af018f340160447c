"""What raters say is wrong about being asked: a task for the organiser, apart from any answer."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback.models.base import Base, Prose, is_one_of
from feedback.models.raters import Invitation


class Wrong(StrEnum):
    """What may be wrong about an invitation."""

    PERSON = "person"
    GROUP = "group"
    LEFT = "left"


class Correction(Base):
    """A rater's word that an invitation is wrong; it is taken alike before and after an answer.

    No time and no number: the order of two reports is nobody's business either.
    """

    __tablename__ = "correction"
    __table_args__ = (
        CheckConstraint(is_one_of("wrong", Wrong), name="wrong_known"),
        {"sqlite_with_rowid": False},
    )

    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    wrong: Mapped[Wrong]
    words: Mapped[str] = mapped_column(Prose, default="")

    invitation: Mapped[Invitation] = relationship()
