"""Send what is due: claim, commit, hand over, mark. A crash anywhere sends nothing twice."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
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
from feedback.operations.mail.pacing import wait_for_turn
from feedback.operations.mail.restoring import ClaimFile, hold_if_restored, note_claim

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


@dataclass(frozen=True, slots=True)
class _Claimed:
    """Ledger rows that leave in one message; none is left if there is nothing to say."""

    mail_ids: tuple[UUID, ...]
    kind: str
    message: EmailMessage | None
    at: datetime


@dataclass(slots=True)
class _Run:
    """One run of sending: what it needs everywhere."""

    database: Database
    settings: Settings
    now: Callable[[], datetime]
    pause: Callable[[float], None]
    file: ClaimFile = field(init=False)

    def __post_init__(self) -> None:
        self.file = ClaimFile.of(self.settings)

    def begin(self) -> None:
        """Find what a crash left, and hold everything after a restore."""
        with self.database.writing() as session:
            ledger.find_uncertain(session, now=self.now())
            hold_if_restored(session, self.file, now=self.now())

    def next(self) -> _Claimed | None:
        """Claim the next mail when its turn has come; None if nothing is due."""
        while True:
            now = self.now()
            with self.database.reading() as session:
                mail_id = ledger.next_due(session, now=now, hours=self.settings.hours)
            if mail_id is None:
                return None
            claimed = self._claim(mail_id, now)
            if isinstance(claimed, timedelta):
                self.pause(claimed.total_seconds())
            elif claimed is not None:
                # Before it leaves: what is noted too much holds nothing up.
                self.file.note(claimed.at)
                return claimed

    def _claim(self, mail_id: UUID, now: datetime) -> _Claimed | timedelta | None:
        """Claim a mail and compose it in one transaction; None if another worker was first."""
        with self.database.writing() as session:
            at = note_claim(session, now=now)  # its lock lets one worker at a time ask for a turn
            pace = self.settings.mail_per_minute
            if wait := wait_for_turn(session, per_minute=pace, now=now):
                return wait
            if not ledger.claim(session, mail_id, now=now):
                return None
            mail = session.get_one(Mail, mail_id)
            mails = [mail, *ledger.claim_alike(session, mail, now=now)]
            return _Claimed(*_compose(session, self.settings, mails), at)

    def mark(self, claimed: _Claimed, outcome: Outcome, reason: str) -> None:
        """Mark what became of a message in every row that it carried."""
        with self.database.writing() as session:
            for mail_id in claimed.mail_ids:
                _mark(session, mail_id, outcome, reason, now=self.now())


def send_due(
    database: Database,
    settings: Settings,
    transport: Transport,
    *,
    now: Callable[[], datetime],
    most: int | None = None,
    on_mail: Callable[[], None] = lambda: None,
    pause: Callable[[float], None] = time.sleep,
) -> Counter[Outcome]:
    """Hand over all mail that is due, one by one, until none is left or mail is on hold.

    Returns what became of them. Reminders are not counted: who had not finished, and how
    many, nobody may know.
    """
    count, tries = Counter[Outcome](), 0
    run = _Run(database, settings, now, pause)
    run.begin()
    with transport:
        while most is None or tries < most:
            claimed = run.next()
            if claimed is None:
                break
            tries += 1
            if claimed.message is None:
                continue
            outcome, reason = _try(transport, claimed.message)
            run.mark(claimed, outcome, reason)
            if claimed.kind not in ledger.BLIND:
                count[outcome] += len(claimed.mail_ids)
                on_mail()
            if outcome is Outcome.UNREACHABLE:
                break  # the others would fare no better; the next run tries again
    return count


def _compose(
    session: Session, settings: Settings, mails: list[Mail]
) -> tuple[tuple[UUID, ...], str, EmailMessage | None]:
    """Return the rows that a message carries, their kind and the message."""
    kind = mails[0].kind
    try:
        message, carried = compose(session, settings, mails)
    except MailRefusedError as error:
        for mail in mails:
            ledger.mark_failed(session, mail.id, str(error))
        return (), kind, None
    for mail in mails:
        if mail not in carried:
            ledger.drop(session, mail.id)
        else:
            mail.sent_with_id = carried[0].id if mail is not carried[0] else None
    return tuple(mail.id for mail in carried), kind, message


def _mark(session: Session, mail_id: UUID, outcome: Outcome, reason: str, *, now: datetime) -> None:
    match outcome:
        case Outcome.SENT:
            ledger.mark_sent(session, mail_id, now=now)
        case Outcome.FAILED:
            ledger.mark_failed(session, mail_id, reason)
        case Outcome.UNCERTAIN:
            ledger.mark_uncertain(session, mail_id, reason)
        case Outcome.POSTPONED:
            ledger.postpone(session, mail_id, reason, now=now)
        case Outcome.UNREACHABLE:
            ledger.give_back(session, mail_id, reason, now=now)


def _try(transport: Transport, message: EmailMessage) -> tuple[Outcome, str]:
    try:
        transport.send(message)
    except MailError as error:
        return _OUTCOMES[type(error)], str(error)
    return Outcome.SENT, ""
