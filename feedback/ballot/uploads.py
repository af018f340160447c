"""Sealed uploads: a file of a staff system may hold far more than the product ever asks for.

The key comes from the secret that sessions are signed with, which no backup holds: whoever
has the database alone, or a copy of it, reads nothing of a list that waits.
"""

from __future__ import annotations

import secrets
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from uuid import UUID

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_FAST: Final = 1


@dataclass(frozen=True, slots=True)
class UploadSeal:
    """Seals what one person uploads, and opens it for the same person only."""

    secret: str
    owner: str

    def seal(self, campaign_id: UUID, part: str, content: bytes) -> bytes:
        """Return a part of an upload as it is stored: packed, then sealed to its place."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        packed = zlib.compress(content, _FAST)
        return nonce + AESGCM(self._key()).encrypt(nonce, packed, self._place(campaign_id, part))

    def open(self, campaign_id: UUID, part: str, sealed: bytes) -> bytes | None:
        """Return what was sealed; None where it was another's, or under another secret."""
        nonce, text = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            packed = AESGCM(self._key()).decrypt(nonce, text, self._place(campaign_id, part))
        except InvalidTag:
            return None
        return zlib.decompress(packed)

    def _key(self) -> bytes:
        derivation = HKDF(SHA256(), _KEY_BYTES, salt=None, info=b"uploads/v1")
        return derivation.derive(self.secret.encode())

    def _place(self, campaign_id: UUID, part: str) -> bytes:
        return f"upload/v1 {campaign_id} {part} {self.owner}".encode()
