"""Try to read envelopes and drafts, and to tell them apart by their looks."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Final

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from sqlalchemy import func, select

from feedback.anonymity.attack import AttackResult, Promise, judged
from feedback.ballot import DraftPlace, KeyUnreadableError, SealedDraft, open_draft
from feedback.models import Campaign, Draft, Envelope, Invitation, Rater, State, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from feedback.anonymity.attack import Target

# A sealed blob of 16 KiB has all byte values nearly equally often; words and JSON do not.
_MOST_COMMON_BYTE_SHARE: Final = 0.02
_WORDS: Final = (b'"ratings"', b'"comments"', b'"subject"', b'"group"')


def attack_envelopes(target: Target) -> list[AttackResult]:
    """Compare lengths, look for words, and try the link keys as if they were seal keys."""
    broken = [*_lengths(target), *_words(target), *_wrong_keys(target)]
    envelopes = target.session.scalar(select(func.count()).select_from(Envelope)) or 0
    kept = (
        f"{envelopes} envelopes: one size, no readable byte; "
        "no key within reach of the web opens one."
    )
    return judged("envelopes", broken, kept)


def attack_drafts(target: Target) -> list[AttackResult]:
    """Count the drafts that whoever holds database and link keys can read: a printed limit."""
    readable = sum(1 for _ in _readable_drafts(target))
    if readable:
        sentence = (
            f"{readable} drafts of open campaigns can be read by whoever holds both "
            "the database and the link keys, until close. Sent responses cannot."
        )
        return [AttackResult("drafts", Promise.LIMIT, sentence)]
    return [AttackResult("drafts", Promise.KEPT, "No draft could be read.")]


def _lengths(target: Target) -> Iterator[str]:
    for table, column in ((Envelope, Envelope.sealed), (Draft, Draft.ciphertext)):
        lengths = target.session.scalars(select(func.length(column)).distinct()).all()
        if len(lengths) > 1:
            yield f"Rows of {table.__tablename__} differ in length: {sorted(lengths)}."


def _words(target: Target) -> Iterator[str]:
    sealed = select(Envelope.sealed).execution_options(yield_per=500)
    with closing(target.session.scalars(sealed)) as blobs:
        if any(map(_is_readable, blobs)):
            yield "An envelope is not sealed: its bytes can be read."


def _is_readable(blob: bytes) -> bool:
    share = Counter(blob).most_common(1)[0][1] / len(blob)
    return share > _MOST_COMMON_BYTE_SHARE or any(word in blob for word in _WORDS)


def _wrong_keys(target: Target) -> Iterator[str]:
    for campaign in target.session.scalars(select(Campaign).where(Campaign.state == State.OPEN)):
        key = _link_key(target, campaign.id)
        envelope = target.session.scalar(
            select(Envelope.sealed).where(Envelope.campaign_id == campaign.id).limit(1)
        )
        if key is None or envelope is None:
            continue
        try:
            SealedBox(PrivateKey(key)).decrypt(envelope)
        except CryptoError:
            continue
        yield f"The link key of campaign {campaign.id} opens its envelopes."


def _readable_drafts(target: Target) -> Iterator[Draft]:
    rows = target.session.execute(
        select(Draft, Rater, Subject)
        .join(Invitation, Invitation.id == Draft.invitation_id)
        .join(Rater, Rater.id == Invitation.rater_id)
        .join(Subject, Subject.id == Invitation.subject_id)
    )
    for draft, rater, subject in rows:
        key = _link_key(target, rater.campaign_id)
        place = DraftPlace(rater.number, rater.link_version, subject.id, draft.part)
        sealed = SealedDraft(draft.nonce, draft.ciphertext)
        if key is not None and open_draft(key, place, sealed) is not None:
            yield draft


def _link_key(target: Target, campaign_id: UUID) -> bytes | None:
    try:
        return target.link_keys.find(campaign_id)
    except KeyUnreadableError:
        return None  # what cannot be read opens nothing
