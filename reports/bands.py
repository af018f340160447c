"""The three bands of a scale: low, middle, high."""

from __future__ import annotations

from typing import Final

LEAST_STEPS: Final = 4
"""Below four steps the low band would be a single answer, so there are no bands."""

_EDGES: Final = {
    4: (2, 2),
    5: (2, 2),
    6: (2, 2),
    7: (2, 2),
    8: (3, 3),
    9: (3, 3),
    10: (4, 3),
    11: (5, 3),
}
"""Steps in the low and in the high band, by the number of steps of the scale."""


def band_ends(lowest: int, highest: int) -> tuple[int, int] | None:
    """Return the last step of the low band and the first of the high one.

    None where a scale is too short or too long for bands.

    >>> band_ends(1, 5), band_ends(1, 6), band_ends(1, 10), band_ends(1, 3)
    ((2, 4), (2, 5), (4, 8), None)
    """
    edges = _EDGES.get(highest - lowest + 1)
    if edges is None:
        return None
    low, high = edges
    return lowest + low - 1, highest - high + 1
