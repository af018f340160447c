"""Open envelopes: the worker's half of the ballot. No web module may import this."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from feedback.ballot.envelopes import ENVELOPE_FORMAT, Ballot, Part
from feedback.ballot.padding import unpad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class EnvelopeUnreadableError(Exception):
    """An envelope was not sealed to this key, or is of a format this version does not know."""


def new_seal_pair() -> tuple[bytes, bytes]:
    """Draw a seal key pair; returns (private half, public half)."""
    private = PrivateKey.generate()
    return private.encode(), private.public_key.encode()


def public_half(private_key: bytes) -> bytes:
    """Return the half that envelopes are sealed with, to find a pair again after a crash."""
    return PrivateKey(private_key).public_key.encode()


def open_envelopes(private_key: bytes, envelopes: Iterable[bytes]) -> Iterator[Ballot]:
    """Open envelopes one by one; raise EnvelopeUnreadableError at the first that won't."""
    box = SealedBox(PrivateKey(private_key))
    for envelope in envelopes:
        try:
            yield _read(unpad(box.decrypt(envelope)))
        except (CryptoError, ValueError, KeyError) as error:
            message = "An envelope does not open with this campaign's seal key."
            raise EnvelopeUnreadableError(message) from error


def _read(plain: bytes) -> Ballot:
    content = json.loads(plain)
    if content["format"] != ENVELOPE_FORMAT:
        message = f"unknown envelope format {content['format']}"
        raise ValueError(message)
    return Ballot(
        subject_id=UUID(content["subject"]),
        group=content["group"],
        part=Part(content["part"]),
        ratings=content["ratings"],
        comments=content["comments"],
    )
