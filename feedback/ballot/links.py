"""The code in a rater's link: derived from the campaign's link key, never stored.

Twenty Crockford base32 characters in five groups: eight for the rater's random number (40
bits), twelve for a MAC over it and the link's version (60 bits).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_NUMBER_CHARACTERS: Final = 8
_MAC_CHARACTERS: Final = 12
_MAC_BITS: Final = 5 * _MAC_CHARACTERS
_NUMBER_BITS: Final = 5 * _NUMBER_CHARACTERS
_GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class LinkCode:
    """What a link's code says; whether it is genuine only the link key can tell."""

    number: int
    mac: int

    def __str__(self) -> str:
        """Write the code as it is printed: five groups of four."""
        letters = _letters(self.number, _NUMBER_CHARACTERS) + _letters(self.mac, _MAC_CHARACTERS)
        return "-".join(letters[i : i + _GROUP] for i in range(0, len(letters), _GROUP))


def new_number() -> int:
    """Draw a rater's random number."""
    return secrets.randbits(_NUMBER_BITS)


def code_for(link_key: bytes, *, number: int, version: int) -> LinkCode:
    """Derive the code of a rater's link."""
    return LinkCode(number, _mac(link_key, number, version))


def parse_code(text: str) -> LinkCode | None:
    """Read a code as people type it: case, dashes, O for 0, I or L for 1 don't matter."""
    letters = text.upper().translate(_READ_AS)
    if len(letters) != _NUMBER_CHARACTERS + _MAC_CHARACTERS or set(letters) - set(_ALPHABET):
        return None
    return LinkCode(_value(letters[:_NUMBER_CHARACTERS]), _value(letters[_NUMBER_CHARACTERS:]))


def is_genuine(link_key: bytes, code: LinkCode, *, version: int) -> bool:
    """Tell, in constant time, whether the code was derived from this key and version."""
    expected = _mac(link_key, code.number, version)
    return hmac.compare_digest(expected.to_bytes(8, "big"), code.mac.to_bytes(8, "big"))


def _mac(link_key: bytes, number: int, version: int) -> int:
    message = b"link/v1" + number.to_bytes(8, "big") + version.to_bytes(4, "big")
    digest = hmac.digest(link_key, message, hashlib.sha256)
    return int.from_bytes(digest[:8], "big") >> (64 - _MAC_BITS)


def _letters(value: int, length: int) -> str:
    return "".join(_ALPHABET[(value >> (5 * i)) & 31] for i in reversed(range(length)))


def _value(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value << 5 | _ALPHABET.index(letter)
    return value
