"""What those in a programme set going at home, and how far each thing has come."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback.models.base import Base, Id, Name, Prose, is_one_of
from feedback.models.people import Person
from feedback.models.workplaces import Workplace


class InitiativeStatus(StrEnum):
    """How far an initiative has come."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


class Initiative(Base):
    """One thing that somebody set going; of a plan it holds the words that were added, no more."""

    __tablename__ = "initiative"
    __table_args__ = (CheckConstraint(is_one_of("status", InitiativeStatus), name="status_known"),)

    id: Mapped[Id]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    title: Mapped[Name]
    workplace_id: Mapped[UUID | None] = mapped_column(ForeignKey("workplace.id"))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    # The action of a plan that it came from: a plan that goes takes nothing with it.
    action_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("action.id", ondelete="SET NULL"), index=True
    )
    status: Mapped[InitiativeStatus] = mapped_column(default=InitiativeStatus.PLANNED)
    status_on: Mapped[date]  # when the status was last told
    started_on: Mapped[date | None]
    follow_up_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(Prose, default="")

    workplace: Mapped[Workplace | None] = relationship()
    owner: Mapped[Person | None] = relationship()
