"""Erase what joined answers to people: the ballot box, drafts, bands and reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select, text

from feedback.models import (
    Answered,
    Campaign,
    Declined,
    Draft,
    Envelope,
    Invitation,
    Mail,
    ProgressBand,
    Subject,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.database import Database

REMINDER: Final = "reminder"
_SCRUBBED_TABLES: Final = ("envelope", "answered", "draft", "declined", "progress_band", "mail")
_CHECKPOINT_TRIES: Final = 50


class WalNotEmptyError(Exception):
    """Somebody kept reading: the write-ahead log could not be emptied; try again."""


def erase_ballot_box(session: Session, campaign: Campaign) -> None:
    """Delete envelopes, answered, drafts, declines, bands and reminders of a campaign."""
    subjects = select(Subject.id).where(Subject.campaign_id == campaign.id)
    invitations = select(Invitation.id).where(Invitation.subject_id.in_(subjects))
    session.execute(delete(Envelope).where(Envelope.campaign_id == campaign.id))
    for table in (Answered, Draft, Declined):
        session.execute(delete(table).where(table.invitation_id.in_(invitations)))
    session.execute(delete(ProgressBand).where(ProgressBand.subject_id.in_(subjects)))
    session.execute(delete(Mail).where(Mail.campaign_id == campaign.id, Mail.kind == REMINDER))


def scrub(database: Database) -> None:
    """Remove deleted rows from the database's files; may be repeated at any time."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not database.is_sqlite:
            for table in _SCRUBBED_TABLES:
                connection.execute(text(f"VACUUM (FULL) {table}"))
            return
        for _ in range(_CHECKPOINT_TRIES):
            busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            if not busy:
                return
    raise WalNotEmptyError
