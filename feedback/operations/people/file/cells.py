"""What is wrong with a cell as a text: an error's word, letters that were lost, its length."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.notices import Notice
from feedback.operations.people.file.table import LONGEST_CELL
from feedback.text.addresses import (
    addresses_in,
    odd_letters,
    read_address,
    suggestion_for,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.operations.people.file.headings import Columns
    from feedback.operations.people.file.table import Line

# Excel and LibreOffice translate their words for errors; all are capitals with a mark at the end,
# but for a few: #N/A, #I/T (Norwegian, Danish), #NV (German), Err:502 (Fel, Virhe, Feil, Fejl).
_ERROR: Final = re.compile(
    r"#[A-ZÅÄÖÆØÜÉ][A-ZÅÄÖÆØÜÉ0-9/_ -]*[!?]|#(?:N/A|I/T|NV|SAKNAS|PUUTTUU|GETTING_DATA)|#{3,}"
    r"|(?:ERR|FEL|VIRHE|FEIL|FEJL|FEHLER):\s?[0-9]{3}",
    re.IGNORECASE,
)
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
_SHORTENED: Final = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,3}")  # of 198112240123
_WHOLE: Final = re.compile(r"([0-9]+)[.,]0")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NO_NAME: Final = re.compile(
    r"[-–—?.]+|[0-9]+(?:[.,][0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]+)?"
    r"|true|false|sant|falskt|n/a",
    re.IGNORECASE,
)
_PLAIN: Final = ("email", "_id")  # columns in which any sign may stand


def faulty_cells(columns: Columns, line: Line) -> Iterator[tuple[str, Notice]]:
    """Yield what is wrong with the cells of a row, by column."""
    for column in columns.places:
        text = columns.cell(line, column)
        code = _fault_of(text, is_plain=column.endswith(_PLAIN)) if text else ""
        if not code and column.endswith("name") and is_no_name(text):
            code = "name-none"
        if code:
            values = {"cell": columns.coordinate(line, column), "value": text[:80]}
            values["limit"] = str(LONGEST_CELL)
            yield column, Notice(code, line.number, columns.heading(column), values)


def wrong_address(text: str, row: int, heading: str) -> Notice:
    """Return what is said of a text that is no address: why, and what it was meant to be."""
    address = read_address(text)
    several = sorted(addresses_in(text))
    if len(several) > 1:
        return Notice("addresses-several", row, heading, {"addresses": ", ".join(several[:5])})
    guess, odd = suggestion_for(address), odd_letters(text)
    values = {"value": text, "suggestion": f" {guess}?" if guess else ""}
    if odd and not guess:
        return Notice("address-letters", row, heading, values | {"odd": odd})
    return Notice("address-wrong", row, heading, values)


def id_in(text: str) -> str:
    """Return an id as it was meant: where one is missing, some programs write the others as 7.0.

    >>> id_in("7.0"), id_in("7,0"), id_in("7.05")
    ('7', '7', '7.05')
    """
    found = _WHOLE.fullmatch(text)
    return found[1] if found else text


def is_no_name(text: str) -> bool:
    """Tell whether a text is a date, a number, a dash or their like, by which nobody is greeted."""
    return _NO_NAME.fullmatch(text) is not None


def is_faulty(text: str, *, is_plain: bool) -> bool:
    """Tell whether a text can be no value of a cell."""
    return bool(text) and bool(_fault_of(text, is_plain=is_plain))


def _fault_of(text: str, *, is_plain: bool) -> str:
    if text[0] in "#eEfFvV" and _ERROR.fullmatch(text):
        return "cell-error"
    if _SHORTENED.fullmatch(text):
        return "digits-lost"
    if len(text) > LONGEST_CELL:
        return "cell-long"
    return "letters-lost" if not is_plain and _has_lost_letters(text) else ""


def _has_lost_letters(text: str) -> bool:
    if text.isascii() and not _SIGNS.intersection(text):
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
