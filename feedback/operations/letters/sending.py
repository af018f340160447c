"""Send what is due: claim, commit, hand over, mark. A crash anywhere sends nothing twice."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from feedback.ballot import KeyMissingError, KeyUnreadableError
from feedback.mail import MailRefusedError
from feedback.models import Campaign, Mail, Programme
from feedback.operations import ledger
from feedback.operations.ledger.pacing import wait_for_turn
from feedback.operations.letters import blind
from feedback.operations.letters.composing import compose
from feedback.operations.letters.outcomes import (
    ENDING,
    Outcome,
    Result,
    hand_over,
    mark_blind,
    mark_seen,
)
from feedback.operations.letters.restoring import ClaimFile, hold_if_restored, note_claim

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from email.message import EmailMessage
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.database import Database
    from feedback.mail import Transport


_LOOK_AGAIN: Final = timedelta(seconds=1)
"""How long to wait for a turn before looking whether another mail has become due."""


_KEY_AWAY: Final = "the key that makes the links is away"
_KEY_AWAY_WAIT: Final = timedelta(minutes=15)
_WITH_FACTS: Final = (
    select(Mail)
    .where(Mail.id == bindparam("mail_id"))
    .options(
        joinedload(Mail.person),
        joinedload(Mail.campaign).joinedload(Campaign.programme).joinedload(Programme.department),
    )
)


@dataclass(frozen=True, slots=True)
class _Claimed:
    """Ledger rows that leave in one message; none is left if there is nothing to say."""

    mail_ids: tuple[UUID, ...]
    is_blind: bool
    message: EmailMessage | None
    at: datetime


@dataclass(slots=True)
class _Run:
    """One run of sending: what it needs everywhere."""

    database: Database
    settings: Settings
    transport: Transport
    now: Callable[[], datetime]
    pause: Callable[[float], None]
    file: ClaimFile = field(init=False)

    def __post_init__(self) -> None:
        self.file = ClaimFile.of(self.settings)

    def begin(self) -> None:
        """Find what a crash left, and hold everything after a restore."""
        with self.database.writing() as session:
            ledger.find_uncertain(session, now=self.now())
            hold_if_restored(session, self.file, now=self.now(), zone=self.settings.zone)

    def next(self) -> _Claimed | None:
        """Claim the next mail when its turn has come; None if nothing is due."""
        while True:
            now = self.now()
            with self.database.reading() as session:
                due = ledger.next_due(session, now=now, hours=self.settings.hours)
                wait = self._wait(session, due, now) if due else timedelta()
            if due is None:
                return None
            if due.is_blind:
                # As where the run ended here: no visible mail is due, and the next one's time
                # must not tell that there was a blind one.
                self.transport.hang_up()
            if wait:
                self.pause(min(wait, _LOOK_AGAIN).total_seconds())
            elif (claimed := self._claim(due, now)) is not None:
                # Before it leaves: what is noted too much holds nothing up.
                self.file.note(claimed.at)
                return claimed

    def _wait(self, session: Session, due: ledger.Due, now: datetime) -> timedelta:
        pace = self.settings.mail_per_minute
        return wait_for_turn(session, per_minute=pace, now=now, is_blind=due.is_blind)

    def _claim(self, due: ledger.Due, now: datetime) -> _Claimed | None:
        """Claim a mail and compose it in one transaction; None if another worker was first."""
        with self.database.writing() as session:
            at = note_claim(session, now=now)  # its lock lets one worker at a time take a turn
            if self._wait(session, due, now) or not ledger.claim(session, due.mail_id, now=now):
                return None
            mail = _with_facts(session, due.mail_id)
            mails = [mail, *ledger.claim_alike(session, mail, now=now)]
            return _Claimed(*_compose(session, self.settings, mails, now=now), at)

    def mark(self, claimed: _Claimed, result: Result) -> None:
        """Mark what became of a message in every row that it carried."""
        mark = mark_blind if claimed.is_blind else mark_seen
        with self.database.writing() as session:
            mark(session, claimed.mail_ids, result, now=self.now())


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
    run = _Run(database, settings, transport, now, pause)
    run.begin()
    with transport:
        while most is None or tries < most:
            claimed = run.next()
            if claimed is None:
                break
            tries += 1
            if claimed.message is None:
                continue
            result = hand_over(transport, claimed.message, is_blind=claimed.is_blind)
            run.mark(claimed, result)
            if claimed.is_blind:
                transport.hang_up()
                continue
            count[result.outcome] += len(claimed.mail_ids)
            on_mail()
            if result.outcome in ENDING:
                break  # the others would fare no better; the next run tries again
    return count


def _with_facts(session: Session, mail_id: UUID) -> Mail:
    """Return a ledger's row with what every letter asks for, in one query."""
    return session.scalars(_WITH_FACTS, {"mail_id": mail_id}).one()


def _compose(
    session: Session, settings: Settings, mails: list[Mail], *, now: datetime
) -> tuple[tuple[UUID, ...], bool, EmailMessage | None]:
    """Return the rows that a message carries, whether they are blind, and the message."""
    is_blind = mails[0].kind in ledger.BLIND
    try:
        message, carried = compose(session, settings, mails)
    except MailRefusedError as error:
        for mail in mails:
            _drop(session, mail) if is_blind else ledger.mark_failed(session, mail.id, str(error))
        return (), is_blind, None
    except Exception as error:
        if not is_blind and not isinstance(error, KeyMissingError | KeyUnreadableError):
            raise
        for mail in mails:
            if is_blind:
                # Told in the log it would tell that somebody has something left.
                blind.try_later(session, mail.id, now=now)
            else:
                ledger.give_back(session, mail.id, _KEY_AWAY, now=now, after=_KEY_AWAY_WAIT)
        return (), is_blind, None
    for mail in mails:
        if mail not in carried:
            _drop(session, mail)
        else:
            mail.sent_with_id = carried[0].id if mail is not carried[0] else None
    return tuple(mail.id for mail in carried), is_blind, message


def _drop(session: Session, mail: Mail) -> None:
    """Remove a mail that has become pointless; a blind one has had its turn."""
    if mail.kind in ledger.BLIND:
        blind.is_over(session, mail.id)
    else:
        ledger.drop(session, mail.id)
