"""Expect how much of a rise comes by itself where the lowest were chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.norms.arrays import ratio

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from reports.norms.arrays import Floats


def start_reliability(start: Floats, sigma_w: float, mean_inverse_n: float) -> float:
    """Return how much of the spread of start levels is the leaders', not their raters'.

    Parameters
    ----------
    start
        Start levels of all leaders, shape (leaders,), complete.
    sigma_w
        SD of raters within a leader, scale points.
    mean_inverse_n
        Mean over leaders of one over their number of raters.

    Returns
    -------
    float
        ρ = 1 − σ_w²·mean(1/n)/s²; NaN where nothing varies. (Barnett et al. 2005.)

    Examples
    --------
    >>> import numpy as np
    >>> round(start_reliability(np.array([3.0, 4.0, 5.0]), 0.5, 0.2), 4)
    0.95

    """
    variance = start.var(ddof=1) if len(start) > 1 else 0.0
    return float(1.0 - ratio(sigma_w**2 * mean_inverse_n, variance))


def expected_regression(start: Floats, chosen: npt.NDArray[np.bool_], reliability: float) -> float:
    """Return by how much the chosen rise by themselves: (1 − ρ)(mean of all − of the chosen).

    Shapes (leaders,); scale points; NaN where nobody was chosen.

    >>> import numpy as np
    >>> expected_regression(np.array([3.0, 5.0]), np.array([True, False]), 0.75)
    0.25
    """
    return float((1.0 - reliability) * (_mean(start) - _mean(start[chosen])))


def start_difference(start: Floats, chosen: npt.NDArray[np.bool_]) -> float:
    """Return how far apart the sides started, in SDs of all start levels.

    >>> import numpy as np
    >>> round(start_difference(np.array([3.0, 5.0]), np.array([True, False])), 4)
    -1.4142
    """
    apart = _mean(start[chosen]) - _mean(start[~chosen])
    return float(ratio(apart, start.std(ddof=1) if len(start) > 1 else 0.0))


def _mean(values: Floats) -> float:
    return float(ratio(values.sum(), len(values)))
