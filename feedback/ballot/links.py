"""The code in a rater's link: derived from the campaign's link key, never stored.

Twenty Crockford base32 characters in five groups: eight for the rater's random number (40
bits), twelve for a MAC over it and the link's version (60 bits).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Final

from feedback.text.pasted import readings

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Letters that are taken for others: by eyes and scanners, and on keyboards that write Cyrillic.
_READ_AS: Final = str.maketrans(
    "OILАВЕІКМНОРСТУХ",  # noqa: RUF001 - they are meant
    "011ABE1KMH0PCTYX",
)
_NUMBER_CHARACTERS: Final = 8
_MAC_CHARACTERS: Final = 12
_MAC_BITS: Final = 5 * _MAC_CHARACTERS
_NUMBER_BITS: Final = 5 * _NUMBER_CHARACTERS
_GROUP: Final = 4
_LETTER: Final = f"[{_ALPHABET}]"
_FOUR: Final = f"{_LETTER}{{4}}"
_BREAK: Final = r"(?:[ \t]*[\r\n][\s>|]{0,6})?"  # a long line was cut, and maybe quoted
_FORMS: Final = (
    # As printed, else a word before it could be taken for a group.
    (f"{_LETTER}(?:{_BREAK}{_LETTER}){{3}}", f"{_BREAK}-{_BREAK}"),
    (_FOUR, r"[\s>|]{0,6}-[\s>|]{0,6}"),
    (_FOUR, r"[-\s>|._/,·]{0,6}"),
)
# Looked for from every place, so that of two that overlap none is guessed.
_SHAPES: Final = tuple(
    re.compile(rf"(?<![^\W_])(?<![^\W_]-)(?=({group}(?:{gap}{group}){{4}})(?!-?[^\W_]))")
    for group, gap in _FORMS
)
_AS_PRINTED: Final = re.compile(rf"{_FOUR}(?:-{_FOUR}){{4}}")
_IS_CODE: Final = re.compile(f"[{_ALPHABET}]{{{_NUMBER_CHARACTERS + _MAC_CHARACTERS}}}")


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
    """Read a code as people type, paste and receive it, with whatever stands around it.

    None where there is no code, or more than one.
    """
    if _AS_PRINTED.fullmatch(text):
        return _code(_letters_of(text))
    found = codes_in(text)
    return found.pop() if len(found) == 1 else None


def codes_in(text: str) -> set[LinkCode]:
    """Return each code that a text can be read as.

    Case, dashes, O for 0, I or L for 1 do not matter; nor does a whole link, a sentence, or what
    mail programs, chats and word processors make of either.
    """
    read = [one.upper().translate(_READ_AS) for one in readings(text)]
    for shape in _SHAPES:
        found = {_letters_of(code) for one in read for code in shape.findall(one)}
        if found:
            return set(map(_code, found))
    return {_code(letters) for letters in map(_letters_of, read) if _IS_CODE.fullmatch(letters)}


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


def _letters_of(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _code(letters: str) -> LinkCode:
    return LinkCode(_value(letters[:_NUMBER_CHARACTERS]), _value(letters[_NUMBER_CHARACTERS:]))


def _value(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value << 5 | _ALPHABET.index(letter)
    return value
