"""What a leader makes of a report: marks, a plan that is followed, and thanks.

Nothing here knows of a rater: the thanks go to all who were asked, answered or not.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback.models.base import Base, Id, Prose
from feedback.models.campaigns import Subject
from feedback.models.people import Person


class Mark(Base):
    """What a leader marked in a report while reading, by item or trait."""

    __tablename__ = "mark"
    __table_args__ = (CheckConstraint("kind IN ('focus', 'proud', 'ask')", name="kind_known"),)

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]


class Plan(Base):
    """A leader's plan; it may stand on a report or on none."""

    __tablename__ = "plan"

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    subject_id: Mapped[UUID | None] = mapped_column(ForeignKey("subject.id"), unique=True)
    survey_json: Mapped[str | None] = mapped_column(Prose)  # for its traits and suggestions
    begun_at: Mapped[datetime]
    follow_up_on: Mapped[date | None]

    person: Mapped[Person] = relationship()
    subject: Mapped[Subject | None] = relationship()
    goals: Mapped[list[Goal]] = relationship(
        back_populates="plan", order_by="Goal.position", cascade="all, delete-orphan"
    )
    entries: Mapped[list[PlanEntry]] = relationship(
        order_by="PlanEntry.at", cascade="all, delete-orphan"
    )
    readers: Mapped[list[PlanReader]] = relationship(
        back_populates="plan", order_by="PlanReader.since", cascade="all, delete-orphan"
    )


class Goal(Base):
    """What the leader wants: a strength to use, or a behaviour to change."""

    __tablename__ = "goal"
    __table_args__ = (CheckConstraint("kind IN ('use', 'change')", name="kind_known"),)

    id: Mapped[Id]
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    about: Mapped[str] = mapped_column(default="")  # the key of a trait or an item
    text: Mapped[str] = mapped_column(Prose)

    plan: Mapped[Plan] = relationship(back_populates="goals")
    actions: Mapped[list[Action]] = relationship(
        back_populates="goal", order_by="Action.position", cascade="all, delete-orphan"
    )


class Action(Base):
    """One thing to do for a goal, and what came of it."""

    __tablename__ = "action"
    __table_args__ = (CheckConstraint("state IN ('planned', 'done', 'dropped')", name="known"),)

    id: Mapped[Id]
    goal_id: Mapped[UUID] = mapped_column(ForeignKey("goal.id"), index=True)
    position: Mapped[int]
    what: Mapped[str] = mapped_column(Prose)
    first_step: Mapped[str] = mapped_column(Prose, default="")
    with_whom: Mapped[str] = mapped_column(Prose, default="")
    notice: Mapped[str] = mapped_column(Prose, default="")
    support: Mapped[str] = mapped_column(Prose, default="")
    by_when: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="planned")
    reflection: Mapped[str] = mapped_column(Prose, default="")

    goal: Mapped[Goal] = relationship(back_populates="actions")


class PlanEntry(Base):
    """One line of a plan's history: what was written or changed, in the words it had then."""

    __tablename__ = "plan_entry"

    id: Mapped[Id]
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    at: Mapped[datetime]
    event: Mapped[str]
    text: Mapped[str] = mapped_column(Prose, default="")


class PlanReader(Base):
    """Somebody whom the leader lets read the plan: coach, manager or a peer."""

    __tablename__ = "plan_reader"
    __table_args__ = (
        UniqueConstraint("plan_id", "person_id"),
        CheckConstraint("relation IN ('coach', 'manager', 'peer')", name="relation_known"),
    )

    id: Mapped[Id]
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    relation: Mapped[str]
    since: Mapped[datetime]

    plan: Mapped[Plan] = relationship(back_populates="readers")
    person: Mapped[Person] = relationship()


class Thanks(Base):
    """The leader's thanks to all who were asked: written once, mailed to each alike."""

    __tablename__ = "thanks"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Prose)
    at: Mapped[datetime]
