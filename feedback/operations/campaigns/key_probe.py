"""Probe seal keys: seal something and open it again, before a lost key costs answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from feedback.ballot import Ballot, KeyMissingError, seal_ballot
from feedback.ballot.opening import EnvelopeUnreadableError, open_envelopes, public_half

if TYPE_CHECKING:
    from feedback.ballot import KeyFolder

_NOBODY: Final = UUID(int=0)


class SealKeyLostError(Exception):
    """The private seal key is gone or is not the one that envelopes are sealed to."""


def seal_key_of(folder: KeyFolder, campaign_id: UUID, public_key: bytes) -> bytes:
    """Return the private half of a public key, from whichever mirror still has it whole."""
    return folder.read(campaign_id, is_right=lambda key: public_half(key) == public_key)


def probe(folder: KeyFolder, campaign_id: UUID, public_key: bytes) -> None:
    """Seal and open a probe; raise SealKeyLostError if it does not come back the same."""
    ballot = Ballot(subject_id=_NOBODY, group="probe")
    try:
        private_key = seal_key_of(folder, campaign_id, public_key)
        opened = list(open_envelopes(private_key, [seal_ballot(public_key, ballot)]))
    except (KeyMissingError, EnvelopeUnreadableError) as error:
        raise SealKeyLostError(str(error)) from error
    if opened != [ballot]:
        raise SealKeyLostError("The probe came back changed.")
