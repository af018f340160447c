"""Read XLSX without trusting it: sizes first, values only, merged cells and formulas told."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from feedback.operations.people.file.notices import Notice, PeopleFileError
from feedback.operations.people.file.table import (
    MOST_COLUMNS,
    MOST_ROWS,
    Line,
    RawTable,
    as_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from openpyxl.cell import Cell, MergedCell

_LIMIT_MB: Final = 100
_MEGABYTE: Final = 1024 * 1024
_MOST_PARTS: Final = 2000
_HEAD: Final = 2048
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ />]")
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]+)"')
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DAMAGED: Final = (
    zipfile.BadZipFile,
    InvalidFileException,
    ET.ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    StopIteration,
)


def read_xlsx(content: bytes) -> RawTable:
    """Return the rows of the first sheet; raise PeopleFileError for what is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_dangerous(archive)
            sheet = archive.read(_first_sheet(archive))
        if _FORMULA.search(sheet):
            rows = _rows_with_formulas(content)
        else:
            rows = ((values, ()) for values in _rows_of(content))
        return _table(rows, _merged_cells(sheet))
    except _DAMAGED as error:
        # Whatever a crafted or broken file trips over in the reader: to people it is one thing.
        raise PeopleFileError([Notice("unreadable")]) from error


def _refuse_dangerous(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise PeopleFileError([Notice("not-a-table", values={"looks_like": "ZIP"})])
    # The reader gives out no more than these sizes say, even when they lie.
    size = sum(part.file_size for part in parts) / _MEGABYTE
    if size > _LIMIT_MB or len(parts) > _MOST_PARTS:
        values = {"size": round(size), "limit": _LIMIT_MB}
        raise PeopleFileError([Notice("too-large", values=values)])
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as file:
                # Excel writes no document types; entities in one could grow without end.
                if b"<!DOCTYPE" in file.read(_HEAD):
                    raise PeopleFileError([Notice("unreadable")])


def _first_sheet(archive: zipfile.ZipFile) -> str:
    workbook = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - without DOCTYPE there are no entities
    sheet = next(element for element in workbook.iter() if element.tag.endswith("}sheet"))
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - as above
    targets = {relation.get("Id"): str(relation.get("Target")) for relation in relations}
    target = targets[sheet.get(_RELATION)]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _merged_cells(sheet: bytes) -> list[Notice]:
    found = [cells.decode() for cells in _MERGED.findall(sheet)]
    return [Notice("merged", row=_row_of(cells), values={"cells": cells}) for cells in found]


def _rows_of(content: bytes) -> Iterator[tuple[object, ...]]:
    """Yield the values of each row, as Excel shows them."""
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = workbook.worksheets[0]
        # A sheet may claim a million rows by sixteen thousand columns; count for ourselves.
        sheet.reset_dimensions()
        yield from sheet.iter_rows(values_only=True)
    finally:
        workbook.close()


def _rows_with_formulas(content: bytes) -> Iterator[tuple[tuple[object, ...], tuple[Notice, ...]]]:
    """Yield the values of each row, and what is to be told of its formulas."""
    written = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        sheet = written.worksheets[0]
        sheet.reset_dimensions()
        for cells, values in zip(sheet.iter_rows(), _rows_of(content), strict=False):
            pairs = zip(cells, values, strict=False)
            yield values, tuple(_formula(c, v) for c, v in pairs if c.data_type == "f")
    finally:
        written.close()


def _formula(cell: Cell | MergedCell, value: object) -> Notice:
    row = _row_of(cell.coordinate)
    if value is None:
        return Notice("formula-empty", row=row, values={"cell": cell.coordinate})
    return Notice("formula", row=row, values={"cell": cell.coordinate, "value": as_text(value)})


def _table(
    rows: Iterable[tuple[tuple[object, ...], tuple[Notice, ...]]], faults: list[Notice]
) -> RawTable:
    lines: list[Line] = []
    formulas: list[Notice] = []
    for number, (values, noticed) in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise PeopleFileError([Notice("too-many-rows", values={"limit": MOST_ROWS})])
        lines.append(_line(number, values))
        formulas += noticed
    faults += [notice for notice in formulas if notice.code == "formula-empty"]
    advice = [notice for notice in formulas if notice.code == "formula"]
    return RawTable(tuple(lines), tuple(faults), tuple(advice))


def _line(number: int, values: tuple[object, ...]) -> Line:
    """Return a row as texts, without what the reader pads it with; refuse one too wide."""
    texts = [as_text(value) for value in values]
    width = max((place for place, text in enumerate(texts, 1) if text), default=0)
    # At once: a small file can hold so many wide rows that together they fill the memory.
    if width > MOST_COLUMNS:
        notice = Notice("too-many-columns", values={"count": width, "limit": MOST_COLUMNS})
        raise PeopleFileError([notice])
    return Line(number, tuple(texts[:width]))


def _row_of(cells: str) -> int:
    digits = re.search(r"\d+", cells)
    return int(digits.group()) if digits else 0
