"""Sealed drafts: what a rater has answered so far, readable only through the rater's link.

The key comes from the campaign's link key, so whoever holds both the database and the
link key can read drafts until close; this limit is printed where the promise is.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from feedback.ballot.padding import LENGTH_BYTES, pad, unpad

if TYPE_CHECKING:
    from uuid import UUID

DRAFT_SIZE: Final = 18 * 1024
_NONCE_BYTES: Final = 12


class DraftTooLargeError(Exception):
    """A draft holds more than fits; says by how many bytes."""

    def __init__(self, excess: int) -> None:
        """Remember how many bytes must go."""
        super().__init__(f"{excess} bytes too many")
        self.excess = excess


@dataclass(frozen=True, slots=True)
class SealedDraft:
    """A draft as it is stored; every save draws a new nonce, so the nonce names the save."""

    nonce: bytes
    ciphertext: bytes


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Where a draft belongs, and the code word of a link on paper; it opens in no other place."""

    number: int
    version: int
    subject_id: UUID
    part: str
    code_word: str = ""

    def label(self) -> bytes:
        """Return the place as the bytes the key and the seal are bound to."""
        word = f" {self.code_word}" if self.code_word else ""
        place = f"draft/v1 {self.number} {self.version} {self.subject_id} {self.part}{word}"
        return place.encode()


def seal_draft(link_key: bytes, place: DraftPlace, content: dict[str, Any]) -> SealedDraft:
    """Seal a draft's content for one place."""
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    excess = len(plain) - (DRAFT_SIZE - LENGTH_BYTES)
    if excess > 0:
        raise DraftTooLargeError(excess)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    cipher = AESGCM(_draft_key(link_key, place))
    return SealedDraft(nonce, cipher.encrypt(nonce, pad(plain, DRAFT_SIZE), place.label()))


def open_draft(link_key: bytes, place: DraftPlace, sealed: SealedDraft) -> dict[str, Any] | None:
    """Return a draft's content, or None if it was sealed for another link or place."""
    cipher = AESGCM(_draft_key(link_key, place))
    try:
        padded = cipher.decrypt(sealed.nonce, sealed.ciphertext, place.label())
    except InvalidTag:
        return None
    content: dict[str, Any] = json.loads(unpad(padded))
    return content


def _draft_key(link_key: bytes, place: DraftPlace) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=place.label()).derive(link_key)
