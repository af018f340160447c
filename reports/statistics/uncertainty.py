"""Say how uncertain a score is: margins from a pooled spread, and Student's intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import special

from reports.statistics.arrays import Floats, Ints, ratio
from reports.statistics.tally import segment_means, within_squares

if TYPE_CHECKING:
    from reports.statistics.arrays import Codes

Z95: Final = 1.959963984540054
LEADERS_FOR_SIGMA: Final = 30
DF_FOR_SIGMA: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class WithinSpread:
    """Sums of squares within segments and their degrees of freedom, per trait.

    Two of them add up: that is how several campaigns are pooled.
    """

    squares: Floats
    df: Ints

    def __add__(self, other: WithinSpread) -> WithinSpread:
        """Pool with another campaign's."""
        return WithinSpread(self.squares + other.squares, self.df + other.df)

    @property
    def sigma(self) -> Floats:
        """σ_w = √(SS/df) in scale points; NaN without degrees of freedom."""
        return np.sqrt(ratio(self.squares, self.df))


def within_spread(scores: Floats, codes: Codes, segments: int) -> WithinSpread:
    """Pool the spread of raters' scores within segments (leader × block, or leader).

    Parameters
    ----------
    scores
        `rater_trait`, shape (responses, traits); NaN where there is none.
    codes, segments
        The segment of each response and how many there are.

    Returns
    -------
    WithinSpread
        Arrays of shape (traits,): the "within" line of a one-way analysis of variance.

    Examples
    --------
    >>> spread = within_spread(np.array([[1.0], [3.0], [4.0]]), np.array([0, 0, 1]), 2)
    >>> spread.squares.tolist(), spread.df.tolist(), spread.sigma.round(4).tolist()
    ([2.0], [1], [1.4142])

    """
    n, mean, _ = segment_means(scores, codes, segments)
    squares = within_squares(scores, mean, codes).sum(axis=0)
    return WithinSpread(squares, np.maximum(n - 1, 0).sum(axis=0, dtype=np.int32))


def margin95(sigma_w: Floats | float, n: Ints | int) -> Floats:
    """Return 1.96·σ_w/√n, the pooled margin of a mean, in scale points; NaN at n = 0.

    With σ_w from the whole campaign it says nothing of the group's own spread, and it covers
    95 % at n = 3, where a bootstrap covers 74 %.

    >>> round(float(margin95(0.63, 3)), 4)
    0.7129
    """
    return ratio(Z95 * np.asarray(sigma_w), np.sqrt(n))


def change_margin95(sigma_w: Floats | float, before: Ints | int, after: Ints | int) -> Floats:
    """Return 1.96·σ_w·√(1/n₁ + 1/n₂), the margin of a difference between two campaigns.

    >>> round(float(change_margin95(0.63, 5, 7)), 4)
    0.723
    """
    return Z95 * np.asarray(sigma_w) * np.sqrt(ratio(1, before) + ratio(1, after))


def t_ci95(mean: Floats, sd: Floats, n: Ints) -> Floats:
    """Return Student's 95 % interval of a mean. Research only: its width discloses the spread.

    Parameters
    ----------
    mean, sd, n
        Any common shape.

    Returns
    -------
    Floats
        Shape (…, 2), scale points; NaN at n < 2 and where the spread is nought.

    Examples
    --------
    >>> t_ci95(np.array(3.0), np.array(2.8284271247461903), np.array(2)).round(4)
    array([-22.4124,  28.4124])

    """
    positive = np.where(np.nan_to_num(sd) > 0, sd, np.nan)
    half = special.stdtrit(np.maximum(n - 1, 1), 0.975) * positive / np.sqrt(np.maximum(n, 1))
    return np.stack([mean - half, mean + half], axis=-1)
