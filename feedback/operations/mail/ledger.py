"""The mail ledger: a mail is queued once, claimed, handed over, marked; never sent twice.

A row says whom, what kind and which occasion; text and link are made at hand-over and
stored nowhere. A row found `sending` after a crash is uncertain: nobody can know whether
the mail left, so it is shown and never sent again by itself.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from feedback.models import Campaign, Mail, MailState
from feedback.operations.mail.holding import IS_FREE, held_since

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import CursorResult
    from sqlalchemy.orm import Session

    from feedback.mail.hours import MailHours
    from feedback.models import Person

INVITATION: Final = "invitation"
INVITATIONS: Final = "invitation-several"
REMINDER: Final = "reminder"
REMINDERS: Final = "reminder-several"
LEADER_MOVED: Final = "leader-moved"
REPORT_SHARED_COACH: Final = "report-shared-coach"
REPORT_SHARED_LEADER: Final = "report-shared-leader"
COACH_NAMED: Final = "coach-named"
CAMPAIGN_LOST: Final = "campaign-lost"
CORRECTION: Final = "correction"
TEST: Final = "test"

BLIND: Final = frozenset({REMINDER, REMINDERS})
"""Kinds that go to the unfinished only: no page, count, log or export may show a row of them."""

TOGETHER: Final = frozenset({INVITATION, REMINDER})
"""Kinds of which a person gets one mail for all waves of a programme that are due."""

PROMPT: Final = frozenset({TEST, COACH_NAMED})
"""Kinds that leave at any hour: somebody waits for them, or must be told at once."""

LONGEST_HANDOVER: Final = timedelta(minutes=15)
"""A claim older than this was left by a crash: every wait on the way out is shorter."""

BACK_OFF: Final = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720))
"""How long to wait after each postponement; then the mail has failed."""

_ROWS_AT_ONCE: Final = 500


def queue_mail(
    session: Session,
    person: Person,
    kind: str,
    occasion: str,
    *,
    campaign: Campaign | None = None,
    due_at: datetime,
) -> None:
    """Queue one mail; a second of the same kind and occasion is the same mail."""
    queue_mails(session, [person.id], kind, occasion, campaign=campaign, due_at=due_at)


def queue_mails(
    session: Session,
    person_ids: Iterable[UUID],
    kind: str,
    occasion: str,
    *,
    campaign: Campaign | None = None,
    due_at: datetime,
) -> None:
    """Queue the same mail to many; whoever has it already is left out."""
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    rows = [
        {
            "person_id": person_id,
            "campaign_id": campaign.id if campaign else None,
            "kind": kind,
            "occasion": occasion,
            "due_at": due_at,
        }
        for person_id in person_ids
    ]
    session.flush()
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        session.execute(insert(Mail).on_conflict_do_nothing(), rows[start : start + _ROWS_AT_ONCE])


def drop_waiting_mail(session: Session, campaign: Campaign, person: Person) -> None:
    """Drop what a person has not been sent yet in a campaign."""
    session.execute(
        delete(Mail).where(
            Mail.campaign_id == campaign.id,
            Mail.person_id == person.id,
            Mail.state == MailState.QUEUED,
        )
    )


def next_due(session: Session, *, now: datetime, hours: MailHours) -> UUID | None:
    """Return the mail that has waited longest and is not on hold.

    Outside of working hours only what somebody sits waiting for is due.
    """
    if held_since(session) is not None:
        return None
    due = select(Mail.id).where(Mail.state == MailState.QUEUED, Mail.due_at <= now, IS_FREE)
    if not hours.is_open(now):
        due = due.where(Mail.kind.in_(PROMPT))
    return session.scalar(due.order_by(Mail.due_at, Mail.id).limit(1))


def claim(
    session: Session, mail_id: UUID, *, now: datetime, sent_with_id: UUID | None = None
) -> bool:
    """Claim a mail for hand-over; False if another worker was first or mail is on hold.

    Commit before handing over: a crash in between is then seen as uncertain.
    """
    if held_since(session) is not None:
        return False
    result = session.execute(
        update(Mail)
        .where(Mail.id == mail_id, Mail.state == MailState.QUEUED, IS_FREE)
        .values(
            state=MailState.SENDING,
            claimed_at=now,
            attempts=Mail.attempts + 1,
            sent_with_id=sent_with_id,
        )
    )
    return cast("CursorResult[Any]", result).rowcount == 1


def claim_alike(session: Session, mail: Mail, *, now: datetime) -> list[Mail]:
    """Claim what is due to the same person of the same kind from the programme's other waves.

    They leave in one message with the mail that was claimed, in the same transaction: after
    a crash each of them is uncertain.
    """
    if mail.kind not in TOGETHER or mail.campaign_id is None:
        return []
    programme = select(Campaign.programme_id).where(Campaign.id == mail.campaign_id)
    # A rehearsal's mail goes to whoever rehearses, so nothing real may leave with it.
    waves = select(Campaign.id).where(
        Campaign.programme_id == programme.scalar_subquery(), ~Campaign.is_rehearsal
    )
    if session.get_one(Campaign, mail.campaign_id).is_rehearsal:
        return []
    alike = session.scalars(
        select(Mail)
        .where(
            Mail.person_id == mail.person_id,
            Mail.kind == mail.kind,
            Mail.state == MailState.QUEUED,
            Mail.due_at <= now,
            Mail.campaign_id.in_(waves),
        )
        .order_by(Mail.due_at, Mail.id)
    ).all()
    return [one for one in alike if claim(session, one.id, now=now, sent_with_id=mail.id)]


def mark_sent(session: Session, mail_id: UUID, *, now: datetime) -> None:
    """Note that the mail was handed over."""
    _mark(session, mail_id, state=MailState.SENT, sent_at=now, error="")


def mark_failed(session: Session, mail_id: UUID, reason: str) -> None:
    """Note that the address or the mail was refused for good."""
    _mark(session, mail_id, state=MailState.FAILED, error=reason)


def mark_uncertain(session: Session, mail_id: UUID, reason: str) -> None:
    """Note that nobody can know whether the mail left; it is never sent again by itself."""
    _mark(session, mail_id, state=MailState.UNCERTAIN, error=reason)


def postpone(session: Session, mail_id: UUID, reason: str, *, now: datetime) -> None:
    """Put a mail back that surely did not leave; after the last try it has failed."""
    mail = session.get(Mail, mail_id)
    if mail is None:
        return
    tries = mail.attempts
    if tries > len(BACK_OFF):
        mark_failed(session, mail_id, reason)
        return
    due_at = now + BACK_OFF[tries - 1]
    _mark(session, mail_id, state=MailState.QUEUED, due_at=due_at, claimed_at=None, error=reason)


def give_back(session: Session, mail_id: UUID, reason: str, *, now: datetime) -> None:
    """Put a mail back that no server was there to take; it does not count as a try."""
    _mark(
        session,
        mail_id,
        state=MailState.QUEUED,
        due_at=now + BACK_OFF[0],
        claimed_at=None,
        attempts=Mail.attempts - 1,
        error=reason,
    )


def drop(session: Session, mail_id: UUID) -> None:
    """Remove a mail that has become pointless before it left."""
    session.execute(delete(Mail).where(Mail.id == mail_id))


def find_uncertain(session: Session, *, now: datetime) -> None:
    """Turn what a crash left `sending` into uncertain."""
    session.execute(
        update(Mail)
        .where(Mail.state == MailState.SENDING, Mail.claimed_at < now - LONGEST_HANDOVER)
        .values(state=MailState.UNCERTAIN, error="the worker stopped during hand-over")
    )


def resend(session: Session, mail: Mail, *, now: datetime) -> None:
    """Queue a failed or uncertain mail again, because a person decided so."""
    if mail.state in (MailState.FAILED, MailState.UNCERTAIN):
        mail.state, mail.due_at, mail.attempts, mail.claimed_at = MailState.QUEUED, now, 0, None
        session.flush()


def listed_mails(session: Session, *, states: Iterable[MailState] = MailState) -> list[Mail]:
    """Return the mails that may be shown, newest last: never a reminder.

    Who gets a reminder has not finished, and that nobody may know.
    """
    return list(
        session.scalars(
            select(Mail)
            .where(Mail.kind.not_in(BLIND), Mail.state.in_(list(states)))
            .order_by(Mail.due_at, Mail.id)
        )
    )


def _mark(session: Session, mail_id: UUID, **values: object) -> None:
    session.execute(update(Mail).where(Mail.id == mail_id).values(**values))
