"""Say how uncertain a score is: margins from a pooled spread, and Student's intervals."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import special

from reports.norms.arrays import Floats, Ints, ratio

Z95: Final = 1.959963984540054


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
