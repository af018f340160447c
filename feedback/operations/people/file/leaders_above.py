"""Rows that leave the leader out, because the leader stands above, perhaps in merged cells."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.table import letters_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.operations.people.file.headings import Columns
    from feedback.operations.people.file.notices import Notice
    from feedback.operations.people.file.table import Line

_WHO: Final = ("leader_email", "leader_name", "leader_first_name", "leader_last_name")
_RATER: Final = ("rater_email", "rater_id", "group")
_DOWN_ONE_COLUMN: Final = re.compile(r"([A-Z]+)[0-9]+:\1[0-9]+")
FACTS: Final = frozenset({*_WHO, "leader_title", "workplace", "coach_email", "approver_email"})
"""The columns about a leader."""


def below_leaders(columns: Columns, lines: Sequence[Line]) -> list[int]:
    """Return the numbers of the rows about a rater that name no leader, below one that does."""
    found: list[int] = []
    is_below = False
    for line in lines:
        if any(columns.cell(line, column) for column in _WHO):
            is_below = True
        elif is_below and any(columns.cell(line, column) for column in _RATER):
            found.append(line.number)
    return found


def with_leaders(columns: Columns, lines: Sequence[Line]) -> list[Line]:
    """Return the lines, those that name no leader with the facts of the leader above."""
    places = sorted(columns.places[column] for column in FACTS if column in columns.places)
    filled: list[Line] = []
    above: Line | None = None
    for line in lines:
        if any(columns.cell(line, column) for column in _WHO):
            above = line
        elif above is not None and any(columns.cell(line, column) for column in _RATER):
            cells = [*line.cells, *[""] * (places[-1] + 1 - len(line.cells))]
            for place in places:
                cells[place] = cells[place] or (above.cells[place : place + 1] or ("",))[0]
            filled.append(replace(line, cells=tuple(cells)))
            continue
        filled.append(line)
    return filled


def is_merged_leader(notice: Notice, columns: Columns) -> bool:
    """Tell whether a fault is that cells about one leader are merged, one below the other."""
    letters = {letters_of(place + 1) for column, place in columns.places.items() if column in FACTS}
    found = _DOWN_ONE_COLUMN.fullmatch(str(notice.values.get("cells", "")))
    return notice.code == "merged" and found is not None and found[1] in letters
