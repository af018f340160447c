"""Programmes, their campaigns, and the subjects of a campaign."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship, validates

from feedback.errors import StateError
from feedback.models.base import Base, Id
from feedback.models.people import Person, Unit

if TYPE_CHECKING:
    from feedback.models.raters import Invitation, Rater  # noqa: TC004 - SQLAlchemy resolves it by name; importing would be a circle


class State(StrEnum):
    """Where a campaign is in its life."""

    DRAFT = "draft"
    NOMINATING = "nominating"
    LAUNCHING = "launching"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    ERASED = "erased"
    CANCELLED = "cancelled"
    LOST = "lost"


def _state_column() -> Enum:
    return Enum(
        State,
        native_enum=False,
        create_constraint=True,
        length=12,
        values_callable=lambda e: [s.value for s in e],
    )


BEFORE_LAUNCH: Final = frozenset({State.DRAFT, State.NOMINATING})
"""The states in which survey, k, policy and purpose may still change."""


class Programme(Base):
    """What campaigns belong to: a survey, a policy, a purpose, waves."""

    __tablename__ = "programme"
    __table_args__ = (
        UniqueConstraint("unit_id", "name"),
        CheckConstraint("k BETWEEN 3 AND 10", name="k_in_range"),
        CheckConstraint("policy IN ('merge', 'drop')", name="policy_known"),
    )

    id: Mapped[Id]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str]
    survey_id: Mapped[str]
    purpose: Mapped[str] = mapped_column(Text)
    k: Mapped[int] = mapped_column(default=3)
    policy: Mapped[str] = mapped_column(default="merge")

    unit: Mapped[Unit] = relationship()
    campaigns: Mapped[list[Campaign]] = relationship(back_populates="programme")


class Campaign(Base):
    """One run of a survey. Survey, k, policy and purpose are frozen at launch."""

    __tablename__ = "campaign"
    __table_args__ = (
        UniqueConstraint("programme_id", "name"),
        CheckConstraint("k BETWEEN 3 AND 10", name="k_in_range"),
        CheckConstraint("policy IN ('merge', 'drop')", name="policy_known"),
        CheckConstraint(
            "state NOT IN ('open', 'closing') OR public_key IS NOT NULL", name="open_has_a_key"
        ),
        CheckConstraint("kind IN ('full', 'pulse')", name="kind_known"),
        CheckConstraint(
            "NOT is_rehearsal OR rehearsal_address IS NOT NULL", name="rehearsal_has_an_address"
        ),
    )

    id: Mapped[Id]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    name: Mapped[str]
    state: Mapped[State] = mapped_column(_state_column(), default=State.DRAFT)
    survey_json: Mapped[str] = mapped_column(Text)
    k: Mapped[int]
    policy: Mapped[str]
    purpose: Mapped[str] = mapped_column(Text)
    last_day: Mapped[date]
    kind: Mapped[str] = mapped_column(default="full")  # a pulse asks again about a few behaviours
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"))  # a pulse's own
    is_rehearsal: Mapped[bool] = mapped_column(default=False)
    rehearsal_address: Mapped[str | None]  # where every mail of a rehearsal goes
    launch_at: Mapped[datetime | None]  # asked for; until then it can be undone
    public_key: Mapped[bytes | None]
    launched_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    is_scrubbed: Mapped[bool] = mapped_column(default=False)  # its files, after close

    programme: Mapped[Programme] = relationship(back_populates="campaigns")
    subjects: Mapped[list[Subject]] = relationship(back_populates="campaign")
    raters: Mapped[list[Rater]] = relationship(back_populates="campaign")

    @validates("survey_json", "k", "policy", "purpose")
    def _frozen_at_launch(self, field: str, value: str | int) -> str | int:
        """Refuse what would break what raters were told when they were asked."""
        is_stored = object_session(self) is not None and self.id is not None
        if is_stored and self.state not in BEFORE_LAUNCH and value != getattr(self, field):
            message = f"{field} is frozen at launch."
            raise StateError(message)
        return value


class Subject(Base):
    """Whom a campaign is about, and to whom the release has been shared."""

    __tablename__ = "subject"
    __table_args__ = (UniqueConstraint("campaign_id", "person_id"),)

    id: Mapped[Id]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    coach_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    approver_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str] = mapped_column(default="")
    unit_name: Mapped[str] = mapped_column(default="")
    shared_with_coach_at: Mapped[datetime | None]
    shared_with_leader_at: Mapped[datetime | None]
    coach_access_ended_at: Mapped[datetime | None]
    coach_access_until: Mapped[date | None]  # compulsory for a coach from outside
    talk_at: Mapped[datetime | None]  # when coach and leader meet

    campaign: Mapped[Campaign] = relationship(back_populates="subjects")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    coach: Mapped[Person | None] = relationship(foreign_keys=[coach_id])
    approver: Mapped[Person | None] = relationship(foreign_keys=[approver_id])
    invitations: Mapped[list[Invitation]] = relationship(back_populates="subject")
