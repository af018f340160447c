"""Say in one word whether leaders changed alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from reports.norms.arrays import ratio

if TYPE_CHECKING:
    from reports.norms.arrays import Floats

LEAST_PAIRS: Final = 30
_UNLIKE: Final = 0.06
"""Share of the scale's width from which leaders are said to have changed unlike each other."""


def true_spread(moved: Floats, sigma_w: float, before: Floats, after: Floats) -> float:
    """Return the SD of leaders' true changes: √max(0, s_D² − mean σ_w²(1/n₀ + 1/n₁)).

    Parameters
    ----------
    moved
        Changes, shape (leaders,), complete.
    sigma_w
        SD of raters within a leader, scale points.
    before, after
        How many rated each leader, shape (leaders,).

    Returns
    -------
    float
        Scale points; NaN under 30 leaders.

    """
    if len(moved) < LEAST_PAIRS:
        return float("nan")
    noise = sigma_w**2 * (ratio(1.0, before) + ratio(1.0, after)).mean()
    return float(np.sqrt(max(0.0, moved.var(ddof=1) - noise)))


def likeness(spread: float, scale_width: float) -> Literal["alike", "unlike"] | None:
    """Return the word for a spread; None where it is not known.

    >>> likeness(0.2, 5.0), likeness(0.4, 5.0), likeness(float("nan"), 5.0)
    ('alike', 'unlike', None)
    """
    if np.isnan(spread):
        return None
    return "unlike" if spread > _UNLIKE * scale_width else "alike"
