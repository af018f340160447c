"""Seal answers into an envelope, to the key that was noted at launch, and make its MAC."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid4

from feedback.ballot import (
    Ballot,
    BallotTooLargeError,
    KeyUnreadableError,
    MacKey,
    public_keys,
    seal_ballot,
)
from feedback.errors import AnswersTooLongError

if TYPE_CHECKING:
    from feedback.ballot import KeyFolder, Part
    from feedback.operations.answering.drafts import Answers
    from feedback.operations.answering.facts import BallotBox, Invited


class NewEnvelope(NamedTuple):
    """A row for the ballot box, by its columns."""

    id: UUID
    campaign_id: UUID
    sealed: bytes
    mac: bytes


def new_envelope(
    link_keys: KeyFolder, box: BallotBox, invitation: Invited, part: Part, answers: Answers
) -> NewEnvelope:
    """Return a new row of the ballot box: the sealed answers under a random id.

    Raises AnswersTooLongError, KeyMissingError without the campaign's link key, and
    KeyUnreadableError if a folder cannot be read and none of the others tells what to seal to.
    """
    mac_key = MacKey.of(box.campaign_id, link_keys.read(box.campaign_id))
    ballot = Ballot(
        subject_id=invitation.subject_id,
        group=invitation.group,
        part=part,
        ratings=answers.ratings,
        comments={key: text for key, text in answers.comments.items() if text.strip()},
    )
    try:
        sealed = seal_ballot(_public_key(link_keys, box), ballot)
    except BallotTooLargeError as error:
        raise AnswersTooLongError(error.excess) from error
    envelope_id = uuid4()
    mac = mac_key.handed_in(envelope_id, ballot, sealed)
    return NewEnvelope(envelope_id, box.campaign_id, sealed, mac)


def _public_key(link_keys: KeyFolder, box: BallotBox) -> bytes:
    """Return what to seal to: as noted when the campaign opened, whatever the database says.

    This version makes no link key without that note beside it, and in marked folders only. So
    where all can be read and none has it, or where the key lies in an unmarked one, an older
    version opened the campaign, and the worker has not seen it yet.
    """
    try:
        return public_keys(link_keys).find(box.campaign_id) or box.public_key
    except KeyUnreadableError:
        if link_keys.lies_unmarked(box.campaign_id):
            return box.public_key
        raise
