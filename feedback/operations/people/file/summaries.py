"""Know rows that are about the list and not about people: sums, counts, when it was printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from feedback.operations.people.file.table import Line

_BEGINNING: Final = re.compile(
    r"(?:(?:del|slut|total|tot)?summa|sum|totalt?|summering|(?:grand|sub)[- ]?total|antal|count"
    r"|sid(?:a|an)?\.? ?\d|page \d|slut på|end of (?:report|list)"
    r"|(?:utskriven|utskrift[a-zåäö]*|utskrivet|skapad|exporterad|exporterat|uttag|uttaget|hämtad|framtagen"
    r"|rapport|rapporten|källa|printed|generated|created|exported|report|source)\b(?!\s*-)"
    r")(?![a-zåäö])",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(  # a number, a share, a day, a time, a page
    r"[-–—]|[\d\s.,:%/()–-]*\d[\d\s.,:%/()–-]*(?:st|kr|år|%)?|(?:sid(?:a|an)?|page) ?\d.*",
    re.IGNORECASE,
)


def is_summary(line: Line) -> bool:
    """Tell whether a row sums the list up, or says when and from where it comes.

    Whatever holds an address, or words beside the first cell, is left to whoever reads people.
    """
    if any("@" in cell for cell in line.cells):
        return False
    first, *others = [cell for cell in line.cells if cell] or [""]
    says_so = (first, *others) if _FIGURE.fullmatch(first) else (first,)  # a day, then the page
    return any(map(_BEGINNING.match, says_so)) and all(map(_is_about_it, others))


def _is_about_it(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None or _BEGINNING.match(text) is not None
