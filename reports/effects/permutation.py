"""Ask how often lots alone would have set the sides as far apart; it decides no word."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.effects.designs import Arms
    from reports.norms.arrays import Floats

DRAWS: Final = 5_000
_SAME: Final = 1e-9
"""Differences that are nearer to each other than this are one, whatever the order of adding."""


def permutation_p(arms: Sequence[Arms]) -> Floats:
    """Return the share of drawings of lots that set the sides at least as far apart.

    Parameters
    ----------
    arms
        At least one, each with somebody on either side; lots are drawn within each, leader by
        leader, for as many as were trained.

    Returns
    -------
    Floats
        Shape (outcomes,). The drawing that was made counts as one of them, so no p is nought.
        The seed follows from the input: the same leaders in the same order have the same p.

    Examples
    --------
    >>> from reports.effects.designs import Arms
    >>> moved = np.array([[1.0]] * 8 + [[0.0]] * 8)
    >>> bool(permutation_p([Arms(np.arange(16), np.arange(16) < 8, moved)])[0] < 0.005)
    True

    """
    random = np.random.default_rng(_seed(arms))
    found, drawn = np.zeros((2, 1, 1))
    for one in arms:
        n, leaders = one.n[0], len(one.trained)
        first = np.argsort(random.random((DRAWS, leaders)), axis=1)[:, :n]
        sides = np.zeros((DRAWS, leaders))
        np.put_along_axis(sides, first, 1.0, axis=1)
        found = found + n * _apart(one.trained[None, :].astype(np.float64), one.outcome, n)
        drawn = drawn + n * _apart(sides, one.outcome, n)
    farther = np.abs(drawn) >= np.abs(found) - _SAME
    return np.asarray((1.0 + farther.sum(axis=0)) / (DRAWS + 1.0))


def _seed(arms: Sequence[Arms]) -> list[int]:
    whole = sha256()
    for one in arms:
        whole.update(np.ascontiguousarray(one.outcome).tobytes())
        whole.update(one.trained.tobytes())
    return list(whole.digest())


def _apart(sides: Floats, moved: Floats, n: int) -> Floats:
    """Return the difference of the sides' means for each drawing, shape (drawings, outcomes)."""
    sums = sides @ moved
    return np.asarray(sums / n - (moved.sum(axis=0) - sums) / (len(moved) - n))
