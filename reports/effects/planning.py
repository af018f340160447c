"""Say while planning how small an effect a programme could find."""

from __future__ import annotations

from math import sqrt
from typing import Final

from reports.effects.estimate import smallest_effect

KEPT: Final = 0.85
"""The share of leaders who are counted on to be measured twice."""

PRIMARY_SPREAD: Final = 0.06
TRAIT_SPREAD: Final = 0.075
"""SD of leaders' changes as shares of the scale's width, until an organisation knows its own."""


def planned_smallest_effect(trained: int, waiting: int, spread: float) -> float:
    """Return the smallest effect that a plan would find nine times of ten.

    Parameters
    ----------
    trained, waiting
        Leaders who are sent, and who wait and are measured too (0: nobody is compared with).
    spread
        SD of leaders' changes, scale points: `PRIMARY_SPREAD` or `TRAIT_SPREAD` times the
        scale's width, or the organisation's own from 30 pairs.

    Returns
    -------
    float
        Scale points; NaN where fewer than two would be left on a side.

    Notes
    -----
    se = σ√(1/n) or σ√(1/n_T + 1/n_C), after 15 % loss; df = n − 1, or n_T + n_C − 2.

    Examples
    --------
    >>> round(planned_smallest_effect(19, 0, 0.06 * 5), 2)
    0.26

    """
    sides = [round(KEPT * side) for side in (trained, waiting) if side > 0]
    if not sides or min(sides) < 2:
        return float("nan")
    error = spread * sqrt(sum(1 / side for side in sides))
    return float(smallest_effect(error, sum(sides) - len(sides)))
