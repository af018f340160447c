"""Read CSV as Swedish Excel writes it (`;`, BOM or cp1252), and as others do."""

from __future__ import annotations

import csv
import io
from typing import Final

from feedback.operations.people.file.notices import Notice, PeopleFileError
from feedback.operations.people.file.table import MOST_ROWS, Line, RawTable, as_text

_SEPARATORS: Final = ";\t,|"
_LONGEST_RECORD: Final = 1_000_000


def read_csv(content: bytes) -> RawTable:
    """Return the rows of a CSV file; raise PeopleFileError if it is no text at all."""
    text = _decode(content)
    separator, text = _separator(text)
    csv.field_size_limit(_LONGEST_RECORD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    lines = []
    try:
        for number, cells in enumerate(reader, 1):
            if number > MOST_ROWS:
                raise PeopleFileError([Notice("too-many-rows", values={"limit": MOST_ROWS})])
            lines.append(Line(number, tuple(as_text(cell) for cell in cells)))
    except csv.Error as error:
        raise PeopleFileError([Notice("unreadable")]) from error
    return RawTable(tuple(lines))


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(content, "cp1252")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise PeopleFileError([Notice("unreadable")]) from error


def _separator(text: str) -> tuple[str, str]:
    first, _, rest = text.lstrip("\r\n").partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return first.strip()[-1], rest  # Excel's own line, which Excel hides
    candidates = [line for line in text.splitlines()[:10] if line.strip()]
    sample = max(candidates, key=len, default="")
    return max(_SEPARATORS, key=lambda mark: (first.count(mark), sample.count(mark))), text
