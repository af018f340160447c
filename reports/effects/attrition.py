"""Ask what those would have to say who were measured before and not after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.norms.arrays import ratio

if TYPE_CHECKING:
    from reports.norms.arrays import Floats, Ints

import numpy as np


def attrition(start: Ints | int, pairs: Ints | int) -> Floats:
    """Return the share of those measured before who were not measured after, NaN of nobody.

    >>> round(float(attrition(18, 14)), 4)
    0.2222
    """
    return 1.0 - ratio(pairs, start)


def tipping_point(interval: Floats, pairs: int, leavers: int) -> Floats:
    """Return the mean change of the leavers at which the word would no longer hold.

    Parameters
    ----------
    interval
        Shape (outcomes, 2), scale points.
    pairs, leavers
        How many were measured twice, and how many only before.

    Returns
    -------
    Floats
        −n·limit/leavers for the limit nearer nought, shape (outcomes,); NaN where the interval
        holds nought, so that nothing was concluded, and where nobody left.

    Examples
    --------
    >>> tipping_point(np.array([[0.1, 0.4], [-0.1, 0.3]]), 20, 4)
    array([-0.5,  nan])

    """
    low, high = interval[..., 0], interval[..., 1]
    limit = np.select([low > 0, high < 0], [low, high], default=np.nan)
    return ratio(-pairs * limit, leavers)
