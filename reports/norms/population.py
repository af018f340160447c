"""The leaders that a leader may be placed among: the latest release of each, same items."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reports.norms.table import NormTable
from reports.release.means import self_cells, trait_items, trait_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reports.norms.arrays import Floats
    from reports.release import Figures, Norm


def same_instrument(one: Figures, other: Figures) -> bool:
    """Tell whether two releases asked the same: survey, scale, items and their wording."""
    return (one.survey_id, one.scale, one.items, one.wording, one.traits) == (
        other.survey_id,
        other.scale,
        other.items,
        other.wording,
        other.traits,
    )


def norms_from(population: Iterable[Figures]) -> Callable[[Figures], tuple[Norm, ...]]:
    """Return the function that places a leader among the leaders of a population.

    Parameters
    ----------
    population
        The latest figures of each leader with the same survey, wording and scale; released
        scores only.

    """
    scores = [_scores(figures) for figures in population]
    if not scores:
        return lambda _figures: ()
    others = np.array([score[0] for score in scores], dtype=np.float64)
    gaps = np.array([score[1] for score in scores], dtype=np.float64)
    # Summed up once, or a campaign of n leaders would cost n² steps.
    table = NormTable.of(others, gaps)

    def norms(figures: Figures) -> tuple[Norm, ...]:
        own, _ = _scores(figures)
        return table.place(own)

    return norms


def _scores(figures: Figures) -> tuple[Floats, Floats]:
    """Return Others' score and the self-others gap per trait; NaN where there is none."""
    others, gaps = [], []
    for items in trait_items(figures):
        seen = trait_mean([figures.others[item] for item in items])
        own = trait_mean(self_cells(figures, items))
        others.append(float("nan") if seen is None else float(seen))
        gaps.append(float("nan") if seen is None or own is None else float(own - seen))
    return np.array(others), np.array(gaps)
