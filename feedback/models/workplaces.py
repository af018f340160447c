"""The tree of workplaces of a programme, from the organisation to where somebody works."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback.models.base import Base, Id, Name
from feedback.models.people import Person


class Workplace(Base):
    """A node of the tree: known by its code, read by its path from the top.

    Two campaigns are compared at a node only where both had its code and its name; what a
    campaign asked about stands in its subjects, so that the tree may change meanwhile.
    """

    __tablename__ = "workplace"
    __table_args__ = (
        UniqueConstraint("programme_id", "code"),
        UniqueConstraint("programme_id", "path"),
        UniqueConstraint("programme_id", "id"),  # for the key of its children, below
        # Above it stands a node of the same programme.
        ForeignKeyConstraint(
            ["programme_id", "parent_id"], ["workplace.programme_id", "workplace.id"]
        ),
        CheckConstraint("parent_id <> id", name="is_not_above_itself"),
    )

    id: Mapped[Id]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"))
    parent_id: Mapped[UUID | None] = mapped_column(index=True)  # the top has none
    code: Mapped[str]
    name: Mapped[Name]
    path: Mapped[Name]  # the names from the top down, with " / " between them
    head_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    unnamed: Mapped[int] = mapped_column(default=0)
    """How many work here of whom nothing is kept: their identities are protected."""

    head: Mapped[Person | None] = relationship()


class Employee(Base):
    """Where somebody works, as the newest staff list says; a head where they are counted.

    A head is one of the leaders and staff of the workplace above the one that they lead.
    """

    __tablename__ = "employee"
    __table_args__ = (
        UniqueConstraint("programme_id", "person_id"),
        ForeignKeyConstraint(
            ["programme_id", "workplace_id"], ["workplace.programme_id", "workplace.id"]
        ),
    )

    id: Mapped[Id]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"))
    workplace_id: Mapped[UUID] = mapped_column(index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)

    workplace: Mapped[Workplace] = relationship()
    person: Mapped[Person] = relationship()
