"""Set what leaders say afterwards of how it was, beside what they said then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reports.effects.designs import before_after

if TYPE_CHECKING:
    from reports.effects.estimate import Estimate
    from reports.norms.arrays import Codes, Floats


def then_shift(start: Floats, then: Floats, clusters: Codes) -> Estimate:
    """Return how much lower leaders put their start when they look back: then minus start.

    Parameters
    ----------
    start, then
        Self-ratings before, and afterwards of the time before; shape (leaders, traits), NaN is
        missing, and a leader who lacks anything is left out.
    clusters
        Leader or team, shape (leaders,).

    Returns
    -------
    Estimate
        Shape (traits,), scale points. The yardstick may have changed, or memory: it is shown
        beside the real start and enters no verdict (Taylor, Russ-Eft & Taylor 2009).

    Examples
    --------
    >>> before, looking_back = np.array([[4.5], [5.0]]), np.array([[4.0], [4.7]])
    >>> then_shift(before, looking_back, np.arange(2)).value.round(4)
    array([-0.4])

    """
    apart = then - start
    whole = ~np.isnan(apart).any(axis=1)
    return before_after(apart[whole], clusters[whole])
