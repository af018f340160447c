"""Place a leader among other leaders: norms of one trait from their latest releases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reports.norms.arrays import Floats, Ints, mean_and_sd, ratio
from reports.policy import LEADERS_FOR_CLASSES, LEADERS_FOR_MEAN, LEADERS_FOR_PERCENTILE
from reports.release import Norm


@dataclass(frozen=True, slots=True, eq=False)
class NormTable:
    """The leaders that others are placed among, summed up once for all of them.

    Attributes
    ----------
    others
        Released Others scores of the latest release of each leader with the same survey,
        wording and scale, shape (leaders, traits); sorted down each trait, NaN last.
    n, mean
        How many leaders have an Others score, and its mean, shape (traits,).
    gaps
        Number, mean and SD of the leaders' self–other gaps, shape (traits,) each.

    """

    others: Floats
    n: Ints
    mean: Floats
    gaps: tuple[Ints, Floats, Floats]

    @classmethod
    def of(cls, others: Floats, gaps: Floats) -> NormTable:
        """Sum up leaders' scores and gaps, shape (leaders, traits); NaN where there is none."""
        n, mean, _ = mean_and_sd(others)
        return cls(np.sort(np.round(others, 9), axis=0), n, mean, mean_and_sd(gaps))

    def place(self, score: Floats) -> tuple[Norm, ...]:
        """Make one leader's norm records, one per trait.

        Parameters
        ----------
        score
            The leader's released Others score per trait, shape (traits,); NaN where there is
            none. The leader may be in the table.

        Returns
        -------
        tuple of Norm
            The mean from 10 leaders, mean and SD of gaps and the quarter from 30, the
            percentile (1 to 99) from 100; counted per trait.

        Examples
        --------
        >>> others = np.linspace(2.0, 5.0, 40)[:, None]
        >>> NormTable.of(others, others - 3.0).place(np.array([4.9]))[0]
        Norm(n_leaders=40, mean_thousandths=3500, gap_mean_thousandths=500, \
gap_sd_thousandths=899, percentile=None, quarter=4)

        """
        return tuple(self._norm(trait, points) for trait, points in enumerate(score.tolist()))

    def _norm(self, trait: int, points: float) -> Norm:
        n, n_gaps = int(self.n[trait]), int(self.gaps[0][trait])
        has_classes = n_gaps >= LEADERS_FOR_CLASSES
        rank = float(_midrank(np.array(points), self.others[:n, trait]))
        is_placed = not np.isnan(rank)
        return Norm(
            n_leaders=n,
            mean_thousandths=_thousandths(self.mean[trait]) if n >= LEADERS_FOR_MEAN else None,
            gap_mean_thousandths=_thousandths(self.gaps[1][trait]) if has_classes else None,
            gap_sd_thousandths=_thousandths(self.gaps[2][trait]) if has_classes else None,
            percentile=_percentile(rank) if is_placed and n >= LEADERS_FOR_PERCENTILE else None,
            quarter=_quarter(rank) if is_placed and n >= LEADERS_FOR_CLASSES else None,
        )


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
        return _midrank(scores, np.sort(np.round(norm[~np.isnan(norm)], 9)))
    columns = [percentile_midrank(scores[:, t], norm[:, t]) for t in range(scores.shape[1])]
    return np.stack(columns, axis=1)


def _midrank(scores: Floats, ordered: Floats) -> Floats:
    wanted = np.round(scores, 9)
    below = np.searchsorted(ordered, wanted, side="left")
    up_to = np.searchsorted(ordered, wanted, side="right")
    return np.where(np.isnan(scores), np.nan, ratio(50.0 * (below + up_to), len(ordered)))


def _thousandths(points: float) -> int:
    return round(points * 1000)


def _percentile(rank: float) -> int:
    return int(np.clip(np.floor(rank + 0.5), 1, 99))


def _quarter(rank: float) -> int:
    return min(4, int(rank // 25) + 1)
