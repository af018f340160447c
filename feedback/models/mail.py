"""The mail ledger: one row a person, kind and occasion; text and link are never stored."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Enum,
    ForeignKey,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback.models.base import Base, Id, Prose, values_of
from feedback.models.campaigns import Campaign
from feedback.models.mail_occasions import MailOccasion, OccasionText
from feedback.models.people import Person

_QUEUED = "state = 'queued' AND kind"
_BLIND = "('reminder', 'reminder-several')"


def _index_where(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


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
        # What leaves next, seen or blind, is the first row of one of these, and a crash left
        # what is in the third. One of all states would be taken instead, and all in it sorted.
        _index_where("ix_mail_seen_due", "due_at", "id", where=f"{_QUEUED} NOT IN {_BLIND}"),
        _index_where("ix_mail_blind_due", "due_at", "id", where=f"{_QUEUED} IN {_BLIND}"),
        _index_where("ix_mail_sending", "claimed_at", where="state = 'sending'"),
        Index("ix_mail_claimed_at", "claimed_at"),
    )

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    kind: Mapped[str]
    occasion: Mapped[MailOccasion] = mapped_column(OccasionText)
    state: Mapped[MailState] = mapped_column(
        Enum(
            MailState,
            native_enum=False,
            create_constraint=True,
            length=12,
            values_callable=values_of,
        ),
        default=MailState.QUEUED,
    )
    due_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Prose, default="")
    # The row whose message this one went out in: no foreign key, for rows go one by one.
    sent_with_id: Mapped[UUID | None]

    person: Mapped[Person] = relationship()
    campaign: Mapped[Campaign | None] = relationship()


class MailHold(Base):
    """Whether all mail waits: one row, set by hand, after a restore or by the mail server.

    After a restore somebody must first compare the ledger with the mail server's log, so
    only an operator may let the mail go again.
    """

    __tablename__ = "mail_hold"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1, autoincrement=False)
    reason: Mapped[str] = mapped_column(Prose)
    since: Mapped[datetime]
    set_by: Mapped[str] = mapped_column(default="")
    needs_operator: Mapped[bool] = mapped_column(default=False)
    # The numbers of what the mail server said, where it was the one to stop ...
    answer: Mapped[str] = mapped_column(Prose, default="", server_default="")
    # ... and when to try again by ourselves.
    retry_at: Mapped[datetime | None]


class ReminderRun(Base):
    """That a campaign's reminders of a day are decided: one row, whoever gets one, or nobody.

    Whoever is added or moved later that day gets none: a second run would tell by whom it
    leaves out who had answered before the first.
    """

    __tablename__ = "reminder_run"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class LatestClaim(Base):
    """When a mail was last claimed for hand-over: one row, compared with a file beside the keys.

    A database that knows of an earlier claim than the file was restored from a backup. It is
    a moment and no count: a count would tell how many got a reminder.
    """

    __tablename__ = "latest_claim"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1, autoincrement=False)
    at: Mapped[datetime]


class MailText(Base):
    """A letter that was written for a programme, in place of the standard one."""

    __tablename__ = "mail_text"

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(Prose)
    body: Mapped[str] = mapped_column(Prose)


class MailCorrection(Base):
    """A letter to exactly those whom a batch of mail went to, to put something right."""

    __tablename__ = "mail_correction"

    id: Mapped[Id]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    kind: Mapped[str]  # of the batch
    day: Mapped[date]  # that the batch went on
    subjects: Mapped[dict[str, str]] = mapped_column(JSON)  # by language
    bodies: Mapped[dict[str, str]] = mapped_column(JSON)
