"""Read cells with a rating, each way of writing one only once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reports.responses import CANNOT_JUDGE, SKIPPED

if TYPE_CHECKING:
    from surveys.model import Scale

FAULTY: Final = -3
_NO: Final = "NO"
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,9}", re.ASCII)
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
        if not text:
            return SKIPPED
        if text.upper() == _NO:
            return CANNOT_JUDGE
        if _WHOLE.fullmatch(text) and int(text) in self._steps:
            return int(text)
        return FAULTY

    def explain(self, text: str) -> str:
        """Say what is wrong with a text that is no rating."""
        lowest, highest = self._steps[0], self._steps[-1]
        text = text.strip()
        if _WHOLE.fullmatch(text):
            return f"{text} is off the scale {lowest}–{highest}"
        shown = text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
        return (
            f"'{shown}' is no rating; write a whole number {lowest}–{highest}, "
            f"{_NO} for cannot judge, or nothing for skipped"
        )
