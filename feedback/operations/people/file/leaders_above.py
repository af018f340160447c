"""Rows that leave the leader out, because the leader stands above, perhaps in merged cells."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.notices import Notice
from feedback.operations.people.file.questions import (
    LEAVE,
    TAKE,
    TAKE_OR_LEAVE,
    AmbiguousFileError,
    some_rows,
)
from feedback.operations.people.file.table import letters_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.operations.people.file.headings import Columns
    from feedback.operations.people.file.sifting import ReadRows
    from feedback.operations.people.file.table import Line

_WHO: Final = ("leader_email", "leader_name", "leader_first_name", "leader_last_name")
_RATER: Final = ("rater_email", "rater_id", "group")
_DOWN_ONE_COLUMN: Final = re.compile(r"([A-Z]+)[0-9]+:\1[0-9]+")
_FACTS: Final = frozenset({*_WHO, "leader_title", "workplace", "coach_email", "approver_email"})


def with_leaders_above(read: ReadRows, answer: str) -> ReadRows:
    """Return the rows with the leader of the row above, if that is meant; ask if nobody has said.

    So people write lists for people: the leader once, perhaps in merged cells.
    """
    above = _leaders_above(read.columns, read.lines)
    if not above or answer == LEAVE:
        return read
    if answer != TAKE:
        notice = Notice("leader-above", values={"count": len(above), "rows": some_rows([*above])})
        raise AmbiguousFileError("leader_above", notice, TAKE_OR_LEAVE)
    return replace(
        read,
        lines=[
            _with_facts_of(above[line.number], line, read.columns) if line.number in above else line
            for line in read.lines
        ],
        faults=[one for one in read.faults if not _is_merged_leader(one, read.columns)],
        told={row: columns - _FACTS for row, columns in read.told.items()},
    )


def _leaders_above(columns: Columns, lines: Sequence[Line]) -> dict[int, Line]:
    """Return, by the number of each row about a rater that names no leader, the row that does."""
    found: dict[int, Line] = {}
    above: Line | None = None
    for line in lines:
        if any(columns.cell(line, column) for column in _WHO):
            above = line
        elif above is not None and any(columns.cell(line, column) for column in _RATER):
            found[line.number] = above
    return found


def _with_facts_of(above: Line, line: Line, columns: Columns) -> Line:
    places = sorted(columns.places[column] for column in _FACTS if column in columns.places)
    cells = [*line.cells, *[""] * (places[-1] + 1 - len(line.cells))]
    for place in places:
        cells[place] = cells[place] or (above.cells[place : place + 1] or ("",))[0]
    return replace(line, cells=tuple(cells))


def _is_merged_leader(notice: Notice, columns: Columns) -> bool:
    """Tell whether a fault is that cells about one leader are merged, one below the other."""
    letters = {
        letters_of(place + 1) for column, place in columns.places.items() if column in _FACTS
    }
    found = _DOWN_ONE_COLUMN.fullmatch(str(notice.values.get("cells", "")))
    return notice.code == "merged" and found is not None and found[1] in letters
