"""Tell whose row says that their data are protected: each kind of list does its own with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.notices import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedback.operations.people.file.table import Line

_PROTECTED: Final = re.compile(
    r"\b(?:skydda(?:d|t|de)|sekretess|protected)|sekretessmark", re.IGNORECASE
)
_NO: Final = frozenset(("", "nej", "n", "no", "0", "false", "falskt", "ej", "-", "–"))


def told_of_protected(heading: Line, rows: Sequence[Line]) -> Iterator[Notice]:
    """Yield each row below the headings in which such a column says anything but no."""
    for place, words in enumerate(heading.cells):
        for line in rows if _PROTECTED.search(words) else ():
            said = line.cells[place].strip() if place < len(line.cells) else ""
            if said.casefold() not in _NO:
                values = {"heading": words, "value": said}
                yield Notice("protected", line.number, values=values)
