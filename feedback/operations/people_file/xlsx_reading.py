"""Read XLSX without trusting it: sizes first, values only, merged cells and formulas told."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from feedback.operations.people_file.notices import Notice, PeopleFileError
from feedback.operations.people_file.table import (
    MOST_COLUMNS,
    MOST_ROWS,
    Line,
    RawTable,
    as_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.cell.read_only import ReadOnlyCell

_LIMIT_MB: Final = 100
_MEGABYTE: Final = 1024 * 1024
_MOST_PARTS: Final = 2000
_HEAD: Final = 2048
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
)


def read_xlsx(content: bytes) -> RawTable:
    """Return the rows of the first sheet; raise PeopleFileError for what is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_dangerous(archive)
            merged = _merged_cells(archive)
        return _read(content, merged)
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


def _merged_cells(archive: zipfile.ZipFile) -> list[str]:
    sheet = _first_sheet(archive)
    return [found.decode() for found in _MERGED.findall(archive.read(sheet))] if sheet else []


def _first_sheet(archive: zipfile.ZipFile) -> str | None:
    workbook = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - without DOCTYPE there are no entities
    sheet = next((e for e in workbook.iter() if e.tag.endswith("}sheet")), None)
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - as above
    if sheet is None:
        return None
    for relation in relations:
        if relation.get("Id") == sheet.get(_RELATION):
            target = str(relation.get("Target"))
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return None


def _read(content: bytes, merged: list[str]) -> RawTable:
    lines: list[Line] = []
    faults = [Notice("merged", row=_row_of(cells), values={"cells": cells}) for cells in merged]
    advice: list[Notice] = []
    for number, (written, shown) in enumerate(_rows_twice(content), 1):
        if number > MOST_ROWS:
            raise PeopleFileError([Notice("too-many-rows", values={"limit": MOST_ROWS})])
        for cell, value in zip(written, shown, strict=False):
            if cell.data_type == "f":
                found = _formula(cell, value)
                (faults if found.code == "formula-empty" else advice).append(found)
        lines.append(Line(number, tuple(as_text(value) for value in shown)))
    _refuse_too_wide(lines)
    return RawTable(tuple(lines), tuple(faults), tuple(advice))


def _rows_twice(
    content: bytes,
) -> Iterator[tuple[tuple[ReadOnlyCell, ...], tuple[object, ...]]]:
    """Yield each row as it was written, with formulas, and as Excel shows it."""
    written = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    shown = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = written.worksheets[0], shown.worksheets[0]
        for sheet in sheets:
            # A sheet may claim a million rows by sixteen thousand columns; count for ourselves.
            sheet.reset_dimensions()
        yield from zip(sheets[0].iter_rows(), sheets[1].iter_rows(values_only=True), strict=False)
    finally:
        written.close()
        shown.close()


def _formula(cell: ReadOnlyCell, value: object) -> Notice:
    place = f"{cell.column_letter}{cell.row}"
    if value is None:
        return Notice("formula-empty", row=cell.row, values={"cell": place})
    return Notice("formula", row=cell.row, values={"cell": place, "value": as_text(value)})


def _refuse_too_wide(lines: list[Line]) -> None:
    width = max((_width(line) for line in lines), default=0)
    if width > MOST_COLUMNS:
        values = {"count": width, "limit": MOST_COLUMNS}
        raise PeopleFileError([Notice("too-many-columns", values=values)])


def _width(line: Line) -> int:
    return max((i for i, cell in enumerate(line.cells, 1) if cell), default=0)


def _row_of(cells: str) -> int:
    digits = re.search(r"\d+", cells)
    return int(digits.group()) if digits else 0
