"""Send what is due: claim, commit, hand over, mark. A crash anywhere sends nothing twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from feedback.mail import (
    MailError,
    MailPostponedError,
    MailRefusedError,
    MailUncertainError,
    ServerUnreachableError,
)
from feedback.models import Mail
from feedback.operations.mail import ledger
from feedback.operations.mail.composing import compose

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from email.message import EmailMessage
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.database import Database
    from feedback.mail import Transport


class Outcome(StrEnum):
    """What became of a mail at hand-over."""

    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    POSTPONED = "postponed"
    UNREACHABLE = "no server"


_OUTCOMES: Final[dict[type[MailError], Outcome]] = {
    MailRefusedError: Outcome.FAILED,
    MailUncertainError: Outcome.UNCERTAIN,
    MailPostponedError: Outcome.POSTPONED,
    ServerUnreachableError: Outcome.UNREACHABLE,
}


def send_due(
    database: Database,
    settings: Settings,
    transport: Transport,
    *,
    now: Callable[[], datetime],
    most: int | None = None,
    on_mail: Callable[[], None] = lambda: None,
) -> Counter[Outcome]:
    """Hand over all mail that is due, one by one, until none is left or mail is on hold.

    Returns what became of them. Reminders are not counted: who had not finished, and how
    many, nobody may know.
    """
    count, tries = Counter[Outcome](), 0
    with database.writing() as session:
        ledger.find_uncertain(session, now=now())
    with transport:
        while most is None or tries < most:
            claimed = _claim_next(database, settings, now())
            if claimed is None:
                break
            tries += 1
            if claimed.message is None:
                continue
            outcome = _hand_over(database, transport, claimed, now)
            if claimed.kind not in ledger.BLIND:
                count[outcome] += 1
                on_mail()
            if outcome is Outcome.UNREACHABLE:
                break  # the others would fare no better; the next run tries again
    return count


@dataclass(frozen=True, slots=True)
class _Claimed:
    mail_id: UUID
    kind: str
    message: EmailMessage | None


def _claim_next(database: Database, settings: Settings, now: datetime) -> _Claimed | None:
    """Claim the next mail and compose it in the same transaction; None if nothing is due."""
    while True:
        with database.reading() as session:
            mail_id = ledger.next_due(session, now=now)
        if mail_id is None:
            return None
        with database.writing() as session:
            if not ledger.claim(session, mail_id, now=now):
                continue  # another worker was first
            mail = session.get_one(Mail, mail_id)
            return _Claimed(mail_id, mail.kind, _compose(session, settings, mail))


def _compose(session: Session, settings: Settings, mail: Mail) -> EmailMessage | None:
    try:
        message = compose(session, settings, mail)
    except MailRefusedError as error:
        ledger.mark_failed(session, mail.id, str(error))
        return None
    if message is None:
        ledger.drop(session, mail.id)
    return message


def _hand_over(
    database: Database, transport: Transport, claimed: _Claimed, now: Callable[[], datetime]
) -> Outcome:
    """Hand one mail over, and mark what became of it."""
    assert claimed.message is not None  # noqa: S101 - the caller has looked
    outcome, reason = _try(transport, claimed.message)
    with database.writing() as session:
        match outcome:
            case Outcome.SENT:
                ledger.mark_sent(session, claimed.mail_id, now=now())
            case Outcome.FAILED:
                ledger.mark_failed(session, claimed.mail_id, reason)
            case Outcome.UNCERTAIN:
                ledger.mark_uncertain(session, claimed.mail_id, reason)
            case Outcome.POSTPONED:
                ledger.postpone(session, claimed.mail_id, reason, now=now())
            case Outcome.UNREACHABLE:
                ledger.give_back(session, claimed.mail_id, reason, now=now())
    return outcome


def _try(transport: Transport, message: EmailMessage) -> tuple[Outcome, str]:
    try:
        transport.send(message)
    except MailError as error:
        return _OUTCOMES[type(error)], str(error)
    return Outcome.SENT, ""
