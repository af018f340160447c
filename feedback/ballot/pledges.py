"""What a campaign's count is held to, noted beside its link key, out of the database's reach.

The database says to which key answers are sealed, what was asked and from how many answers on
anything is shown. Whoever can write it could say otherwise: seal to a key of their own and read
along, or call a group one that is shown by role. So both are noted before a campaign opens, with
the mirrors, the rights and the end of the link key; and what was counted, before it is scored.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedback.ballot.keyfolder import KeyFolder


def public_keys(link_keys: KeyFolder) -> KeyFolder:
    """Return where the public halves lie that answers are sealed to."""
    return link_keys.beside(".public")


def terms_notes(link_keys: KeyFolder) -> KeyFolder:
    """Return where the digests of campaigns' terms lie; with one, every envelope needs a MAC."""
    return link_keys.beside(".terms")


def count_notes(link_keys: KeyFolder) -> KeyFolder:
    """Return where the digests of what was counted lie; with one, no other box is counted."""
    return link_keys.beside(".counted")


def notes_of(link_keys: KeyFolder) -> tuple[KeyFolder, ...]:
    """Return where all notes beside the link keys lie."""
    return public_keys(link_keys), terms_notes(link_keys), count_notes(link_keys)


def digest_of_terms(survey_json: str, *, k: int, policy: str) -> bytes:
    """Return the digest of what was frozen at launch and decides what is shown."""
    return hashlib.sha256(f"terms/v1 {k} {policy} {survey_json}".encode()).digest()
