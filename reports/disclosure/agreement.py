"""How alike a block answers an item: three classes by the mean absolute deviation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from reports.release import Agreement

    Ints: TypeAlias = npt.NDArray[np.int64]

CLASSES: Final[tuple[Agreement, ...]] = ("high", "moderate", "views_differ")
"""The classes by the numbers that `class_of` gives them."""


def class_of(deviation: Ints | int, n: Ints | int, steps: int) -> Ints:
    """Return 0, 1 or 2 for high, moderate and differing views of n answers.

    Parameters
    ----------
    deviation
        Σ |n x - S| = n² AD of n answers x with the sum S; AD is compared with A/12 and A/6 in
        whole numbers (Burke & Dunlap 2002).
    n, steps
        How many answers, and how many steps A their scale has.

    Examples
    --------
    >>> int(class_of(5, 5, 5)), int(class_of(18, 5, 5)), int(class_of(30, 5, 5))
    (0, 1, 2)

    """
    whole, limit = np.asarray(deviation), np.asarray(n) ** 2 * steps
    found: Ints = 2 - (12 * whole <= limit).astype(np.int64) - (6 * whole <= limit)
    return found
