"""Read a table of numbers and labels, noting every fault with its row and column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Final
from unicodedata import normalize as normalise

import numpy as np

from reports.answers.offline.cells import NOT_AVAILABLE
from reports.answers.offline.faults import FaultList
from reports.answers.offline.texts import decode, split_records
from reports.errors import EffectCaseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from reports.norms.arrays import Floats

# Spreadsheets in Swedish write 4,25; R and pandas write 1e-05.
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_LONGEST_QUOTE: Final = 40
_BEYOND: Final = 1e9
"""Numbers farther from nought are slips: nothing here is measured in billions."""


@dataclass(frozen=True, slots=True, eq=False)
class ScoreSheet:
    """Rows of cells under named columns; `found` collects what is wrong with them."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    found: FaultList = field(default_factory=FaultList)

    def cells(self, column: str) -> list[str]:
        """Return a column's cells as they stand, without blanks around; missing is empty."""
        at = self.columns.index(column)
        read = [normalise("NFC", row[at].strip()) for row in self.rows]
        return ["" if cell == NOT_AVAILABLE else cell for cell in read]

    def labels(self, column: str) -> list[str]:
        """Return a column of labels; an empty one is a fault."""
        read = self.cells(column)
        for number, cell in zip(self.numbers, read, strict=True):
            if not cell:
                self.found.add("a label is missing", row=number, column=column)
        return read

    def floats(
        self, column: str, *, lowest: float = -inf, highest: float = inf, optional: bool = True
    ) -> Floats:
        """Return a column of numbers, shape (rows,); an empty cell is NaN, or a fault."""
        cells = self.cells(column)
        read = [
            self._number(cell, number, column)
            for number, cell in zip(self.numbers, cells, strict=True)
        ]
        values = np.array(read, dtype=np.float64)
        for row in np.flatnonzero((values < lowest) | (values > highest)).tolist():
            what = f"{values[row]:g} lies outside {lowest:g} to {highest:g}"
            self.found.add(what, row=self.numbers[row], column=column)
        for number, cell in zip(self.numbers, cells, strict=True):
            if not (cell or optional):
                self.found.add("a number is missing", row=number, column=column)
        return values

    def whole(
        self, column: str, *, lowest: float = 0, highest: float = inf, optional: bool = False
    ) -> Floats:
        """Return a column of whole numbers, shape (rows,)."""
        values = self.floats(column, lowest=lowest, highest=highest, optional=optional)
        for row in np.flatnonzero(~np.isnan(values) & (values != np.round(values))).tolist():
            what = f"{values[row]:g} is no whole number"
            self.found.add(what, row=self.numbers[row], column=column)
        return values

    def flags(self, column: str) -> npt.NDArray[np.bool_]:
        """Return a column of 1 (yes) and 0 (no), shape (rows,)."""
        read = self.cells(column)
        for number, cell in zip(self.numbers, read, strict=True):
            if cell not in {"0", "1"}:
                what = f"{self._quoted(cell)} is neither 1 (yes) nor 0 (no)"
                self.found.add(what, row=number, column=column)
        return np.array([cell == "1" for cell in read], dtype=np.bool_)

    def once(self, *columns: str) -> None:
        """Note every row that has the same labels as one above it."""
        seen: dict[tuple[str, ...], int] = {}
        for number, key in zip(
            self.numbers, zip(*(self.cells(column) for column in columns), strict=True), strict=True
        ):
            if first := seen.get(key):
                self.found.add(f"{', '.join(key)} stands in row {first} already", row=number)
            else:
                seen[key] = number

    def without_faults(self, *others: ScoreSheet, also: Sequence[str] = ()) -> None:
        """Refuse what was read if anything was noted, here, in other tables, or elsewhere."""
        problems = [*also]
        for sheet in (self, *others):
            problems += told(sheet.name, sheet.found)
        if problems:
            raise EffectCaseError(*problems)

    def _number(self, cell: str, row: int, column: str) -> float:
        if not cell:
            return float("nan")
        value = float(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else inf
        if abs(value) <= _BEYOND:
            return value
        what = f"{self._quoted(cell)} is no number; leave the cell empty where it is missing"
        self.found.add(what, row=row, column=column)
        return float("nan")

    @staticmethod
    def _quoted(cell: str) -> str:
        return f"'{cell}'" if len(cell) <= _LONGEST_QUOTE else f"'{cell[:_LONGEST_QUOTE]}…'"


def read_sheet(content: bytes, name: str) -> ScoreSheet:
    """Return the rows of a CSV file; raise an EffectCaseError with every fault of its build."""
    found = FaultList()
    text = decode(content, found)
    records = [] if found else split_records(text, found)
    if not found and len(records) < 2:
        found.add("there is no row below the first", row=2)
    columns = tuple(normalise("NFC", cell.strip()) for cell in records[0]) if records else ()
    for column in sorted({one for one in columns if columns.count(one) > 1}):
        found.add("this column stands there twice", row=1, column=column or "without a name")
    numbers, rows = _whole_rows(records, len(columns), found)
    if found:
        raise EffectCaseError(*told(name, found))
    return ScoreSheet(name, columns, rows, numbers)


def told(name: str, found: FaultList) -> list[str]:
    """Return the faults of a table in the order of its rows, each on one line."""
    ordered = sorted(found.faults, key=lambda fault: fault.row or 0)
    # A quote that is never closed takes the next lines into its cell.
    sentences = [" ".join(f"{name}: {fault}".splitlines()) for fault in ordered]
    if found.unlisted:
        sentences.append(f"{name}: and {found.unlisted} more faults that are not listed")
    return sentences


def _whole_rows(
    records: list[list[str]], width: int, found: FaultList
) -> tuple[tuple[int, ...], tuple[tuple[str, ...], ...]]:
    numbers, rows = [], []
    for number, record in enumerate(records[1:], start=2):
        if len(record) == width and any(cell.strip() for cell in record):
            numbers.append(number)
            rows.append(tuple(record))
        elif any(cell.strip() for cell in record):
            found.add(f"the row has {len(record)} cells, the first row {width}", row=number)
    return tuple(numbers), tuple(rows)
