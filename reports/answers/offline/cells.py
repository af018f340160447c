"""Read cells with a rating, each way of writing one only once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reports.answers.matrix import CANNOT_JUDGE, SKIPPED

if TYPE_CHECKING:
    from surveys.model import Scale

FAULTY: Final = -3
NOT_AVAILABLE: Final = "NA"
"""What R writes where nothing stands."""

_NO: Final = "NO"
# pandas writes 4.0 in a column with a gap; a spreadsheet in Swedish makes 4,0 of it.
_WHOLE: Final = re.compile(r"([+-]?[0-9]{1,9})(?:[.,]0{1,9})?", re.ASCII)
_LONGEST_QUOTE: Final = 40


class Cells(dict[str, int]):
    """From the text of a cell to its unsigned byte in the matrix, learned on first sight."""

    def __init__(self, scale: Scale) -> None:
        """Know the scale whose steps are right."""
        super().__init__()
        self._steps = scale.steps

    def __missing__(self, text: str) -> int:
        """Read a text not seen before."""
        code = self[text] = self._read(text.strip()) & 0xFF
        return code

    def _read(self, text: str) -> int:
        if not text or text == NOT_AVAILABLE:
            return SKIPPED
        if text.upper() == _NO:
            return CANNOT_JUDGE
        whole = _WHOLE.fullmatch(text)
        return int(whole[1]) if whole and int(whole[1]) in self._steps else FAULTY

    def explain(self, text: str) -> str:
        """Say what is wrong with a text that is no rating."""
        lowest, highest = self._steps[0], self._steps[-1]
        text = text.strip()
        if _WHOLE.fullmatch(text):
            return f"{text} is off the scale {lowest}–{highest}"
        shown = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
        return (
            f"'{shown}' is no rating; write a whole number {lowest}–{highest}, "
            f"{_NO} for cannot judge, or nothing (or {NOT_AVAILABLE}) for skipped"
        )
