"""What leaders say of themselves beside what others say, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from reports.effects.designs import before_after
from reports.effects.distance import squared_distance, typical_distance
from reports.effects.offline.figures import EffectFigure, estimate_figures
from reports.effects.offline.scores import ends_of
from reports.effects.spread import likeness, true_spread
from reports.effects.then_test import then_shift

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.effects.offline.case import EffectCase
    from reports.effects.offline.sheet import ScoreSheet

THEN: Final = "then"
"""The column of what leaders say afterwards of how it was before, where they were asked."""


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
    looking_back = None
    if THEN in sheet.columns:
        looking_back = sheet.floats(THEN, lowest=lowest, highest=highest)
    sheet.without_faults(also=case.lacks("sigma_w"))
    sigma_w = case.parameters.sigma_w or 0.0
    whole = ~np.isnan(own + others + raters).any(axis=0)
    if looking_back is not None:
        everybody = np.arange(own.shape[1])
        shift = then_shift(own[0, :, None], looking_back[:, None], everybody)
        yield from estimate_figures("then_shift", shift)
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
    spread = true_spread(others[1] - others[0], sigma_w, raters[0], raters[1])
    yield EffectFigure("others_change_true_sd", spread)
    if case.parameters.scale is not None:
        word = likeness(spread, case.parameters.scale.width)
        yield EffectFigure("others_change_likeness", word)
