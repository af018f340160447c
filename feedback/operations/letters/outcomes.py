"""What became of a message at hand-over, and what follows for it and for all others."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.mail import (
    MailError,
    MailPostponedError,
    MailRefusedError,
    MailUncertainError,
    SendingStoppedError,
    ServerUnreachableError,
)
from feedback.models import Mail, MailState
from feedback.operations import ledger
from feedback.operations.ledger import holding
from feedback.operations.letters import blind
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from email.message import EmailMessage
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.mail import Transport


class Outcome(StrEnum):
    """What became of a mail at hand-over."""

    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    POSTPONED = "postponed"
    UNREACHABLE = "no server"
    STOPPED = "server takes no more"


ENDING: Final = frozenset({Outcome.UNREACHABLE, Outcome.STOPPED})
"""After these the others would fare no better."""

CUT_OFF: Final = Phrase(
    "The mail server broke off several mails in a row at their end. Compare with its log whether "
    "they arrived before mail goes again."
)

_OUTCOMES: Final[dict[type[MailError], Outcome]] = {
    MailRefusedError: Outcome.FAILED,
    MailUncertainError: Outcome.UNCERTAIN,
    MailPostponedError: Outcome.POSTPONED,
    ServerUnreachableError: Outcome.UNREACHABLE,
    SendingStoppedError: Outcome.STOPPED,
}
_MOST_UNCERTAIN: Final = 3
_SERVERS_WORD: Final = (MailState.SENT, MailState.FAILED, MailState.UNCERTAIN)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a message, and the server's word for it."""

    outcome: Outcome
    error: MailError | None = None

    @property
    def reason(self) -> str:
        """What the server said."""
        return str(self.error or "")


def hand_over(transport: Transport, message: EmailMessage, *, is_blind: bool) -> Result:
    """Hand a message over, and say what became of it."""
    try:
        transport.send(message)
    except MailError as error:
        return Result(_OUTCOMES[type(error)], error)
    except Exception:
        if not is_blind:
            raise
        return Result(Outcome.POSTPONED)  # in the log it would tell whom a reminder went to
    return Result(Outcome.SENT)


def mark_seen(session: Session, ids: Iterable[UUID], result: Result, *, now: datetime) -> None:
    """Mark what became of a message in its rows; stop all mail where the server does."""
    for mail_id in ids:
        _mark(session, mail_id, result, now=now)
    error = result.error
    if result.outcome is Outcome.SENT:
        holding.end_stop(session, now=now)
    elif isinstance(error, SendingStoppedError):
        holding.stop_mail(session, error.reason, answer=error.status, now=now, rest=error.rest)
        log.warning("All mail waits for %s: %s (%s)", error.rest, error.reason, error.status)
    elif result.outcome is Outcome.UNCERTAIN and _are_latest_uncertain(session):
        holding.stop_mail(session, CUT_OFF, answer="–", now=now, rest=None)
        log.warning("All mail waits: %s", CUT_OFF)


def mark_blind(session: Session, ids: Iterable[UUID], result: Result, *, now: datetime) -> None:
    """Mark that a blind message has had its turn, and let the others wait if the server does."""
    for mail_id in ids:
        match result.outcome:
            case Outcome.SENT | Outcome.FAILED | Outcome.UNCERTAIN:
                blind.is_over(session, mail_id)
            case Outcome.POSTPONED | Outcome.UNREACHABLE | Outcome.STOPPED:
                blind.try_later(session, mail_id, now=now)
    if isinstance(result.error, SendingStoppedError):
        blind.let_all_wait(session, now=now, rest=result.error.rest)
    elif result.outcome in (Outcome.UNREACHABLE, Outcome.UNCERTAIN):
        blind.let_all_wait(session, now=now, rest=ledger.BACK_OFF[0])


def _mark(session: Session, mail_id: UUID, result: Result, *, now: datetime) -> None:
    match result.outcome:
        case Outcome.SENT:
            ledger.mark_sent(session, mail_id, now=now)
        case Outcome.FAILED:
            ledger.mark_failed(session, mail_id, result.reason)
        case Outcome.UNCERTAIN:
            ledger.mark_uncertain(session, mail_id, result.reason)
        case Outcome.POSTPONED:
            ledger.postpone(session, mail_id, result.reason, now=now)
        case Outcome.UNREACHABLE | Outcome.STOPPED:
            ledger.give_back(session, mail_id, result.reason, now=now)


def _are_latest_uncertain(session: Session) -> bool:
    """Tell whether the server has broken off the last few messages, other workers' too."""
    session.flush()
    states = session.scalars(
        select(Mail.state)
        .where(
            Mail.kind.not_in(ledger.BLIND),
            Mail.state.in_(_SERVERS_WORD),
            Mail.claimed_at.is_not(None),
            Mail.sent_with_id.is_(None),
        )
        .order_by(Mail.claimed_at.desc())
        .limit(_MOST_UNCERTAIN)
    ).all()
    return len(states) == _MOST_UNCERTAIN and set(states) == {MailState.UNCERTAIN}
