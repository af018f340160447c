"""What leaders say of themselves beside what others say, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reports.effects.designs import before_after
from reports.effects.distance import squared_distance, typical_distance
from reports.effects.offline.figures import EffectFigure, estimate_figures
from reports.effects.offline.scores import ends_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.effects.offline.case import EffectCase
    from reports.effects.offline.sheet import ScoreSheet


def distance_figures(case: EffectCase, sheet: ScoreSheet) -> Iterator[EffectFigure]:
    """Yield how far apart self and others are at each point, and whether they come closer.

    A leader who lacks anything at either point counts in none of it.
    """
    sheet.labels("leader")
    sheet.once("leader")
    lowest, highest = ends_of(case)
    own, others = (
        np.array([sheet.floats(f"{who}{p}", lowest=lowest, highest=highest) for p in (0, 1)])
        for who in ("self", "others")
    )
    raters = np.array([sheet.whole(f"n{p}", lowest=1, optional=True) for p in (0, 1)])
    sheet.without_faults(also=case.lacks("sigma_w"))
    sigma_w = case.parameters.sigma_w or 0.0
    whole = ~np.isnan(own + others + raters).any(axis=0)
    own, others, raters = own[:, whole], others[:, whole], raters[:, whole]
    squares = squared_distance(own - others, sigma_w, raters)
    for point in (0, 1):
        keys = {"point": point}
        gap = (own - others)[point].mean() if whole.any() else None
        typical = typical_distance(squares[point]) if whole.any() else None
        yield EffectFigure("gap_mean", gap, keys)
        yield EffectFigure("typical_distance", typical, keys)
    changes = {"convergence": squares, "self_change": own, "others_change": others}
    for name, values in changes.items():
        moved = (values[1] - values[0])[:, None]
        yield from estimate_figures(name, before_after(moved, np.flatnonzero(whole)))
