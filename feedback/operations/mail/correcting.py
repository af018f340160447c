"""A correction: one more letter to exactly those whom a batch of mail went to.

A batch is what left of one kind on one day. Nobody is written to who did not get the faulty
mail, and nobody twice. Reminders are no batch: a correction of one would tell who got it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.errors import Fault, InputError
from feedback.mail.templates import DEFAULT, LANGUAGES, LetterText
from feedback.models import Mail, MailCorrection, MailState
from feedback.operations.mail import ledger
from feedback.operations.mail.kinds import Audience
from feedback.operations.mail.letters import KINDS
from feedback.operations.mail.texts import ALWAYS_KNOWN, faults_of_words, tidied

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from feedback.models import Campaign

_LEFT: Final = (MailState.SENT, MailState.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Batch:
    """What left of a kind on a day, and to how many."""

    kind: str
    day: date
    count: int


def batches_of(session: Session, campaign: Campaign, zone: ZoneInfo) -> list[Batch]:
    """Return a campaign's batches, the newest first; never one of reminders."""
    counts = Counter((mail.kind, day) for mail, day in _left(session, campaign, zone))
    batches = [Batch(kind, day, count) for (kind, day), count in counts.items()]
    return sorted(batches, key=lambda batch: (batch.day, batch.kind), reverse=True)


def names_for_correction(kind: str) -> frozenset[str]:
    """Return the names that a correction of a kind may use."""
    has_link = KINDS[kind].audience is Audience.RATER
    return ALWAYS_KNOWN | {"campaign", "last_day"} | ({"link"} if has_link else set())


def correction_faults(kind: str, texts: Mapping[str, LetterText]) -> list[Fault]:
    """Return everything that is wrong with a correction; Swedish must be there, others may."""
    names = names_for_correction(kind)
    return [
        fault
        for language in LANGUAGES
        if language == DEFAULT or _is_written(_in(texts, language))
        for fault in faults_of_words(_in(texts, language), names)
    ]


def send_correction(
    session: Session,
    campaign: Campaign,
    batch: Batch,
    texts: Mapping[str, LetterText],
    *,
    now: datetime,
    zone: ZoneInfo,
) -> MailCorrection:
    """Queue a correction to exactly those of a batch; raise InputError with all faults."""
    texts = {language: tidied(text) for language, text in texts.items()}
    people = _people(session, campaign, batch, zone)
    faults = correction_faults(batch.kind, texts)
    if not people:
        faults.append(Fault("No such mail has left on that day."))
    if faults:
        raise InputError(faults)
    written = {language: text for language, text in texts.items() if _is_written(text)}
    correction = MailCorrection(
        campaign_id=campaign.id,
        kind=batch.kind,
        day=batch.day,
        subjects={language: text.subject for language, text in written.items()},
        bodies={language: text.body for language, text in written.items()},
    )
    session.add(correction)
    session.flush()
    ledger.queue_mails(
        session, people, ledger.CORRECTION, str(correction.id), campaign=campaign, due_at=now
    )
    return correction


def _people(session: Session, campaign: Campaign, batch: Batch, zone: ZoneInfo) -> list[UUID]:
    found = (
        mail.person_id
        for mail, day in _left(session, campaign, zone)
        if (mail.kind, day) == (batch.kind, batch.day)
    )
    return list(dict.fromkeys(found))


def _left(session: Session, campaign: Campaign, zone: ZoneInfo) -> Iterator[tuple[Mail, date]]:
    mails = session.scalars(
        select(Mail).where(
            Mail.campaign_id == campaign.id,
            Mail.kind.not_in(ledger.BLIND | {ledger.TEST}),
            Mail.state.in_(_LEFT),
        )
    )
    for mail in mails:
        left = mail.sent_at or mail.claimed_at
        if left is not None:
            yield mail, left.astimezone(zone).date()


def _in(texts: Mapping[str, LetterText], language: str) -> LetterText:
    return texts.get(language, LetterText("", ""))


def _is_written(text: LetterText) -> bool:
    return bool(text.subject or text.body)
