"""What a programme teaches: its modules, and each occasion on which a cohort met one."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback.models.base import Base, Id, Name, Prose
from feedback.models.cohorts import Cohort
from feedback.models.people import Person


class CourseModule(Base):
    """A part of a programme that is held once for each cohort, and who holds it."""

    __tablename__ = "course_module"
    __table_args__ = (UniqueConstraint("programme_id", "name"),)

    id: Mapped[Id]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"))
    name: Mapped[Name]
    position: Mapped[int] = mapped_column(default=0)
    consultant_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)

    consultant: Mapped[Person | None] = relationship()


class CourseOccasion(Base):
    """A module for a cohort on a day."""

    __tablename__ = "occasion"
    __table_args__ = (UniqueConstraint("module_id", "cohort_id", "day"),)

    id: Mapped[Id]
    module_id: Mapped[UUID] = mapped_column(ForeignKey("course_module.id"))
    cohort_id: Mapped[UUID] = mapped_column(ForeignKey("cohort.id"), index=True)
    day: Mapped[date]
    altered: Mapped[str] = mapped_column(Prose, default="")  # since the occasion before

    module: Mapped[CourseModule] = relationship()
    cohort: Mapped[Cohort] = relationship()
