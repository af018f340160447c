"""What is kept of a link when its campaign has closed and the link key is gone.

Only whoever brings the link itself can find it again. A link is 60 bits of a MAC behind its
number; at a millisecond a guess, trying half of them takes a processor 18 million years.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from uuid import UUID

    from feedback.ballot.links import LinkCode

DIGEST_BYTES: Final = 32
_COST: Final = 2**9  # half a megabyte and about a millisecond; a large campaign closes 12,000 links
_BLOCK: Final = 8


def retired_link(code: LinkCode, campaign_id: UUID) -> bytes:
    """Return a slow hash of a link, salted with its campaign's random id; 32 bytes."""
    return hashlib.scrypt(
        str(code).encode(), salt=campaign_id.bytes, n=_COST, r=_BLOCK, p=1, dklen=DIGEST_BYTES
    )


def retired_about(link: bytes, subject_id: UUID) -> bytes:
    """Return what is kept of a retired link about one subject; 32 bytes.

    Each subject has its own, so that nothing kept tells which of them one rater was asked about.
    """
    return hashlib.blake2b(subject_id.bytes, key=link, digest_size=DIGEST_BYTES).digest()
