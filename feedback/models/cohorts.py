"""Cohorts of a programme, and who belonged to which at first."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback.models.base import Base, Id, Name
from feedback.models.people import Person
from feedback.models.teams import Team
from feedback.models.workplaces import Workplace


class Cohort(Base):
    """Those who go through a programme together, in a period that may not be settled yet."""

    __tablename__ = "cohort"
    __table_args__ = (
        UniqueConstraint("programme_id", "name"),
        UniqueConstraint("programme_id", "id"),  # for the key of its memberships
        CheckConstraint("ends_on >= begins_on", name="ends_after_it_begins"),
    )

    id: Mapped[Id]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"))
    name: Mapped[Name]
    begins_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)  # among the cohorts of the programme

    memberships: Mapped[list[Membership]] = relationship(back_populates="cohort")


class Membership(Base):
    """Where somebody in a programme belonged when they were first put there; it never moves.

    What a programme gave is reckoned by it, also for those who have changed since.
    """

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("programme_id", "person_id"),
        ForeignKeyConstraint(["programme_id", "cohort_id"], ["cohort.programme_id", "cohort.id"]),
    )

    id: Mapped[Id]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"))
    cohort_id: Mapped[UUID] = mapped_column(index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    workplace_id: Mapped[UUID | None] = mapped_column(ForeignKey("workplace.id"))
    level: Mapped[Name] = mapped_column(default="")  # of management, in the organisation's words

    cohort: Mapped[Cohort] = relationship(back_populates="memberships")
    person: Mapped[Person] = relationship()
    team: Mapped[Team | None] = relationship()
    workplace: Mapped[Workplace | None] = relationship()
