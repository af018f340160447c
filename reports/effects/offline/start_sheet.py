"""One score before and after, trained or waiting: the lowest first, or whole teams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reports.effects.designs import Arms, against_waiting, before_after, on_start
from reports.effects.offline.figures import EffectFigure, estimate_figures
from reports.effects.offline.scores import ends_of
from reports.effects.regression import expected_regression, start_difference, start_reliability

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from reports.effects.offline.case import EffectCase
    from reports.effects.offline.sheet import ScoreSheet
    from reports.norms.arrays import Codes, Floats


@dataclass(frozen=True, slots=True, eq=False)
class TwoScores:
    """Start and follow-up of each leader, NaN is missing, and who was trained; (leaders,)."""

    before: Floats
    after: Floats
    trained: npt.NDArray[np.bool_]
    clusters: Codes

    @property
    def paired(self) -> TwoScores:
        """The leaders who were measured twice."""
        both = ~np.isnan(self.before) & ~np.isnan(self.after)
        return TwoScores(
            self.before[both], self.after[both], self.trained[both], self.clusters[both]
        )

    @property
    def moved(self) -> Floats:
        """The changes, shape (leaders, 1)."""
        return (self.after - self.before)[:, None]

    def arms(self, outcome: Floats) -> Arms:
        """Return both sides with an outcome of shape (leaders, 1)."""
        return Arms(self.clusters, self.trained, outcome)


def worst_first_figures(case: EffectCase, sheet: ScoreSheet) -> Iterator[EffectFigure]:
    """Yield the comparison at equal start levels, and the figures that mislead beside it."""
    scores = read_scores(case, sheet)
    sheet.without_faults()
    pairs = scores.paired
    found, slope = on_start([pairs.arms(pairs.after[:, None])], [pairs.before])
    yield from estimate_figures("ancova", found)
    yield EffectFigure("ancova_slope", slope)
    chosen = pairs.trained
    yield from estimate_figures(
        "naive_change", before_after(pairs.moved[chosen], pairs.clusters[chosen])
    )
    yield from estimate_figures("naive_did", against_waiting([pairs.arms(pairs.moved)]))
    yield from _regression_figures(case, scores)


def _regression_figures(case: EffectCase, scores: TwoScores) -> Iterator[EffectFigure]:
    """Yield what the start levels alone tell; all who were measured before count."""
    known = ~np.isnan(scores.before)
    start, chosen = scores.before[known], scores.trained[known]
    sigma, inverse = case.parameters.sigma_w, case.parameters.mean_inverse_n
    reliability = (
        start_reliability(start, sigma, inverse)
        if sigma is not None and inverse is not None
        else float("nan")
    )
    yield EffectFigure("start_reliability", reliability)
    yield EffectFigure("regression_expected", expected_regression(start, chosen, reliability))
    yield EffectFigure("start_difference_sd", start_difference(start, chosen))


def teams_figures(case: EffectCase, sheet: ScoreSheet) -> Iterator[EffectFigure]:
    """Yield the comparisons with leaders as they stand alone, and as teams share their fate."""
    scores = read_scores(case, sheet)
    teams = np.unique(sheet.labels("team"), return_inverse=True)[1]
    sheet.without_faults()
    for name, clusters in (("leader", scores.clusters), ("team", teams)):
        pairs = TwoScores(scores.before, scores.after, scores.trained, clusters).paired
        keys = {"cluster": name}
        did = against_waiting([pairs.arms(pairs.moved)])
        yield from estimate_figures("did", did, keys=keys)
        yield from estimate_figures("change", before_after(pairs.moved, pairs.clusters), keys=keys)
        level, _ = on_start([pairs.arms(pairs.after[:, None])], [pairs.before])
        yield from estimate_figures("ancova", level, keys=keys)


def read_scores(case: EffectCase, sheet: ScoreSheet) -> TwoScores:
    """Return start and follow-up of each leader, alone in a cluster."""
    sheet.labels("leader")
    sheet.once("leader")
    lowest, highest = ends_of(case)
    before, after = (sheet.floats(one, lowest=lowest, highest=highest) for one in ("y0", "y1"))
    return TwoScores(before, after, sheet.flags("trained"), np.arange(len(sheet.rows)))
