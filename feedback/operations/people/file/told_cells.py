"""Find the cells of which something is told as the file is read, so that nothing is told twice."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from feedback.operations.people.file.headings import Columns
    from feedback.operations.people.file.table import Line, Remark


def told_cells(
    remarks: Iterable[Remark], columns: Columns, lines: Sequence[Line]
) -> dict[int, frozenset[str]]:
    """Return the columns that remarks are about, by the numbers of the rows that they touch."""
    found: dict[int, set[str]] = defaultdict(set)
    areas = [(one.notice.row, one.last_row, one.columns) for one in remarks]
    for column, place in columns.places.items():
        mine = sorted((first, last) for first, last, wide in areas if place + 1 in wide)
        # Areas are gone through beside the rows: each may reach over all of them.
        at, reached = 0, 0
        for line in lines:
            while at < len(mine) and mine[at][0] <= line.number:
                reached = max(reached, mine[at][1])
                at += 1
            if line.number <= reached:
                found[line.number].add(column)
    return {row: frozenset(told) for row, told in found.items()}
