"""Envelopes: one response, sealed to the campaign's public key. Sealing needs no secret."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal

from nacl.public import PublicKey, SealedBox

from feedback.ballot.padding import LENGTH_BYTES, pad

if TYPE_CHECKING:
    from uuid import UUID

ENVELOPE_FORMAT: Final = 1
ENVELOPE_SIZE: Final = 16 * 1024

Mark = int | Literal["NO"]


class Part(StrEnum):
    """What an envelope holds: a response about a subject, or a leader's conditions."""

    RESPONSE = "response"
    CONDITIONS = "conditions"


class BallotTooLargeError(Exception):
    """A ballot holds more than an envelope takes; says by how many bytes."""

    def __init__(self, excess: int) -> None:
        """Remember how many bytes must go."""
        super().__init__(f"{excess} bytes too many")
        self.excess = excess


@dataclass(frozen=True, slots=True)
class Ballot:
    """One response as it goes into an envelope: nothing of the rater but the group."""

    subject_id: UUID
    group: str
    part: Part = Part.RESPONSE
    ratings: dict[str, Mark] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the ballot as canonical JSON."""
        content = {
            "format": ENVELOPE_FORMAT,
            "subject": str(self.subject_id),
            "group": self.group,
            "part": self.part.value,
            "ratings": self.ratings,
            "comments": self.comments,
        }
        return json.dumps(
            content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()


def seal_ballot(public_key: bytes, ballot: Ballot) -> bytes:
    """Seal a ballot so that only the worker, at close, can open it.

    Raises BallotTooLargeError if it holds more than an envelope takes.
    """
    content = ballot.to_bytes()
    excess = len(content) - (ENVELOPE_SIZE - LENGTH_BYTES)
    if excess > 0:
        raise BallotTooLargeError(excess)
    return SealedBox(PublicKey(public_key)).encrypt(pad(content, ENVELOPE_SIZE))
