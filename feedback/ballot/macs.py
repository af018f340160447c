"""MACs of envelopes: whoever holds the database alone can neither make, change nor move one.

The key comes from the campaign's link key, which lies outside the database and outside every
backup. The web makes a MAC as an envelope is handed in, over its id and all that the count
goes by; the worker checks it at close, once the envelope is open.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from uuid import UUID

    from feedback.ballot.envelopes import Ballot

MAC_BYTES: Final = 32
_KEY: Final = b"envelope mac key/v1"
_HANDED_IN: Final = b"envelope mac/v1"
_ADOPTED: Final = b"adopted envelope mac/v1"


@dataclass(frozen=True, slots=True)
class StoredEnvelope:
    """An envelope as it lies in the ballot box; of older versions without a MAC."""

    id: UUID
    sealed: bytes
    mac: bytes | None


@dataclass(frozen=True, slots=True)
class MacKey:
    """What makes and checks the MACs of one campaign."""

    campaign_id: UUID
    key: bytes

    @classmethod
    def of(cls, campaign_id: UUID, link_key: bytes) -> MacKey:
        """Derive the key of a campaign's MACs from its link key."""
        info = _KEY + campaign_id.bytes
        return cls(campaign_id, HKDF(SHA256(), length=32, salt=None, info=info).derive(link_key))

    def handed_in(self, envelope_id: UUID, ballot: Ballot, sealed: bytes) -> bytes:
        """Return the MAC of an envelope with this ballot in it, as the web hands it in."""
        place = (ballot.subject_id.bytes, ballot.group.encode(), ballot.part.value.encode())
        return self._mac(_HANDED_IN, envelope_id, *place, sealed)

    def adopted(self, envelope_id: UUID, sealed: bytes) -> bytes:
        """Return the MAC of an envelope that an older version took, whatever is in it."""
        return self._mac(_ADOPTED, envelope_id, sealed)

    def vouches_for(self, envelope: StoredEnvelope, ballot: Ballot) -> bool:
        """Tell, in constant time, whether an envelope with this ballot in it is genuine."""
        mac = envelope.mac or b""
        as_handed_in = self.handed_in(envelope.id, ballot, envelope.sealed)
        if hmac.compare_digest(mac, as_handed_in):
            return True
        return hmac.compare_digest(mac, self.adopted(envelope.id, envelope.sealed))

    def _mac(self, label: bytes, envelope_id: UUID, *parts: bytes) -> bytes:
        # Each part with its length in front: no two lists of parts give the same bytes.
        framed = (label, self.campaign_id.bytes, envelope_id.bytes, *parts)
        message = b"".join(len(part).to_bytes(4, "big") + part for part in framed)
        return hmac.digest(self.key, message, hashlib.sha256)
