"""Name the array types of the statistics, and the two habits they all share.

Undefined is NaN inside arrays and null outside; numbers that are equal on paper are made
equal in memory before they are compared.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Codes = npt.NDArray[np.integer]
Strings = npt.NDArray[np.str_]

SAME: Final = 1e-9
"""Scores closer than this are one score (statistics.md, data rules)."""


def ratio(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> Floats:
    """Divide, with NaN wherever the denominator is nought.

    >>> ratio([6, 1], [4, 0])
    array([1.5, nan])
    """
    bottom = np.asarray(denominator, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(bottom == 0, np.nan, np.asarray(numerator, dtype=np.float64) / bottom)


def deviations(values: Floats, centre: Floats) -> Floats:
    """Subtract, with nought for what differs by rounding only.

    Three scores of 10/3 have a mean that may be a last bit away from them; without this their
    spread would be 1e-16 instead of none, and a test would be made of it.

    >>> deviations(np.array([10 / 3, 4.0]), np.array([3.3333333333333335 + 4e-16, 3.0]))
    array([0., 1.])
    """
    away = np.subtract(values, centre)
    return np.where(np.abs(away) < SAME, 0.0, away)


def mean_and_sd(values: Floats, *, axis: int = 0) -> tuple[Ints, Floats, Floats]:
    """Count, average and spread what is not NaN along an axis.

    Returns
    -------
    n, mean, sd
        Arrays without the axis; mean is NaN at n = 0, sd (n - 1) at n < 2.

    Examples
    --------
    >>> n, mean, sd = mean_and_sd(np.array([1.0, 5.0, np.nan]))
    >>> int(n), float(mean), round(float(sd), 4)
    (2, 3.0, 2.8284)

    """
    known = ~np.isnan(values)
    n = known.sum(axis=axis)
    mean = ratio(np.where(known, values, 0.0).sum(axis=axis), n)
    away = np.where(known, deviations(values, np.expand_dims(mean, axis)), 0.0)
    sd = np.sqrt(ratio((away**2).sum(axis=axis), np.maximum(n - 1, 0)))
    return n.astype(np.int32), mean, sd
