"""Read a sheet cell by cell, as texts: only what is there, each row and cell in its order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.archive import damaged
from feedback.operations.people.file.budget import MOST_COLUMNS
from feedback.operations.people.file.notices import Notice
from feedback.operations.people.file.table import (
    Line,
    RawTable,
    Remark,
    as_text,
    letters_of,
)
from feedback.text.damaged import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from feedback.operations.people.file.budget import Budget
    from feedback.operations.people.file.number_formats import NumberFormats
    from feedback.operations.people.file.xml_reading import Attributes, Event

_COORDINATE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384
_LETTERS: Final = 26
_AREA: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE: Final = frozenset({"1", "true"})
_MOST_REMARKS: Final = 10_000
_KINDS: Final = frozenset({"n", "s", "str", "inlineStr", "b", "e", "d"})
_BOOLEANS: Final = {"1": "True", "0": "False"}


@dataclass(slots=True)
class _Cell:
    """A cell while it is read."""

    column: int
    kind: str
    style: str
    value: str | None = None
    has_formula: bool = False
    has_value: bool = False


@dataclass(slots=True)
class SheetReader:
    """Reads the events of one sheet to a table; whatever contradicts itself is damaged."""

    strings: Sequence[str]
    formats: NumberFormats
    budget: Budget
    _lines: list[Line] = field(default_factory=list, init=False)
    _faults: list[Remark] = field(default_factory=list, init=False)
    _formulas: list[Remark] = field(default_factory=list, init=False)
    _hidden_columns: set[int] = field(default_factory=set, init=False)
    _is_hidden: bool = field(default=False, init=False)
    _row: int = field(default=0, init=False)
    _column: int = field(default=0, init=False)
    _texts: dict[int, str] = field(default_factory=dict, init=False)
    _cell: _Cell | None = field(default=None, init=False)
    _reads: bool = field(default=False, init=False)
    _is_phonetic: bool = field(default=False, init=False)

    def table(self, events: Iterable[Event], *, most_lines: int | None = None) -> RawTable:
        """Return the sheet's rows in which something stands, or only the first of them."""
        in_data = False
        for name, attributes, text in events:
            if most_lines is not None and len(self._lines) >= most_lines:
                break
            if not name:
                if self._reads:
                    self._add(text)
            elif name == "sheetData":
                in_data = attributes is not None
            elif in_data and attributes is not None:
                self._begin(name, attributes)
            elif in_data:
                self._end(name)
            elif name == "col" and attributes is not None:
                self._note_column(attributes)
            elif name == "mergeCell" and attributes is not None:
                self._note_merged(attributes.get("ref", ""))
        return RawTable(
            tuple(self._lines),
            tuple(self._faults),
            tuple(self._formulas),
            hidden_columns=frozenset(self._hidden_columns),
        )

    def _begin(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            self._row = _row_after(self._row, attributes.get("r"))
            self._column = 0
            self._texts = {}
            # What a filter leaves out is marked as what somebody hides by hand.
            self._is_hidden = _is_hidden(attributes, "ht")
        elif name == "c":
            self._cell = self._begin_cell(attributes)
        elif name == "rPh":
            self._is_phonetic = True
        elif self._cell is not None and name in {"v", "t"}:
            self._reads = not self._is_phonetic
            self._cell.has_value = True
        elif self._cell is not None and name == "f":
            self._cell.has_formula = True

    def _end(self, name: str) -> None:
        if name in {"v", "t"}:
            self._reads = False
        elif name == "rPh":
            self._is_phonetic = False
        elif name == "c" and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == "row":
            self._end_row()

    def _begin_cell(self, attributes: Attributes) -> _Cell:
        self.budget.spend_cells(1)
        coordinate = attributes.get("r")
        column = self._column + 1 if coordinate is None else _column_in(self._row, coordinate)
        kind = attributes.get("t", "n")
        if not self._row or not self._column < column <= _LAST_COLUMN or kind not in _KINDS:
            raise damaged()
        self._column = column
        return _Cell(column, kind, attributes.get("s", ""))

    def _add(self, text: str) -> None:
        # One that is longer than can stand in a cell is cut anyway; see `as_text`.
        cell = self._cell
        if cell is not None and len(cell.value or "") <= LONGEST * 2:
            cell.value = (cell.value or "") + text

    def _end_cell(self, cell: _Cell) -> None:
        text = self._text_of(cell)
        if cell.has_formula:
            self._note_formula(cell, text)
        if text:
            self._texts[cell.column] = text

    def _text_of(self, cell: _Cell) -> str:
        if cell.value is None:
            return ""
        if cell.kind == "s":
            return self._shared(cell.value)
        if cell.kind == "b":
            return _BOOLEANS.get(cell.value.strip(), as_text(cell.value))
        if cell.kind == "n":
            return as_text(self.formats.value(cell.value, cell.style))
        return as_text(_unescaped(cell.value))

    def _shared(self, number: str) -> str:
        number = number.strip()
        if not number.isascii() or not number.isdigit() or int(number) >= len(self.strings):
            raise damaged()
        return self.strings[int(number)]

    def _end_row(self) -> None:
        if not self._texts:
            return
        width = max(self._texts)
        self.budget.spend_row(width)
        self.budget.spend_cells(max(0, width - self._column))
        cells = tuple(self._texts.get(place, "") for place in range(1, width + 1))
        self._lines.append(Line(self._row, cells, self._is_hidden))
        self._texts = {}

    def _note_formula(self, cell: _Cell, text: str) -> None:
        where = f"{letters_of(cell.column)}{self._row}"
        columns = range(cell.column, cell.column + 1)
        # A text that a formula found empty is a value; a number without one was never computed.
        if cell.value is None and not (cell.kind == "str" and cell.has_value):
            notice = Notice("formula-empty", self._row, values={"cell": where})
            self._note(self._faults, Remark(notice, self._row, columns))
        elif len(self._formulas) < _MOST_REMARKS:
            notice = Notice("formula", self._row, values={"cell": where, "value": text})
            self._formulas.append(Remark(notice, self._row, columns))

    def _note_column(self, attributes: Attributes) -> None:
        first, last = _whole(attributes.get("min")), _whole(attributes.get("max"))
        if _is_hidden(attributes, "width"):
            self._hidden_columns.update(range(first, min(last, MOST_COLUMNS) + 1))

    def _note_merged(self, cells: str) -> None:
        found = _AREA.fullmatch(cells.replace("$", ""))
        row, last, columns = 0, _LAST_ROW, range(1, _LAST_COLUMN + 1)
        if found:
            row, last = int(found[2]), int(found[4] or found[2])
            columns = range(_column_of(found[1]), _column_of(found[3] or found[1]) + 1)
        notice = Notice("merged", row, values={"cells": cells[:40]})
        self._note(self._faults, Remark(notice, last, columns))

    def _note(self, told: list[Remark], remark: Remark) -> None:
        # Of too many, which of them matter is not looked into: the last concerns every cell.
        if len(told) < _MOST_REMARKS:
            told.append(remark)
        elif len(told) == _MOST_REMARKS:
            told.append(Remark(remark.notice, _LAST_ROW, range(1, _LAST_COLUMN + 1)))


def shared_strings(events: Iterable[Event], budget: Budget) -> list[str]:
    """Return the texts that cells refer to by number."""
    strings: list[str] = []
    parts: list[str] = []
    length, reads, phonetic = 0, False, False
    for name, attributes, text in events:
        if not name:
            if reads and length <= LONGEST * 2:
                parts.append(text)
                length += len(text)
        elif name == "rPh":
            phonetic = attributes is not None
        elif name == "t":
            reads = attributes is not None and not phonetic
        elif name == "si" and attributes is None:
            budget.spend_string()
            strings.append(as_text(_unescaped("".join(parts))))
            parts, length = [], 0
    return strings


def _unescaped(text: str) -> str:
    """Return a text with the characters that Excel writes as _x000D_, for XML holds them not."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _row_after(last: int, number: str | None) -> int:
    if number is None:
        return last + 1
    if not number.isascii() or not number.isdigit() or not last < int(number[:8]) <= _LAST_ROW:
        raise damaged()
    return int(number)


def _column_in(row: int, coordinate: str) -> int:
    found = _COORDINATE.fullmatch(coordinate)
    if found is None or int(found[2]) != row:
        raise damaged()
    return _column_of(found[1])


def _column_of(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return column


def _is_hidden(attributes: Attributes, size: str) -> bool:
    """Tell whether a row or column does not show: hidden, or made as small as nothing."""
    if attributes.get("hidden", "").strip() in _TRUE:
        return True
    return re.fullmatch(r"0+(?:\.0*)?", attributes.get(size, "").strip()) is not None


def _whole(number: str | None) -> int:
    text = (number or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("16384") else 0
