"""A correction: one more letter to exactly those whom a batch of mail went to.

A batch is what left of one kind on one day. Nobody is written to who did not get the faulty
mail, and nobody twice. Reminders are no batch: a correction of one would tell who got it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from feedback.clock import day_of
from feedback.errors import Fault, InputError
from feedback.mail.templates import LetterText
from feedback.models import Mail, MailCorrection, MailOccasion, MailState
from feedback.operations import audit_log, ledger
from feedback.operations.acts import Act
from feedback.operations.letters.composers import KINDS
from feedback.operations.letters.kinds import Audience
from feedback.operations.letters.texts import ALWAYS_KNOWN, AS_KEPT, faults_of_words, tidied
from feedback.text.spoken import DEFAULT, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, tzinfo
    from uuid import UUID

    from sqlalchemy.orm import QueryableAttribute, Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor

_LEFT: Final = (MailState.SENT, MailState.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Batch:
    """What left of a kind on a day, and to how many."""

    kind: str
    day: date
    count: int


def batches_of(session: Session, campaign: Campaign, zone: tzinfo) -> list[Batch]:
    """Return a campaign's batches, the newest first; never one of reminders."""
    counts = Counter((kind, day) for kind, day in _left(session, campaign, zone))
    batches = [Batch(kind, day, count) for (kind, day), count in counts.items()]
    return sorted(batches, key=lambda batch: (batch.day, batch.kind), reverse=True)


def names_for_correction(kind: str) -> frozenset[str]:
    """Return the names that a correction of a kind may use."""
    has_link = KINDS[kind].audience is Audience.RATER
    return ALWAYS_KNOWN | {"campaign", "last_day"} | ({"link"} if has_link else set())


def correction_faults(
    kind: str,
    texts: Mapping[str, LetterText],
    called: Mapping[str, str] = AS_KEPT,
) -> list[Fault]:
    """Return everything that is wrong with a correction; Swedish must be there, others may."""
    names = names_for_correction(kind)
    return [
        fault
        for language in LANGUAGES
        if language == DEFAULT or _is_written(_in(texts, language))
        for fault in faults_of_words(_in(texts, language), names, called)
    ]


def find_batch(session: Session, campaign: Campaign, kind: str, day: date, zone: tzinfo) -> Batch:
    """Return what left of a kind on a day; raise InputError if nothing did."""
    for batch in batches_of(session, campaign, zone):
        if (batch.kind, batch.day) == (kind, day):
            return batch
    raise InputError([Fault("No such mail has left on that day.")])


def require_correction(
    session: Session,
    campaign: Campaign,
    batch: Batch,
    texts: Mapping[str, LetterText],
    *,
    zone: tzinfo,
    called: Mapping[str, str] = AS_KEPT,
) -> None:
    """Raise InputError with all faults of a correction, and if the batch is another by now."""
    now = find_batch(session, campaign, batch.kind, batch.day, zone)
    tidy = {language: tidied(text) for language, text in texts.items()}
    faults = correction_faults(batch.kind, tidy, called)
    if now.count != batch.count:
        # Whoever sends it was told how many get it.
        faults.append(Fault("More such mail has left meanwhile. Look at the batch once more."))
    if faults:
        raise InputError(faults)


def send_correction(
    session: Session,
    campaign: Campaign,
    batch: Batch,
    texts: Mapping[str, LetterText],
    *,
    by: Actor,
    called: Mapping[str, str] = AS_KEPT,
) -> MailCorrection:
    """Queue a correction to exactly those of a batch; raise InputError with all faults."""
    require_correction(session, campaign, batch, texts, zone=by.zone, called=called)
    texts = {language: tidied(text) for language, text in texts.items()}
    people = _people(session, campaign, batch, by.zone)
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
    occasion = MailOccasion.of(correction.id)
    ledger.queue_mails(
        session, people, ledger.CORRECTION, occasion, campaign=campaign, due_at=by.now
    )
    details = f"{batch.kind} {batch.day}"
    audit_log.note(session, by, Act.SEND_CORRECTION, campaign, details=details)
    return correction


def _people(session: Session, campaign: Campaign, batch: Batch, zone: tzinfo) -> list[UUID]:
    found = (
        person_id
        for kind, day, person_id in _left(session, campaign, zone, Mail.person_id)
        if (kind, day) == (batch.kind, batch.day)
    )
    return list(dict.fromkeys(found))


def _left(
    session: Session, campaign: Campaign, zone: tzinfo, *more: QueryableAttribute[Any]
) -> Iterator[tuple[Any, ...]]:
    """Give of each mail that left the kind and the day, and what else is asked of it."""
    session.flush()
    mails = session.connection().execute(
        select(Mail.kind, Mail.sent_at, Mail.claimed_at, *more).where(
            Mail.campaign_id == campaign.id,
            Mail.kind.not_in(ledger.BLIND | {ledger.TEST}),
            Mail.state.in_(_LEFT),
        )
    )
    for kind, sent_at, claimed_at, *told in mails:
        left = sent_at or claimed_at
        if left is not None:
            yield kind, day_of(left, zone), *told


def _in(texts: Mapping[str, LetterText], language: str) -> LetterText:
    return texts.get(language, LetterText("", ""))


def _is_written(text: LetterText) -> bool:
    return bool(text.subject or text.body)
