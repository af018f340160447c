"""A table of texts, whatever file it came from: rows with the numbers that Excel shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from feedback.operations.people.file.notices import Notice

MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 300

# What Word and web pages leave in copied cells: no-break spaces, zero-width marks.
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_QUOTED_FORMULA: Final = re.compile(r"'[=+\-@]")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table, with its number in the file."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells)


@dataclass(frozen=True, slots=True)
class RawTable:
    """All rows of a file as texts, and what was noticed while reading them."""

    lines: tuple[Line, ...]
    faults: tuple[Notice, ...] = ()
    advice: tuple[Notice, ...] = ()


def as_text(value: object) -> str:
    """Return a cell's value as somebody would read it, on one line."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # Excel keeps every number as a float
    if isinstance(value, datetime | date):
        value = value.isoformat()
    text = " ".join(_INVISIBLE.sub("", str(value)).split())[:LONGEST_CELL]
    # Written so that a spreadsheet computes nothing; see `writing`.
    return text[1:] if _QUOTED_FORMULA.match(text) else text
