"""A table of texts, whatever file it came from: rows with the numbers that Excel shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from feedback.text.damaged import LONGEST
from feedback.text.one_line import one_line

if TYPE_CHECKING:
    from collections.abc import Collection

    from feedback.operations.people.file.notices import Notice

_QUOTED_FORMULA: Final = re.compile("'+[=+@-]")
_LETTERS: Final = 26


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table, with its number in the file."""

    number: int
    cells: tuple[str, ...]
    is_hidden: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells)


@dataclass(frozen=True, slots=True)
class Remark:
    """What was noticed at some cells, which may turn out to be of no concern."""

    notice: Notice
    last_row: int
    columns: range

    def concerns(self, headings_row: int, places: Collection[int], left: Collection[int]) -> bool:
        """Tell whether the cells reach below the headings, into a column and row that is read."""
        if self.last_row <= headings_row or self.notice.row in left:
            return False
        return any(place + 1 in self.columns for place in places)


@dataclass(frozen=True, slots=True)
class RawTable:
    """All rows of a file as texts, and what was noticed while reading them."""

    lines: tuple[Line, ...]
    faults: tuple[Remark, ...] = ()
    formulas: tuple[Remark, ...] = ()
    advice: tuple[Notice, ...] = ()
    hidden_columns: frozenset[int] = field(default=frozenset())
    sheets: tuple[str, ...] = ()  # of a workbook, with the one that was read
    sheet: str = ""


def as_text(value: object) -> str:
    """Return a cell's value as somebody would read it, on one line."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # Excel keeps every number as a float
    if isinstance(value, datetime):
        value = f"{value:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    # One more than may be, so that whoever reads the row sees that it is too long.
    text = one_line(str(value))[: LONGEST + 1]
    # Written so that a spreadsheet computes nothing; see `writing`.
    return text[1:] if _QUOTED_FORMULA.match(text) else text


def letters_of(column: int) -> str:
    """Return what Excel calls a column."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
