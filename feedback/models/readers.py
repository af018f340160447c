"""Who reads about a subject that is no person, as of the day its campaign was launched."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from feedback.models.base import Base


class SubjectReader(Base):
    """That a report is for somebody; whoever comes or leaves after the launch changes nothing.

    A leader needs no row: what is said about a person is for that person.
    """

    __tablename__ = "subject_reader"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
