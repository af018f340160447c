"""How alike a block answers an item: four classes by the mean absolute deviation.

The last, *divided*, holds whichever one answer is left out: a finding that one person could
undo would be that person's. Without an answer x the sum of deviations D sinks by 2 |x - M| at
most, and x lies on the scale, so the class stays where D - 2 max(b - M, M - a) > (n - 1) A/6.
Like the others it follows from n, the sum and D, and so the integer audit counts it as them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from reports.release import Agreement

    Ints: TypeAlias = npt.NDArray[np.int64]

CLASSES: Final[tuple[Agreement, ...]] = ("high", "moderate", "views_differ", "divided")
"""The classes by the numbers that `class_of` gives them."""


def class_of(
    deviation: Ints | int, n: Ints | int, total: Ints | int, scale: tuple[int, int]
) -> Ints:
    """Return 0, 1, 2 or 3 for high, moderate, differing and divided views of n answers.

    Parameters
    ----------
    deviation
        Σ |n x - S| = n² AD of n answers x with the sum S; AD is compared with A/12 and A/6 in
        whole numbers (Burke & Dunlap 2002).
    n, total
        How many answers, and their sum S.
    scale
        The ends a and b of their scale, which has A = b - a + 1 steps.

    Examples
    --------
    >>> [int(class_of(deviation, 5, 15, (1, 5))) for deviation in (10, 20, 30, 50)]
    [0, 1, 2, 3]

    """
    (lowest, highest), whole, count = scale, np.asarray(deviation), np.asarray(n)
    steps, limit = highest - lowest + 1, count**2 * (highest - lowest + 1)
    farthest = np.maximum(count * highest - total, total - count * lowest)
    divided = 6 * whole > count * (count - 1) * steps + 12 * farthest
    found: Ints = 2 - (12 * whole <= limit).astype(np.int64) - (6 * whole <= limit)
    found += divided & (found == 2)
    return found
