"""Ask whether leaders and those around them come closer, without the raters' error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reports.norms.arrays import ratio

if TYPE_CHECKING:
    from reports.norms.arrays import Floats


def squared_distance(gap: Floats, sigma_w: float, raters: Floats) -> Floats:
    """Return Q = gap² − σ_w²/n, an unbiased square of each leader's true distance.

    Parameters
    ----------
    gap
        Self minus others, any shape, scale points.
    sigma_w
        SD of raters within a leader.
    raters
        How many rated, the same shape.

    Returns
    -------
    Floats
        The same shape, squared scale points; it may be negative. The plain |gap| shrinks when
        more raters answer, and so calls it closeness.

    Examples
    --------
    >>> squared_distance(np.array([1.0]), 0.8, np.array([4.0])).round(4)
    array([0.84])

    """
    return gap**2 - ratio(sigma_w**2, raters)


def typical_distance(squares: Floats) -> Floats:
    """Return √max(0, mean Q) over leaders, shape (leaders, …) to (…), scale points.

    >>> typical_distance(np.array([0.5, -0.02])).round(4), typical_distance(np.array([-0.1]))
    (np.float64(0.4899), np.float64(0.0))
    """
    root: Floats = np.sqrt(np.maximum(0.0, squares.mean(axis=0)))
    return root
