"""How long each kind of data is kept, what stops erasing, and what was erased."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback.models.base import Base, Id, Prose
from feedback.models.campaigns import Campaign
from feedback.models.people import Department


class RetentionRule(Base):
    """How many days a department keeps one kind of data after a campaign, and who decided so.

    A department without a rule for a kind has the default that stands in the code.
    """

    __tablename__ = "retention_rule"
    __table_args__ = (CheckConstraint("days >= 0", name="days_counted"),)

    department_id: Mapped[UUID] = mapped_column(ForeignKey("department.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    days: Mapped[int]
    decision: Mapped[str] = mapped_column(Prose)  # as in the plan of documents: where to read it

    department: Mapped[Department] = relationship()


class ErasureStop(Base):
    """A stop on erasing: of a campaign, a department, or everything. Lifted ones are kept."""

    __tablename__ = "erasure_stop"
    __table_args__ = (
        CheckConstraint("department_id IS NULL OR campaign_id IS NULL", name="one_scope"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="lifted_by_somebody"),
    )

    id: Mapped[Id]
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("department.id"), index=True)
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    reason: Mapped[str] = mapped_column(Prose)
    set_by: Mapped[str]
    since: Mapped[datetime]
    lifted_by: Mapped[str | None]
    lifted_at: Mapped[datetime | None]

    department: Mapped[Department | None] = relationship()
    campaign: Mapped[Campaign | None] = relationship()


class Erasure(Base):
    """One line of the protocol: how much of which kind was erased, of what, on which ground."""

    __tablename__ = "erasure"
    __table_args__ = (CheckConstraint("count > 0", name="something_went"),)

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("department.id"), index=True)
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"))
    kind: Mapped[str]
    count: Mapped[int]
    ended_on: Mapped[date]  # what the days are counted from
    days: Mapped[int]
    decision: Mapped[str] = mapped_column(Prose)

    department: Mapped[Department | None] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
