"""Surveys that a department made from others: every version as the file that it was."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback.models.base import Base, Id, Moment, Prose
from feedback.models.people import Department


class StoredSurvey(Base):
    """A department's own survey; what it asks stands in its versions."""

    __tablename__ = "survey"

    id: Mapped[Id]
    department_id: Mapped[UUID] = mapped_column(ForeignKey("department.id"), index=True)
    origin: Mapped[str]  # the id of the survey that it was copied from

    department: Mapped[Department] = relationship()
    versions: Mapped[list[SurveyVersion]] = relationship(
        back_populates="survey", order_by="SurveyVersion.number"
    )

    @property
    def newest(self) -> SurveyVersion:
        """Its version of today."""
        return self.versions[-1]


class SurveyVersion(Base):
    """A survey as it was from one change to the next; a version never changes."""

    __tablename__ = "survey_version"
    __table_args__ = (CheckConstraint("number >= 1", name="number_from_one"),)

    survey_id: Mapped[UUID] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Prose)  # YAML, checked as a file is
    changed: Mapped[str]  # which part: "item sak_lugn"; "survey" in the first
    at: Mapped[Moment]
    author: Mapped[str]  # an address; empty once the log of that day is gone

    survey: Mapped[StoredSurvey] = relationship(back_populates="versions")
