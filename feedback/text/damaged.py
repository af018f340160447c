"""Know texts that programs have damaged: an error in place of a value, lost letters or digits."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from string import ascii_letters, digits
from typing import Final

LONGEST: Final = 300
"""Characters of what somebody or something is called."""


class Damage(StrEnum):
    """What is wrong with a text, whatever it was meant to say."""

    ERROR = "cell-error"
    DIGITS_LOST = "digits-lost"
    TOO_LONG = "cell-long"
    LETTERS_LOST = "letters-lost"


# Excel and LibreOffice translate their words for errors; all are capitals with a mark at the end,
# but for a few: #N/A, #I/T (Norwegian, Danish), #NV (German), Err:502 (Fel, Virhe, Feil, Fejl).
_ERROR: Final = re.compile(
    r"#[A-ZÅÄÖÆØÜÉ][A-ZÅÄÖÆØÜÉ0-9/_ -]*[!?]|#(?:N/A|I/T|NV|SAKNAS|PUUTTUU|GETTING_DATA)|#{3,}"
    r"|(?:ERR|FEL|VIRHE|FEIL|FEJL|FEHLER):\s?[0-9]{3}",
    re.IGNORECASE,
)
_BEGIN_ERRORS: Final = tuple("#eEfFvV")
# UTF-8 taken for windows-1252, å became Ã¥; or letters as web pages, mails and links write them.
_ENCODED: Final = re.compile(
    "[ÃÅ][\u0080-\u00bf€\u201aƒ„…†‡\u02c6‰\u2039‘’“”•–—\u02dc™\u203a]"
    "|Ã(?![A-Z\u00c0-\u00de])"
    "|â€[\u0080-\u00bf™œ“\u02dc”]"
    "|&(?:[aA]ring|[aAoOuU]uml|[eE]acute|amp|nbsp|#[0-9]{2,4}|#x[0-9a-fA-F]{2,4});"
    "|[=%]C3[=%][0-9A-F]{2}|[+]A[A-Za-z0-9+/]{2}-"
)
_INSIDE_NAMES: Final = frozenset("’‘\u00b4–—·\u2010\u2011…½•→")
_BEFORE_NAMES: Final = frozenset("™©®¦")  # what Å, Ä and Ö are in other encodings
_ACCENTS: Final = frozenset("\u02c6\u02c7")  # which Unicode calls letters
_OURS: Final = frozenset("ÅÄÖÉÜØÆ")
_LAST_OF_LATIN_1: Final = "\u00de"  # of its capitals
_LOST: Final = frozenset("?{}|[]\\~^")  # what stood in the place of letters before 8 bits, or now
_SIGNS: Final = _LOST | {"&", "=", "%", "+"}
_SCRIPTS: Final = ("LATIN ", "CYRILLIC ", "GREEK ")
_HARMLESS: Final = frozenset(f"{ascii_letters}{digits} .,-'/()åäöéüøæ") | _OURS
_SHORTENED: Final = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,3}")  # of 198112240123
_WORD: Final = re.compile(r"[^\W\d_]+")


def damage_of(text: str, *, may_hold_signs: bool = False) -> Damage | None:
    """Return what is wrong with a text on one line; None for one that can be meant so.

    In addresses and numbers any sign may stand.
    """
    if text.startswith(_BEGIN_ERRORS) and _ERROR.fullmatch(text):
        return Damage.ERROR
    if text[:1].isdigit() and _SHORTENED.fullmatch(text):
        return Damage.DIGITS_LOST
    if len(text) > LONGEST:
        return Damage.TOO_LONG
    return Damage.LETTERS_LOST if not may_hold_signs and _has_lost_letters(text) else None


def _has_lost_letters(text: str) -> bool:
    if _HARMLESS.issuperset(text) or (text.isascii() and not _SIGNS.intersection(text)):
        return False
    if "\ufffd" in text or _ENCODED.search(text):
        return True
    padded = f" {text} "
    places = range(1, len(padded) - 1)
    if any(_stands_for_a_letter(*padded[at - 1 : at + 2]) for at in places):
        return True
    return not text.isascii() and any(len(_scripts_of(word)) > 1 for word in _WORD.findall(text))


def _stands_for_a_letter(before: str, sign: str, after: str) -> bool:
    is_inside = before.isalpha() and after.isalpha()
    if sign.isascii():
        return is_inside and sign in _LOST
    kind = unicodedata.category(sign)
    if kind[0] in "PSN" or sign in _ACCENTS:
        if sign in _INSIDE_NAMES:
            return False
        if kind in {"Sm", "Sc", "Sk"} or sign in _ACCENTS:
            return before.isalpha() or after.isalpha()
        return after.isalpha() and (before.isalpha() or sign in _BEFORE_NAMES)
    # Two capitals do not stand within a word; but å, ä, ö of one encoding are Â, Ê, Ô of another.
    is_foreign = sign.isupper() and sign <= _LAST_OF_LATIN_1 and sign not in _OURS
    return is_foreign and before.isalpha() and after.islower()


def _scripts_of(word: str) -> set[str]:
    """Return in which of the scripts that look alike a word is written: one, if it is a word."""
    names = (unicodedata.name(letter, "") for letter in word)
    return {name.partition(" ")[0] for name in names if name.startswith(_SCRIPTS)}
