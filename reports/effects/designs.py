"""Pick the rows and columns of each design; the engine below them is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reports.effects.estimate import Estimate
from reports.effects.robust import contrast
from reports.norms.arrays import mean_and_sd, ratio
from reports.research.change import ScoreSample, change

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from reports.norms.arrays import Codes, Floats

LEAST_PER_SIDE: Final = 5
"""A pair of arms among several enters the mean with at least as many on either side."""


@dataclass(frozen=True, slots=True, eq=False)
class Arms:
    """One cohort that was trained, beside those who still waited at the same points.

    Arrays of shape (rows,): which cluster a row shares its fate with, and whether it was
    trained; `outcome` has shape (rows, outcomes) and is complete. A stratum, as the level of
    manager, is a pair of arms of its own.
    """

    clusters: Codes
    trained: npt.NDArray[np.bool_]
    outcome: Floats

    @property
    def n(self) -> tuple[int, int]:
        """How many were trained, and how many waited."""
        return int(self.trained.sum()), int((~self.trained).sum())

    @property
    def counts(self) -> bool:
        """Whether both sides are large enough to stand among others."""
        return min(self.n) >= LEAST_PER_SIDE

    def of(self, rows: npt.NDArray[np.bool_]) -> Arms:
        """Return some of the rows, shape (rows,)."""
        return Arms(self.clusters[rows], self.trained[rows], self.outcome[rows])


def before_after(moved: Floats, clusters: Codes) -> Estimate:
    """Return the mean change of leaders with nobody beside them.

    Parameters
    ----------
    moved
        Changes, shape (leaders, outcomes), complete; at least one leader.
    clusters
        Leader or team, shape (leaders,).

    Returns
    -------
    Estimate
        Shape (outcomes,); with leaders as clusters Student's paired t.

    Examples
    --------
    >>> before_after(np.array([[0.5], [0.1], [0.3]]), np.arange(3)).se.round(4)
    array([0.1155])

    """
    return contrast(np.ones((len(moved), 1)), moved, clusters, np.ones(1))


def within_levels(arms: Arms, levels: Codes) -> list[Arms]:
    """Compare managers with managers of their own level alone: a pair of arms for each.

    Management teams go first in most programmes, and what they lead is another thing. `levels`
    has shape (rows,); a level without five on either side is left out.
    """
    pairs = [arms.of(levels == level) for level in np.unique(levels)]
    return [pair for pair in pairs if pair.counts]


def against_waiting(arms: Sequence[Arms]) -> Estimate:
    """Return how much more the trained changed than those who waited.

    Parameters
    ----------
    arms
        At least one, each with somebody on either side; outcomes are changes from the last
        point before the training. Clusters carry the same codes in all of them.

    Returns
    -------
    Estimate
        Σ n_g β_g/Σ n_g over the cohorts, n_g = the trained, shape (outcomes,).

    Notes
    -----
    The pairs of arms are stacked, each with its own intercept and its own trained term
    (Callaway & Sant'Anna 2021, unconditional, not yet treated). Two-way fixed effects would
    weigh some cohorts negatively.

    Examples
    --------
    >>> moved = np.array([[0.4], [0.6], [0.1], [0.2]])
    >>> pair = Arms(np.arange(4), np.array([True, True, False, False]), moved)
    >>> against_waiting([pair]).value.round(4)
    array([0.35])

    """
    x, clusters = _stack(arms), _joined(arms)
    outcome = np.concatenate([one.outcome for one in arms])
    return contrast(x, outcome, clusters, _shares(arms, x.shape[1]))


def compared(arms: Sequence[Arms], outcomes: int) -> Estimate:
    """Return how much more the trained changed; NaN where no level is large enough."""
    if arms:
        return against_waiting(arms)
    unknown = np.full(outcomes, np.nan)
    return Estimate(unknown, unknown, unknown)


def on_start(arms: Sequence[Arms], starts: Sequence[Floats]) -> tuple[Estimate, float]:
    """Compare follow-up levels at equal start levels, where the lowest went first (ANCOVA).

    Parameters
    ----------
    arms
        As in `against_waiting`, but `outcome` is the one level afterwards, shape (rows, 1).
    starts
        The level before, shape (rows,), for each of them.

    Returns
    -------
    Estimate, float
        The contrast, shape (1,), and the slope on the start level, one for all cohorts.

    Notes
    -----
    Change scores are biased where the start level decided who went, and this is not; by any
    other way of choosing it is the other way about (van Breukelen 2006, 2013).

    """
    centred = np.concatenate([start - ratio(start.sum(), len(start)) for start in starts])
    x = np.column_stack([_stack(arms), centred])
    clusters = _joined(arms)
    outcome = np.concatenate([one.outcome for one in arms])
    slope = contrast(x, outcome, clusters, np.eye(x.shape[1])[-1])
    found = contrast(x, outcome, clusters, _shares(arms, x.shape[1]))
    return found, float(slope.value[0])


def cross_section(scores: Floats, norm: ScoreSample) -> Estimate:
    """Compare leaders, measured once, with a norm: two independent groups (Welch 1947).

    Parameters
    ----------
    scores
        Shape (leaders, traits), scale points; NaN is missing.
    norm
        Number of leaders, mean and SD of the norm, shape (traits,).

    Returns
    -------
    Estimate
        Mean minus norm, shape (traits,); NaN errors at fewer than two leaders on a side.

    """
    difference = change(norm, ScoreSample(*mean_and_sd(scores)))
    return Estimate(difference.mean_diff, difference.welch_se, difference.welch_df)


def _stack(arms: Sequence[Arms]) -> Floats:
    """Return intercept and trained term of each pair of arms, shape (rows, 2·pairs)."""
    x = np.zeros((sum(len(one.trained) for one in arms), 2 * len(arms)))
    row = 0
    for number, one in enumerate(arms):
        rows = slice(row, row + len(one.trained))
        x[rows, 2 * number] = 1.0
        x[rows, 2 * number + 1] = one.trained
        row = rows.stop
    return x


def _joined(arms: Sequence[Arms]) -> Codes:
    return np.concatenate([one.clusters for one in arms])


def _shares(arms: Sequence[Arms], columns: int) -> Floats:
    trained = np.array([one.n[0] for one in arms], dtype=np.float64)
    weights = np.zeros(columns)
    weights[1 : 2 * len(arms) : 2] = ratio(trained, trained.sum())
    return weights
