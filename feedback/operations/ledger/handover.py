"""Claim a mail, hand it over, mark what became of it: it is never sent twice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, bindparam, delete, literal_column, or_, select, update

from feedback.models import Campaign, Mail, MailHold, MailState
from feedback.operations.ledger.holding import IS_FREE, KEYS_AWAY, LONGEST_REST
from feedback.operations.ledger.names import ALARMS, BLIND, DIGESTS, TOGETHER

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import BindParameter
    from sqlalchemy.orm import Session

LONGEST_HANDOVER: Final = timedelta(minutes=15)
"""A claim older than this was left by a crash: every wait on the way out is shorter."""

BACK_OFF: Final = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720))
"""How long to wait after each postponement; then the mail has failed."""

# Statements of each single mail are built once: to build one takes longer than to ask it.
_NOW: Final[BindParameter[datetime]] = bindparam("now")
_HOLD: Final = select(MailHold.id).where(  # as `holding.held_since`
    or_(
        MailHold.retry_at.is_(None),
        and_(MailHold.retry_at > _NOW, MailHold.retry_at <= bindparam("far")),
    )
)
MAY_LEAVE: Final = or_(
    and_(IS_FREE, ~_HOLD.exists()),
    # A hold that only waits for the keys lets alarms pass.
    and_(Mail.kind.in_(ALARMS), ~_HOLD.where(MailHold.reason != KEYS_AWAY).exists()),
)
"""That no hold keeps a mail at the moment `now`; `far` is as long after as a server may rest."""

_CLAIM: Final = (
    update(Mail)
    .where(Mail.id == bindparam("mail_id"), Mail.state == MailState.QUEUED, MAY_LEAVE)
    .values(
        state=MailState.SENDING,
        claimed_at=_NOW,
        attempts=Mail.attempts + 1,
        sent_with_id=bindparam("with_id"),
    )
)
_DUE_TO_ONE: Final = (
    select(Mail.id)
    .join(Mail.campaign)
    .where(
        Mail.person_id == bindparam("to_id"),
        Mail.kind == bindparam("of_kind"),
        Mail.state == MailState.QUEUED,
        Mail.due_at <= _NOW,
        # A rehearsal's mail goes to whoever rehearses, so nothing real may leave with it.
        ~Campaign.is_rehearsal,
    )
    .order_by(Mail.due_at, Mail.id)
)
_ALIKE: Final = _DUE_TO_ONE.where(Campaign.programme_id == bindparam("within_id"))
_MARK_SENT: Final = (
    update(Mail)
    .where(Mail.id == bindparam("mail_id"))
    .values(state=MailState.SENT, sent_at=_NOW, error="")
)


def moment_of(now: datetime) -> dict[str, datetime]:
    """Return what `MAY_LEAVE` asks of the clock."""
    return {"now": now, "far": now + LONGEST_REST}


def claim(
    session: Session, mail_id: UUID, *, now: datetime, sent_with_id: UUID | None = None
) -> bool:
    """Claim a mail for hand-over; False if another worker was first or mail is on hold.

    Commit before handing over: a crash in between is then seen as uncertain.
    """
    session.flush()
    facts = {"mail_id": mail_id, "with_id": sent_with_id, **moment_of(now)}
    return session.connection().execute(_CLAIM, facts).rowcount == 1


def claim_alike(session: Session, mail: Mail, *, now: datetime) -> list[Mail]:
    """Claim what is due to the same person of the same kind from the programme's other waves.

    Of a digest it is what is due of all programmes. They leave in one message with the mail
    that was claimed, in the same transaction: after a crash each of them is uncertain.
    """
    if mail.kind not in TOGETHER | DIGESTS or mail.campaign is None or mail.campaign.is_rehearsal:
        return []
    facts = {"to_id": mail.person_id, "of_kind": mail.kind, "now": now}
    if mail.kind in DIGESTS:
        alike = session.connection().scalars(_DUE_TO_ONE, facts)
    else:
        facts["within_id"] = mail.campaign.programme_id
        alike = session.connection().scalars(_ALIKE, facts)
    claimed = [one for one in alike if claim(session, one, now=now, sent_with_id=mail.id)]
    return [session.get_one(Mail, one) for one in claimed]


def mark_sent(session: Session, mail_id: UUID, *, now: datetime) -> None:
    """Note that the mail was handed over."""
    session.connection().execute(_MARK_SENT, {"mail_id": mail_id, "now": now})


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


def give_back(
    session: Session,
    mail_id: UUID,
    reason: str,
    *,
    now: datetime,
    after: timedelta = BACK_OFF[0],
) -> None:
    """Put a mail back that could not leave through no fault of its own: it counts as no try."""
    _mark(
        session,
        mail_id,
        state=MailState.QUEUED,
        due_at=now + after,
        claimed_at=None,
        attempts=Mail.attempts - 1,
        error=reason,
    )


def drop(session: Session, mail_id: UUID) -> None:
    """Remove a mail that has become pointless before it left."""
    session.execute(delete(Mail).where(Mail.id == mail_id))


def find_uncertain(session: Session, *, now: datetime) -> None:
    """Turn what a crash left `sending` into uncertain; a blind mail is over, whatever became."""
    left = update(Mail).where(
        Mail.state == literal_column("'sending'"),  # as its index says it
        Mail.claimed_at < now - LONGEST_HANDOVER,
    )
    reason = "the worker stopped during hand-over"
    session.execute(
        left.where(Mail.kind.not_in(BLIND)).values(state=MailState.UNCERTAIN, error=reason)
    )
    session.execute(left.where(Mail.kind.in_(BLIND)).values(state=MailState.SENT))


def _mark(session: Session, mail_id: UUID, **values: object) -> None:
    session.execute(
        update(Mail).where(Mail.id == mail_id).values(**values),
        execution_options={"synchronize_session": False},
    )
