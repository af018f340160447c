"""Place a leader among other leaders: norms of one trait from their latest releases."""

from __future__ import annotations

from typing import Final

import numpy as np

from reports.release import Norm
from reports.statistics.arrays import Floats, mean_and_sd, ratio

LEADERS_FOR_MEAN: Final = 10
LEADERS_FOR_CLASSES: Final = 30
LEADERS_FOR_PERCENTILE: Final = 100


def percentile_midrank(scores: Floats, norm: Floats) -> Floats:
    """Return each score's percentile: 100·(#below + ½·#equal)/N.

    Parameters
    ----------
    scores
        Shape (leaders,) or (leaders, traits); NaN stays NaN.
    norm
        Shape (N,) or (N, traits); NaN does not count. Compared after rounding to 1e-9.

    Returns
    -------
    Floats
        The shape of `scores`, 0 to 100; NaN without a norm. (Equal to
        `scipy.stats.percentileofscore(kind="mean")`.)

    Examples
    --------
    >>> percentile_midrank(np.array([3.0]), np.array([1.0, 2.0, 3.0, 3.0, 4.0]))
    array([60.])

    """
    if scores.ndim == 1:
        return _midrank(scores, norm)
    columns = [_midrank(scores[:, t], norm[:, t]) for t in range(scores.shape[1])]
    return np.stack(columns, axis=1)


def _midrank(scores: Floats, norm: Floats) -> Floats:
    known = np.sort(np.round(norm[~np.isnan(norm)], 9))
    wanted = np.round(scores, 9)
    below = np.searchsorted(known, wanted, side="left")
    up_to = np.searchsorted(known, wanted, side="right")
    rank = ratio(50.0 * (below + up_to), len(known))
    return np.where(np.isnan(scores), np.nan, rank)


def make_norms(score: Floats, others: Floats, gaps: Floats) -> tuple[Norm, ...]:
    """Make one leader's norm records, one per trait.

    Parameters
    ----------
    score
        The leader's released Others score per trait, shape (traits,); NaN where there is none.
    others, gaps
        Released Others scores and self–other gaps of the latest release of each leader with
        the same survey, wording and scale, shape (leaders, traits); NaN where there is none.
        The leader's own may be among them.

    Returns
    -------
    tuple of Norm
        The mean from 10 leaders, mean and SD of gaps and the quarter from 30, the percentile
        (1 to 99) from 100; counted per trait.

    Examples
    --------
    >>> others = np.linspace(2.0, 5.0, 40)[:, None]
    >>> make_norms(np.array([4.9]), others, others - 3.0)[0]
    Norm(n_leaders=40, mean_thousandths=3500, gap_mean_thousandths=500, \
gap_sd_thousandths=899, percentile=None, quarter=4)

    """
    n, mean, _ = mean_and_sd(others)
    n_gaps, gap_mean, gap_sd = mean_and_sd(gaps)
    rank = percentile_midrank(score[None, :], others)[0]
    return tuple(
        _norm(int(n[t]), mean[t], (int(n_gaps[t]), gap_mean[t], gap_sd[t]), rank[t])
        for t in range(len(score))
    )


def _norm(n: int, mean: float, gap: tuple[int, float, float], rank: float) -> Norm:
    n_gaps, gap_mean, gap_sd = gap
    has_classes = n_gaps >= LEADERS_FOR_CLASSES
    has_rank = not np.isnan(rank)
    return Norm(
        n_leaders=n,
        mean_thousandths=_thousandths(mean) if n >= LEADERS_FOR_MEAN else None,
        gap_mean_thousandths=_thousandths(gap_mean) if has_classes else None,
        gap_sd_thousandths=_thousandths(gap_sd) if has_classes else None,
        percentile=_percentile(rank) if has_rank and n >= LEADERS_FOR_PERCENTILE else None,
        quarter=_quarter(rank) if has_rank and n >= LEADERS_FOR_CLASSES else None,
    )


def _thousandths(points: float) -> int:
    return round(points * 1000)


def _percentile(rank: float) -> int:
    return int(np.clip(np.floor(rank + 0.5), 1, 99))


def _quarter(rank: float) -> int:
    return min(4, int(rank // 25) + 1)
