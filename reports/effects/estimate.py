"""Hold what a design found for each outcome, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from reports.norms.arrays import Floats

LEVEL: Final = 0.95
POWER: Final = 0.90


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """One contrast for each outcome, scale points; arrays of shape (outcomes,).

    `se` and `df` are NaN where nothing can be said of the error: one leader, one cluster.
    """

    value: Floats
    se: Floats
    df: Floats

    def interval(self, level: float = LEVEL) -> Floats:
        """Return value ± t(df)·se, shape (outcomes, 2).

        >>> one = Estimate(np.array([0.3]), np.array([0.1]), np.array([12.0]))
        >>> one.interval().round(4).tolist()
        [[0.0821, 0.5179]]
        """
        half = special.stdtrit(self.df, 0.5 + level / 2) * self.se
        return np.stack([self.value - half, self.value + half], axis=-1)

    @property
    def smallest(self) -> Floats:
        """The effect that this error would find nine times of ten, see `smallest_effect`."""
        return smallest_effect(self.se, self.df)


def smallest_effect(se: Floats | float, df: Floats | float) -> Floats:
    """Return m90 = (t(.975; df) + t(.90; df))·se (Bloom 1995; Dong & Maynard 2013).

    Parameters
    ----------
    se, df
        Any common shape; scale points, degrees of freedom.

    Returns
    -------
    Floats
        The same shape, scale points.

    Examples
    --------
    >>> round(float(smallest_effect(0.1, 13.0)), 4)
    0.3511

    """
    found: Floats = special.stdtrit(df, 0.5 + LEVEL / 2) + special.stdtrit(df, POWER)
    return found * se
