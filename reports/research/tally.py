"""Count and add up ratings per segment of raters, for all segments and items at once.

A segment is any set of raters that is looked at together: a leader's peers, a leader's
others, a block. Each response belongs to at most one segment of a tally, told by its code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from reports.norms.arrays import Floats, Ints, ratio

if TYPE_CHECKING:
    import numpy.typing as npt

    from reports.norms.arrays import Codes

_SMALL_SEGMENT: Final = 81
"""So many squares of 10 fit into the 13 lowest bits of a small cell."""


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Number, sum and sum of squares of the answers, shape (…, items): exact integers."""

    n: Ints
    total: Ints
    squares: Ints

    @property
    def mean(self) -> Floats:
        """The mean Σx/n in scale points; NaN without answers."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.divide(self.total, self.n, dtype=np.float64)

    @property
    def variance(self) -> Floats:
        """The variance (nΣx² − (Σx)²) / n(n−1), exact up to its one division; NaN at n < 2."""
        with np.errstate(divide="ignore", invalid="ignore"):
            spread = np.multiply(self.n, self.squares, dtype=np.float64)
            spread -= np.multiply(self.total, self.total, dtype=np.float64)
            pairs = np.multiply(self.n, self.n - 1, dtype=np.float64)
            return np.divide(spread, pairs, out=spread)

    @property
    def sd(self) -> Floats:
        """The standard deviation with n − 1; NaN at n < 2, 0 when all agree."""
        variance = self.variance
        return np.sqrt(variance, out=variance)

    def reshape(self, *shape: int) -> Moments:
        """Return the same moments under other segment axes."""
        return Moments(
            self.n.reshape(shape), self.total.reshape(shape), self.squares.reshape(shape)
        )

    def together(self, which: npt.NDArray[np.bool_]) -> Moments:
        """Pool the chosen segments of the last axis but one, each rater equal."""
        return Moments(
            self.n[..., which, :].sum(axis=-2, dtype=np.int32),
            self.total[..., which, :].sum(axis=-2, dtype=np.int32),
            self.squares[..., which, :].sum(axis=-2, dtype=np.int32),
        )


class _Packing(NamedTuple):
    """How n, Σx and Σx² lie side by side in one unsigned integer."""

    dtype: type[np.unsignedinteger]
    n_at: int
    total_at: int


_NARROW: Final = _Packing(np.uint32, 24, 13)
_WIDE: Final = _Packing(np.uint64, 44, 24)
_LARGE_SEGMENT: Final = 100_000
"""Of more answers than these the sum of tens would not fit into the 20 bits of a wide cell."""


def tally(ratings: npt.NDArray[np.int8], codes: Codes, segments: int) -> Moments:
    """Add up the answers of each segment.

    Parameters
    ----------
    ratings
        int8, shape (responses, items), keyed, 0..10; negative values are missing.
    codes
        Integers, shape (responses,): the segment of each response, 0..segments-1.
    segments
        How many segments there are; those without responses get n = 0.

    Returns
    -------
    Moments
        Three int32 arrays of shape (segments, items).

    Notes
    -----
    Rows are taken in the order "first rater of every segment, second rater of every segment
    …" with the largest segments first, so each step adds two contiguous blocks, and n, Σx and
    Σx² travel in one integer. There is no loop over segments or items, only one as long as the
    largest segment. A segment of more than 100,000 responses is added up item by item instead.

    Examples
    --------
    >>> moments = tally(np.array([[4], [5], [-1], [2]], dtype=np.int8), np.array([0, 0, 0, 2]), 3)
    >>> moments.n[:, 0], moments.mean[:, 0]
    (array([2, 0, 1], dtype=int32), array([4.5, nan, 2. ]))

    """
    if np.bincount(codes, minlength=1).max() > _LARGE_SEGMENT:
        return _tally_by_item(ratings, codes, segments)
    rows, layers, place = _layers(codes, segments)
    packing = _NARROW if len(layers) <= _SMALL_SEGMENT else _WIDE
    packed = _add_layers(ratings, rows, layers, packing, segments).take(place, axis=0)
    total_mask = (1 << (packing.n_at - packing.total_at)) - 1
    squares_mask = (1 << packing.total_at) - 1
    return Moments(
        (packed >> packing.n_at).astype(np.int32),
        ((packed >> packing.total_at) & total_mask).astype(np.int32),
        (packed & squares_mask).astype(np.int32),
    )


def _tally_by_item(ratings: npt.NDArray[np.int8], codes: Codes, segments: int) -> Moments:
    """Add up one item after the other, in floats that are exact far beyond any campaign."""
    sums = np.zeros((3, segments, ratings.shape[1]), dtype=np.int32)
    for item, answers in enumerate(ratings.T):
        known = answers >= 0
        marks, where = answers[known].astype(np.float64), codes[known]
        for power in range(3):
            sums[power, :, item] = np.bincount(where, marks**power, minlength=segments)
    return Moments(*sums)


def _layers(
    codes: Codes, segments: int
) -> tuple[npt.NDArray[np.intp], list[int], npt.NDArray[np.intp]]:
    """Return the rows layer by layer, the length of each layer, and each segment's place in it."""
    # A stable sort of 16 bits is a radix sort, ten times as fast as one of 32.
    narrow = codes.astype(np.uint16) if segments <= np.iinfo(np.uint16).max else codes
    order = np.argsort(narrow, kind="stable")
    sizes = np.bincount(codes, minlength=segments)
    starts = np.cumsum(sizes) - sizes
    within = np.empty(len(codes), dtype=np.intp)
    within[order] = np.arange(len(codes)) - np.repeat(starts, sizes)
    place = np.empty(segments, dtype=np.intp)
    place[np.argsort(-sizes, kind="stable")] = np.arange(segments)
    layers = np.bincount(within)
    rows = np.empty(len(codes), dtype=np.intp)
    rows[(np.cumsum(layers) - layers)[within] + place[codes]] = np.arange(len(codes))
    return rows, layers.tolist(), place


