"""Compute item figures: counts of what is missing, bands and favourable share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from reports.responses import CANNOT_JUDGE, SKIPPED
from reports.statistics.arrays import Floats, Ints, ratio

if TYPE_CHECKING:
    import numpy.typing as npt

    from reports.statistics.arrays import Codes

_BANDS: Final = {
    3: (1, 2),
    4: (2, 2),
    5: (2, 3),
    6: (2, 4),
    7: (2, 5),
    8: (3, 5),
    9: (3, 6),
    10: (4, 7),
    11: (5, 8),
}
"""Where the low and the middle band end, by the number of steps; of four there is no middle."""


def missing(
    ratings: npt.NDArray[np.int8], codes: Codes, segments: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Count `item_not_observed` and `item_skipped`, each of shape (segments, items).

    >>> answers = np.array([[-2, -1], [-2, 4]], dtype=np.int8)
    >>> not_observed, skipped = missing(answers, np.array([0, 0]), 1)
    >>> not_observed.tolist(), skipped.tolist()
    ([[2, 0]], [[0, 1]])
    """
    return _occurrences(ratings == CANNOT_JUDGE, codes, segments), _occurrences(
        ratings == SKIPPED, codes, segments
    )


def _occurrences(marked: npt.NDArray[np.bool_], codes: Codes, segments: int) -> Ints:
    items = marked.shape[1]
    row, item = np.nonzero(marked)
    cells = codes[row].astype(np.int64) * items + item
    found = np.bincount(cells, minlength=segments * items)
    return found.astype(np.int32).reshape(segments, items)


def bands(distribution: Ints) -> Ints:
    """Add up a distribution into low, middle and high.

    Parameters
    ----------
    distribution
        Shape (…, steps), from `counts`.

    Returns
    -------
    Ints
        Shape (…, 3).

    Notes
    -----
    1–4: 1–2 | – | 3–4; 1–5: 1–2 | 3 | 4–5; 1–6: 1–2 | 3–4 | 5–6; 1–7: 1–2 | 3–5 | 6–7;
    1–10: 1–4 | 5–7 | 8–10 (own design); lengths between follow the same pattern.

    Examples
    --------
    >>> bands(np.array([1, 0, 2, 4, 2], dtype=np.int32)).tolist()
    [1, 2, 6]

    """
    low, middle = _BANDS[distribution.shape[-1]]
    parts = [distribution[..., :low], distribution[..., low:middle], distribution[..., middle:]]
    return np.stack([part.sum(axis=-1, dtype=np.int32) for part in parts], axis=-1)


def favourable_pct(distribution: Ints, *, lowest: int, favourable_from: int) -> Floats:
    """Return the share of answers at or above the favourable step, in per cent.

    Parameters
    ----------
    distribution
        Shape (…, steps), from `counts`.
    lowest, favourable_from
        The scale's lowest step and its lowest favourable one.

    Returns
    -------
    Floats
        Shape (…): 100·#(x ≥ f)/n, of answers, not of raters; NaN at n = 0.

    Examples
    --------
    >>> favourable_pct(np.array([0, 0, 1, 2, 1]), lowest=1, favourable_from=4)
    array(75.)

    """
    chosen = distribution[..., favourable_from - lowest :].sum(axis=-1)
    return ratio(100.0 * chosen, distribution.sum(axis=-1))
