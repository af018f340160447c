"""The mail ledger: one row a person, kind and occasion; text and link are never stored."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback.models.base import Base, Id
from feedback.models.people import Person


class MailState(StrEnum):
    """How far a mail has come; a row found `sending` after a crash is uncertain."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class Mail(Base):
    """One mail to one person, once."""

    __tablename__ = "mail"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "occasion"),
        Index("ix_mail_state_due", "state", "due_at"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    kind: Mapped[str]
    occasion: Mapped[str]
    state: Mapped[MailState] = mapped_column(
        Enum(
            MailState,
            native_enum=False,
            create_constraint=True,
            length=12,
            values_callable=lambda e: [s.value for s in e],
        ),
        default=MailState.QUEUED,
    )
    due_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person] = relationship()


class MailHold(Base):
    """Whether all mail waits: one row, set by hand or after a restore."""

    __tablename__ = "mail_hold"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1, autoincrement=False)
    reason: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime]
