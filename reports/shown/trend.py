"""Whether a figure rises or sinks over occasions: weighted least squares on their order."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from reports.release.means import Z95

if TYPE_CHECKING:
    from collections.abc import Sequence

TrendWord = Literal["rises", "sinks", "unsure"]

LEAST_FOR_TREND: Final = 4
"""The fewest occasions that a trend stands on."""


@dataclass(frozen=True, slots=True)
class Trend:
    """The slope in scale points an occasion, and the ends of its 95 per cent interval."""

    slope: float
    lower_end: float
    upper_end: float

    @property
    def direction(self) -> TrendWord:
        """What the slope is called: only beyond its margin is it one."""
        if self.lower_end > 0:
            return "rises"
        return "sinks" if self.upper_end < 0 else "unsure"


def trend_of(cells: Sequence[tuple[int, float] | None], sigma: float) -> Trend | None:
    """Return the trend of means over occasions in their order; None from too few.

    Parameters
    ----------
    cells
        Of each occasion the number of answers and their mean in scale points, or None.
    sigma
        The spread of an answer in points: se = σ / √Σ n (x - x̄)².

    Examples
    --------
    >>> found = trend_of([(10, 4.0), (10, 4.1), None, (10, 4.3), (10, 4.4)], 0.5)
    >>> round(found.slope, 3), found.direction
    (0.1, 'unsure')

    """
    shown = [(place, *cell) for place, cell in enumerate(cells) if cell is not None]
    if len(shown) < LEAST_FOR_TREND:
        return None
    whole = sum(n for _, n, _ in shown)
    middle = sum(n * place for place, n, _ in shown) / whole
    squares = math.fsum(n * (place - middle) ** 2 for place, n, _ in shown)
    slope = math.fsum(n * (place - middle) * mean for place, n, mean in shown) / squares
    margin = Z95 * sigma / math.sqrt(squares)
    return Trend(slope, slope - margin, slope + margin)