def _add_layers(
    ratings: npt.NDArray[np.int8],
    rows: npt.NDArray[np.intp],
    layers: list[int],
    packing: _Packing,
    segments: int,
) -> npt.NDArray[np.unsignedinteger]:
    """Add layer upon layer; the buffers are reused, for fresh memory costs more than the sums."""
    items = ratings.shape[1]
    sums = np.zeros((segments, items), dtype=packing.dtype)
    longest = layers[0] if layers else 0
    taken = np.empty((longest, items), dtype=np.int8)
    wide = np.empty((longest, items), dtype=packing.dtype)
    part = np.empty((longest, items), dtype=packing.dtype)
    start = 0
    for length in layers:
        answers, x, work = taken[:length], wide[:length], part[:length]
        np.take(ratings, rows[start : start + length], axis=0, out=answers, mode="clip")
        np.greater_equal(answers, 0, out=work, casting="unsafe")
        work <<= packing.n_at
        sums[:length] += work
        np.maximum(answers, 0, out=answers)
        np.copyto(x, answers, casting="unsafe")
        np.add(x, 1 << packing.total_at, out=work)
        work *= x
        sums[:length] += work
        start += length
    return sums


def counts(
    ratings: npt.NDArray[np.int8], codes: Codes, segments: int, *, lowest: int, highest: int
) -> Ints:
    """Count the answers per step of the scale.

    Parameters
    ----------
    ratings, codes, segments
        As for `tally`.
    lowest, highest
        The ends of the scale.

    Returns
    -------
    Ints
        Shape (segments, items, steps), steps from the lowest to the highest.

    Examples
    --------
    >>> answers = np.array([[1], [3], [3], [-2]], dtype=np.int8)
    >>> counts(answers, np.zeros(4, dtype=int), 1, lowest=1, highest=4).tolist()
    [[[1, 0, 2, 0]]]

    """
    items, steps = ratings.shape[1], highest - lowest + 1
    cells = codes[:, None].astype(np.int64) * (items * steps) + np.arange(items) * steps
    cells += ratings
    found = np.bincount(cells[ratings >= 0] - lowest, minlength=segments * items * steps)
    return found.astype(np.int32).reshape(segments, items, steps)


def segment_means(scores: Floats, codes: Codes, segments: int) -> tuple[Ints, Floats, Floats]:
    """Count, average and spread raters' scores per segment.

    Parameters
    ----------
    scores
        Shape (responses, traits); NaN where a rater has none.
    codes, segments
        As for `tally`.

    Returns
    -------
    n, mean, sd
        Shape (segments, traits); mean NaN at n = 0, sd (n − 1) at n < 2.

    Examples
    --------
    >>> n, mean, sd = segment_means(np.array([[2.0], [4.0], [np.nan]]), np.array([0, 0, 1]), 2)
    >>> n[:, 0].tolist(), mean[:, 0].tolist(), sd[:, 0].round(4).tolist()
    ([2, 0], [3.0, nan], [1.4142, nan])

    """
    known = ~np.isnan(scores)
    n = _add(known.astype(np.float64), codes, segments)
    mean = ratio(_add(np.where(known, scores, 0.0), codes, segments), n)
    spread = within_squares(scores, mean, codes)
    sd = np.sqrt(ratio(_add(spread, codes, segments), np.maximum(n - 1, 0)))
    return n.astype(np.int32), mean, sd


def within_squares(scores: Floats, mean: Floats, codes: Codes) -> Floats:
    """Return each score's squared distance from its segment's mean, 0 where there is no score."""
    away = scores - mean[codes]
    away[np.isnan(away) | (np.abs(away) < 1e-9)] = 0.0
    return np.square(away, out=away)


def _add(values: Floats, codes: Codes, segments: int) -> Floats:
    width = values.shape[1]
    cells = codes[:, None].astype(np.int64) * width + np.arange(width)
    added = np.bincount(cells.ravel(), weights=values.ravel(), minlength=segments * width)
    return added.astype(np.float64, copy=False).reshape(segments, width)
