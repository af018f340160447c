"""Compute item figures: counts of what is missing, bands and favourable share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reports.answers.matrix import CANNOT_JUDGE, SKIPPED
from reports.norms.arrays import Floats, Ints, ratio
from reports.policy import band_ends

if TYPE_CHECKING:
    import numpy.typing as npt

    from reports.norms.arrays import Codes


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


def bands(distribution: Ints, *, lowest: int) -> Ints | None:
    """Add up a distribution into low, middle and high.

    Parameters
    ----------
    distribution
        Shape (…, steps), from `counts`.
    lowest
        The scale's lowest step.

    Returns
    -------
    Ints or None
        Shape (…, 3); None for a scale without bands (`reports.policy`).

    Examples
    --------
    >>> bands(np.array([1, 0, 2, 4, 2], dtype=np.int32), lowest=1).tolist()
    [1, 2, 6]

    """
    ends = band_ends(lowest, lowest + distribution.shape[-1] - 1)
    if ends is None:
        return None
    low, high = ends[0] - lowest + 1, ends[1] - lowest
    parts = [distribution[..., :low], distribution[..., low:high], distribution[..., high:]]
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
