"""Read CSV as Swedish Excel writes it (`;`, BOM or cp1252), and as others do."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.budget import MOST_COLUMNS
from feedback.operations.people.file.letters import decoded
from feedback.operations.people.file.notices import MOST_TOLD, Notice, PeopleFileError
from feedback.operations.people.file.table import Line, RawTable, Remark, as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.operations.people.file.budget import Budget

_SEPARATORS: Final = ";\t,|"
_SAID: Final = re.compile(r'\s*"?sep=(.)"?[;,\t| ]*(?:\r\n?|\n|$)', re.IGNORECASE)
_KEPT: Final = re.compile(r'="(.*)"\s*', re.DOTALL)
_LONGEST_RECORD: Final = 1_000_000
_ROWS_A_LOOK: Final = 256
_LINES_LOOKED_AT: Final = 30
_FEWEST: Final = 3  # separators beside an address, on a line inside a cell: a row was swallowed


def read_csv(content: bytes, budget: Budget, encoding: str = "") -> RawTable:
    """Return the rows of a CSV file; raise PeopleFileError if it is no text at all."""
    found = decoded(content, encoding)
    text = found.text
    if text.lstrip().startswith("<") and not _is_table(text):
        # Registers that export "to Excel" often write a web page and call it .xls or .xlsx.
        raise PeopleFileError([Notice("not-a-table", values={"looks_like": "HTML / XML"})])
    separator, text = _separator(text)
    csv.field_size_limit(_LONGEST_RECORD)
    lines: list[Line] = []
    faults: list[Remark] = []
    try:
        for number, cells, is_open in _records(text, separator):
            if number % _ROWS_A_LOOK == 0:
                budget.check_time()
            budget.spend_cells(max(1, len(cells)))
            if is_open and len(faults) <= MOST_TOLD:
                notice = Notice("quotes-open", number)
                faults.append(Remark(notice, number, range(1, MOST_COLUMNS + 1)))
            texts = _texts(cells)
            if texts:
                budget.spend_row(len(texts))
                lines.append(Line(number, texts))
    except csv.Error as error:
        raise PeopleFileError([Notice("unreadable")]) from error
    return RawTable(tuple(lines), tuple(faults), advice=found.advice)


def _is_table(text: str) -> bool:
    """Tell a list whose first heading stands in angle brackets from a web page."""
    return not re.match(r"\s*<[!?a-zA-Z]", text)


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str], bool]]:
    """Yield each record with its number, and whether a quotation mark in it is never closed."""
    source = io.StringIO(text, newline="")
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in source:
            taken.append(line)
            yield line

    for number, cells in enumerate(csv.reader(lines(), delimiter=separator), 1):
        record = "".join(taken)
        taken.clear()
        yield number, cells, '"' in record and _is_open(cells, record, separator)


def _is_open(cells: list[str], record: str, separator: str) -> bool:
    within = (line for cell in cells for line in cell.splitlines()[1:])
    if any(line.count(separator) >= _FEWEST and "@" in line for line in within):
        return True
    try:
        list(csv.reader(io.StringIO(record, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        # A mark inside a cell is no matter, as in `"Eva Lind" <adress>`; one left open is.
        return "unexpected end" in str(error) or "\n" in record.strip() or "\r" in record.strip()
    return False


def _texts(cells: list[str]) -> tuple[str, ...]:
    """Return a row as texts, without the empty cells at its end."""
    texts = [as_text(_uncomputed(cell)) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _uncomputed(cell: str) -> str:
    """Return the text in ="…", as registers write it to keep a spreadsheet from changing it."""
    found = _KEPT.fullmatch(cell)
    return found[1].replace('""', '"') if found else cell


def _separator(text: str) -> tuple[str, str]:
    """Return what stands between cells: the mark that is there equally often in most lines."""
    said = _SAID.match(text)
    if said:
        return said[1], text[said.end() :]  # Excel's own line, which Excel hides
    lines = [line for line in re.split(r"\r\n?|\n", text[:100_000]) if line.strip()]
    return max(_SEPARATORS, key=lambda mark: _evenness(lines[:_LINES_LOOKED_AT], mark)), text


def _evenness(lines: list[str], mark: str) -> int:
    counts = Counter(line.count(mark) for line in lines)
    return max((count * lines for count, lines in counts.items()), default=0)
