"""The cells of releases at two points, and each leader's change by matched groups."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from reports.effects.matching import ShownBlock, matched_change
from reports.effects.offline.figures import EffectFigure
from reports.research.traits import TraitColumns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.effects.offline.case import EffectCase
    from reports.effects.offline.sheet import ScoreSheet

_JOINS = "+"


def cells_figures(case: EffectCase, sheet: ScoreSheet) -> Iterator[EffectFigure]:
    """Yield each leader's change over the items of the case, one trait; None below k2."""
    items, k2 = case.parameters.items or [], case.parameters.k2 or 0
    leaders, blocks, found_items = (sheet.labels(one) for one in ("leader", "block", "item"))
    sheet.once("leader", "point", "block", "item")
    points = sheet.whole("point")
    n, sums = sheet.whole("n", optional=True), sheet.floats("sum")
    place = {item: at for at, item in enumerate(items)}
    for number, point, item, count, total in zip(
        sheet.numbers, points, found_items, n, sums, strict=True
    ):
        if point > 1:
            sheet.found.add("a point is 0 (before) or 1 (after)", row=number, column="point")
        if item and place and item not in place:
            sheet.found.add(f"'{item}' is none of the case's items", row=number, column="item")
        if np.isnan(count) != np.isnan(total):
            sheet.found.add("n and sum stand together, or neither", row=number)
    sheet.without_faults(also=case.lacks("items", "k2"))
    tables: dict[tuple[str, int], dict[str, np.ndarray]] = defaultdict(dict)
    for row in range(len(leaders)):
        table = tables[leaders[row], int(points[row])]
        cells = table.setdefault(blocks[row], np.full((2, len(items)), np.nan))
        if n[row] > 0:
            cells[:, place[found_items[row]]] = n[row], sums[row]
    columns = TraitColumns.from_sizes([len(items)])
    identified = frozenset(case.parameters.identified)
    for leader in dict.fromkeys(leaders):
        before, after = (_blocks(tables[leader, point], identified) for point in (0, 1))
        change = matched_change(before, after, columns, k2)[0]
        yield EffectFigure("leader_change", change, {"leader": leader})


def _blocks(table: dict[str, np.ndarray], identified: frozenset[str]) -> list[ShownBlock]:
    """Return the blocks of one release; a block's label joins its groups with plus signs."""
    found = []
    for label, (n, total) in table.items():
        groups = frozenset(label.split(_JOINS))
        found.append(ShownBlock(groups, n, total, is_protected=not groups <= identified))
    return found
