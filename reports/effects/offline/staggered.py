"""Waves that go one after the other, one row for each leader and point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reports.effects.designs import against_waiting, compared
from reports.effects.offline.figures import EffectFigure, estimate_figures
from reports.effects.offline.scores import ends_of
from reports.effects.panel import Panel
from reports.effects.waves import waves_at_points

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.effects.estimate import Estimate
    from reports.effects.offline.case import EffectCase
    from reports.effects.offline.sheet import ScoreSheet
    from reports.effects.waves import WaveAtPoint
    from reports.norms.arrays import Codes, Floats, Ints

_MOST_POINTS = 1000


def staggered_figures(case: EffectCase, sheet: ScoreSheet) -> Iterator[EffectFigure]:
    """Yield each wave at each follow-up, and their means, by how leaders share their fate."""
    yield from _wave_figures(*read_waves(case, sheet))


def read_waves(case: EffectCase, sheet: ScoreSheet) -> tuple[Panel, Ints, dict[str, Codes]]:
    """Return the leaders' scores, their waves, and their clusters by name.

    Wave w is trained between the points w − 1 and w; whoever never goes has a number beyond the
    last point.
    """
    sheet.once("leader", "point")
    labels = sheet.labels("leader")
    leaders = {name: place for place, name in enumerate(dict.fromkeys(labels))}
    points, wave = sheet.whole("point"), sheet.whole("wave")
    lowest, highest = ends_of(case)
    scores = sheet.floats("y", lowest=lowest, highest=highest)
    teams = sheet.labels("team") if "team" in sheet.columns else None
    _alike(sheet, labels, "wave")
    if teams is not None:
        _alike(sheet, labels, "team")
    if (points > _MOST_POINTS).any():
        sheet.found.add(f"points are numbered from 0, and at most {_MOST_POINTS}", column="point")
    sheet.without_faults()
    rows = np.array([leaders[label] for label in labels])
    table = np.full((len(leaders), int(points.max()) + 1, 1), np.nan)
    table[rows, points.astype(np.intp), 0] = scores
    waves = _of_leaders(wave, rows, len(leaders)).astype(np.int32)
    clusters: dict[str, Codes] = {"leader": np.arange(len(leaders))}
    if teams is not None:
        codes = np.unique(teams, return_inverse=True)[1].astype(np.float64)
        clusters["team"] = _of_leaders(codes, rows, len(leaders)).astype(np.int32)
    return Panel(table), waves, clusters


def _wave_figures(panel: Panel, waves: Ints, clusters: dict[str, Codes]) -> Iterator[EffectFigure]:
    seen = {
        name: list(waves_at_points(panel, waves - 1, waves, codes))
        for name, codes in clusters.items()
    }
    for one in seen["leader"]:
        at: dict[str, object] = {"wave": one.wave, "later": one.later}
        found = against_waiting([one.arms]).value[-1] if one.counts else None
        yield EffectFigure("att_gt", found, at)
        yield EffectFigure("att_gt_n", list(one.arms.n), at)
    for later in sorted({one.later for one in seen["leader"]}):
        for name, cells in seen.items():
            keys: dict[str, object] = {"later": later, "cluster": name}
            found = together([one for one in cells if one.later == later and one.counts])
            yield from estimate_figures("att", found, -1, keys=keys)


def together(cells: Sequence[WaveAtPoint]) -> Estimate:
    """Return the mean over waves; NaN where no wave is large enough."""
    return compared([one.arms for one in cells], 1)


def _of_leaders(values: Floats, rows: Codes, leaders: int) -> Floats:
    """Return each leader's value of a column that is alike in all of a leader's rows."""
    found = np.empty(leaders)
    found[rows] = values
    return found


def _alike(sheet: ScoreSheet, labels: list[str], column: str) -> None:
    """Note every row where a leader's wave or team is another than in their first row."""
    first: dict[str, str] = {}
    rows = zip(sheet.numbers, labels, sheet.cells(column), strict=True)
    for number, label, cell in rows:
        if cell != first.setdefault(label, cell):
            what = f"{label} has '{cell}' here and '{first[label]}' in an earlier row"
            sheet.found.add(what, row=number, column=column)
