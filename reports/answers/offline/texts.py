"""Turn the bytes of a CSV file into records of cells, whoever wrote it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reports.answers.offline.faults import FaultList

_DELIMITERS: Final = (";", "\t", ",")
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ZIPPED: Final = b"PK\x03\x04"
_UTF8_LETTER: Final = re.compile(rb"[\xc3\xc5][\x80-\xbf]")
"""å, ä, ö, é and their like in UTF-8; in cp1252 such a pair is never part of a word."""

_EXCELS_LINE: Final = re.compile(r'"?sep=([;,\t])"?[;,\t]*\r?(?:\n|$)', re.IGNORECASE)

_SAVE: Final = "save it as CSV UTF-8"


def decode(content: bytes, found: FaultList) -> str:
    """Return the text of a file in UTF-8 (with or without a mark) or cp1252; note what is wrong."""
    if content.startswith(_ZIPPED):
        found.add(f"this is a spreadsheet, not CSV; {_SAVE}")
    elif content.startswith(_UTF16) or b"\x00" in content:
        found.add(f"the file is in UTF-16 or is not text; {_SAVE}")
    elif not content.strip() or content == codecs.BOM_UTF8:
        found.add("the file is empty; its first row must name the columns")
    else:
        return _decode_text(content, found)
    return ""


def _decode_text(content: bytes, found: FaultList) -> str:
    text = content.removeprefix(codecs.BOM_UTF8)
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        if text != content or _UTF8_LETTER.search(text):
            _note_byte(text, error.start, "UTF-8 elsewhere, but not here", found)
            return ""
    try:
        return text.decode("cp1252")
    except UnicodeDecodeError as error:
        _note_byte(text, error.start, "neither UTF-8 nor cp1252", found)
        return ""


def _note_byte(content: bytes, place: int, what: str, found: FaultList) -> None:
    """Name the row and column of a byte; quoted newlines do not count as rows."""
    whole = content.decode("latin-1")
    delimiter, rows = _without_excels_line(whole)
    start = io.StringIO(rows[: max(0, place - len(whole) + len(rows))], newline="")
    before = list(csv.reader(start, delimiter=delimiter))
    row = max(len(before), 1)
    column = str(max(len(before[-1]), 1)) if before else "1"
    found.add(
        f"the byte 0x{content[place]:02X} is wrong, for the file is {what}; {_SAVE}",
        row=row,
        column=column,
    )


def find_delimiter(text: str) -> str:
    """Return what separates the cells: what the first line has most of.

    >>> find_delimiter("leader;group;q1"), find_delimiter("leader,group")
    (';', ',')
    """
    header = text.split("\n", 1)[0]
    return max(_DELIMITERS, key=header.count)


def _without_excels_line(text: str) -> tuple[str, str]:
    """Return the delimiter and the rows; `sep=;` on top names the one, and Excel hides it."""
    found = _EXCELS_LINE.match(text)
    if found is None:
        return find_delimiter(text), text
    return found[1], text[found.end() :]


def split_records(text: str, found: FaultList) -> list[list[str]]:
    """Return the rows of a CSV text; a cell may hold line breaks inside quotation marks."""
    records: list[list[str]] = []
    delimiter, text = _without_excels_line(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        records.extend(reader)
    except csv.Error as error:
        # A cell beyond the reader's limit is nearly always a quotation mark never closed.
        what = f"the quotation marks are not right ({error}); the rows from here on were not read"
        found.add(what, row=len(records) + 1)
    return records
