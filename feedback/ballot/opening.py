"""Open envelopes: the worker's half of the ballot. No web module may import this."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from uuid import UUID

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from feedback.ballot.envelopes import ENVELOPE_FORMAT, Ballot, Part
from feedback.ballot.padding import unpad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from feedback.ballot.macs import MacKey, StoredEnvelope

# Whoever seals to the public key may put any bytes inside.
_NO_BALLOT: Final = (
    CryptoError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
)


class EnvelopeUnreadableError(Exception):
    """An envelope was not sealed to this key, or is of a format this version does not know."""


class BoxTamperedError(Exception):
    """Envelopes are not what the web handed in: changed, moved, or added by somebody else."""

    def __init__(self, spoilt: int, envelopes: int) -> None:
        """Remember how many of how many."""
        super().__init__(f"{spoilt} of {envelopes} envelopes are not genuine.")
        self.spoilt, self.envelopes = spoilt, envelopes


def new_seal_pair() -> tuple[bytes, bytes]:
    """Draw a seal key pair; returns (private half, public half)."""
    private = PrivateKey.generate()
    return private.encode(), private.public_key.encode()


def public_half(private_key: bytes) -> bytes:
    """Return the half that envelopes are sealed with, to find a pair again after a crash."""
    return PrivateKey(private_key).public_key.encode()


def open_box(
    private_key: bytes, mac_key: MacKey, envelopes: Iterable[StoredEnvelope]
) -> list[Ballot]:
    """Open a whole ballot box; raise BoxTamperedError unless every envelope is genuine."""
    ballots: list[Ballot] = []
    spoilt = 0
    for envelope in envelopes:
        try:
            [ballot] = open_envelopes(private_key, [envelope.sealed])
        except EnvelopeUnreadableError:
            spoilt += 1
            continue
        if mac_key.vouches_for(envelope, ballot):
            ballots.append(ballot)
        else:
            spoilt += 1
    if spoilt:
        raise BoxTamperedError(spoilt, spoilt + len(ballots))
    return ballots


def open_envelopes(private_key: bytes, envelopes: Iterable[bytes]) -> Iterator[Ballot]:
    """Open envelopes one by one; raise EnvelopeUnreadableError at the first that won't."""
    box = SealedBox(PrivateKey(private_key))
    for envelope in envelopes:
        try:
            yield _read(unpad(box.decrypt(envelope)))
        except _NO_BALLOT as error:
            message = "An envelope does not open with this campaign's seal key."
            raise EnvelopeUnreadableError(message) from error


def _read(plain: bytes) -> Ballot:
    content = json.loads(plain)
    if content["format"] != ENVELOPE_FORMAT:
        message = f"unknown envelope format {content['format']}"
        raise ValueError(message)
    content["group"].encode()  # it is text, and whole
    return Ballot(
        subject_id=UUID(content["subject"]),
        group=content["group"],
        part=Part(content["part"]),
        ratings=content["ratings"],
        comments=content["comments"],
    )
