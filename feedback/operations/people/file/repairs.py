"""Mend a table as somebody asks: cells written anew, rows left out, merged cells filled."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.notices import Notice

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from feedback.operations.people.file.table import Line, RawTable, Remark

_MERGED: Final = "merged"


@dataclass(frozen=True, slots=True)
class Repairs:
    """What somebody has put right in a file that waits; the file itself stays as it came.

    `cells` are texts by row number and by place in the row, from 0.
    """

    cells: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    dropped: frozenset[int] = frozenset()

    def writing(self, cells: Mapping[tuple[int, int], str]) -> Repairs:
        """Return these repairs with more cells written, by row number and place."""
        written = {row: {**places} for row, places in self.cells.items()}
        for (row, place), text in cells.items():
            written.setdefault(row, {})[place] = text
        return replace(self, cells=written)

    def dropping(self, rows: Collection[int], *, keeping: Collection[int] = ()) -> Repairs:
        """Return these repairs with more rows left out, and others taken in again."""
        return replace(self, dropped=(self.dropped - {*keeping}) | {*rows})


def repaired(table: RawTable, repairs: Repairs) -> RawTable:
    """Return a table with its repairs, and with the value of merged cells in each row."""
    merged = [one for one in table.faults if one.notice.code == _MERGED and one.notice.row]
    written = _filled(table.lines, merged)
    count = len({area for area, _ in written.values()})
    for row, places in repairs.cells.items():
        written |= {(row, place): (-1, text) for place, text in places.items()}
    by_row: dict[int, dict[int, str]] = defaultdict(dict)
    for (row, place), (_, text) in written.items():
        by_row[row][place] = text
    lines = (
        _with(line, by_row[line.number]) if line.number in by_row else line
        for line in table.lines
        if line.number not in repairs.dropped
    )
    values = {"count": count, "cells": merged[0].notice.values["cells"]} if count else {}
    told = (Notice("merged-filled", values=values),) if count else ()
    return replace(
        table,
        lines=tuple(lines),
        faults=tuple(one for one in table.faults if not _is_mended(one, repairs)),
        advice=(*table.advice, *told),
    )


def _filled(
    lines: Iterable[Line], merged: Collection[Remark]
) -> dict[tuple[int, int], tuple[int, str]]:
    """Return what stands in merged cells below their first one, with the number of the area."""
    if not merged:
        return {}
    by_number = {line.number: line for line in lines}
    found: dict[tuple[int, int], tuple[int, str]] = {}
    for area, remark in enumerate(merged):
        place, first = remark.columns.start - 1, by_number.get(remark.notice.row)
        text = _cell(first, place) if first else ""
        # An area may reach to the end of the sheet: rows that are not there are not gone through.
        last = min(remark.last_row, max(by_number))
        for row in range(remark.notice.row + 1, last + 1) if text else ():
            if row in by_number and not _cell(by_number[row], place):
                found[row, place] = (area, text)
    return found


def _is_mended(remark: Remark, repairs: Repairs) -> bool:
    if remark.notice.code == _MERGED:
        return True
    written = repairs.cells.get(remark.notice.row, {})
    return any(place + 1 in remark.columns for place in written)


def _cell(line: Line, place: int) -> str:
    return line.cells[place] if place < len(line.cells) else ""


def _with(line: Line, written: Mapping[int, str]) -> Line:
    cells = [*line.cells, *[""] * (max(written) + 1 - len(line.cells))]
    for place, text in written.items():
        cells[place] = text
    return replace(line, cells=tuple(cells))
