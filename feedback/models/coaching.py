"""What a coach keeps beside a subject: working notes, and who stands in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback.models.base import Base, Id, Prose
from feedback.models.campaigns import Subject
from feedback.models.people import Person

ITEM: Final = "item:"
"""What begins the name of a statement that a note stands at."""
STEP: Final = "step:"
"""What begins the name of a step of the talk guide to which a coach adds questions."""


class CoachNote(Base):
    """One of a coach's working notes about one subject; only that coach opens it."""

    __tablename__ = "coach_note"
    __table_args__ = (UniqueConstraint("subject_id", "coach_id", "about"),)

    id: Mapped[Id]
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"))
    coach_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    about: Mapped[str] = mapped_column(default="")  # a statement, a step of the guide, or the whole
    text: Mapped[str] = mapped_column(Prose)
    updated_at: Mapped[datetime]

    subject: Mapped[Subject] = relationship()
    coach: Mapped[Person] = relationship()


class StandIn(Base):
    """Somebody who coaches a subject for a while, beside the coach; never without an end."""

    __tablename__ = "stand_in"
    __table_args__ = (
        UniqueConstraint("subject_id", "person_id"),
        CheckConstraint("from_day <= until_day", name="ends_after_it_begins"),
    )

    id: Mapped[Id]
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    from_day: Mapped[date]
    until_day: Mapped[date]
    is_external: Mapped[bool] = mapped_column(default=False)  # reads on the web only

    subject: Mapped[Subject] = relationship()
    person: Mapped[Person] = relationship()
