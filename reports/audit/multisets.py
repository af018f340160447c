"""How many multisets of n answers have a sum, a class of agreement, and counts per segment.

A *segment* is a run of neighbouring steps of the scale. Figures such as bands count the
answers in segments, so multisets are sorted by their counts per segment and never listed:
n = 30 on a scale of eleven steps has 850 million of them, but few hundred counts.

One multiset or several is all that is asked. Of c answers within w + 1 neighbouring steps,
t above their least sum, there are as many multisets as partitions of t into at most c parts
of at most w: the coefficients of a Gaussian binomial. They rise to the middle and fall again,
1, 1, 2, …, 2, 1, 1, or are all 1 where c or w is 1. With two segments or more, every sum but
the least and the greatest can be shared among them in several ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from reports.disclosure.agreement import CLASSES, class_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from reports.release import Agreement

    Ints: TypeAlias = npt.NDArray[np.int64]
    Bools: TypeAlias = npt.NDArray[np.bool_]

SEVERAL: Final = 2
"""Counts of multisets stop here: none, one, several."""


@dataclass(frozen=True, slots=True)
class KnownAnswers:
    """What is known of n answers: their scale, sum and class, and perhaps one of them.

    `held` is an answer that the reader knows, because it is the reader's own; multisets are
    then counted of the other n - 1 answers, while the class is that of all n.
    """

    scale: tuple[int, int]
    n: int
    sum: int
    agreement: Agreement | None = None
    held: int | None = None

    @property
    def unknown(self) -> tuple[int, int]:
        """How many answers the reader does not know, and their sum."""
        return (self.n, self.sum) if self.held is None else (self.n - 1, self.sum - self.held)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Counts of all n answers per segment, shape (rows, segments), and the multisets of each.

    `ways` is 1 or `SEVERAL`; counts that no multiset has are not listed.
    """

    counts: Ints
    ways: Ints


@lru_cache(maxsize=1 << 16)
def multisets(answers: KnownAnswers, cuts: tuple[int, ...] = ()) -> Table:
    """Return the multisets that these answers may be, by their counts per segment.

    Parameters
    ----------
    answers
        What is known of the answers.
    cuts
        Where segments begin, the first one left out, in ascending order.

    Examples
    --------
    >>> table = multisets(Answers((1, 5), 3, 12), (3,))  # three answers, 4.0 on average
    >>> [(row.tolist(), ways) for row, ways in zip(table.counts, table.ways.tolist())]
    [([0, 3], 2), ([1, 2], 1)]

    """
    lowest, _ = answers.scale
    mean_cut = answers.sum // answers.n + 1
    coarse = (lowest, *cuts)
    splits = set(coarse) if answers.agreement is None else {*coarse, mean_cut}
    starts = np.array(sorted(one for one in splits if one <= answers.scale[1]), dtype=np.int64)
    widths = np.append(starts[1:] - 1, answers.scale[1]) - starts
    n, total = answers.unknown
    counts = _compositions(n, len(starts))
    if answers.agreement is None:
        ways = _ways(counts, widths, total - counts @ starts)
    else:
        ways = _ways_of_class(answers, counts, starts, widths)
    place = np.searchsorted(coarse, starts, side="right") - 1
    held = None if answers.held is None else segment_of(answers.held, cuts)
    return _merged(counts, ways, place, held, len(coarse))


def segment_of(answer: int, cuts: tuple[int, ...]) -> int:
    """Return the number of the segment in which an answer lies."""
    return sum(answer >= cut for cut in cuts)


@lru_cache(maxsize=256)
def _compositions(n: int, parts: int) -> Ints:
    """Return all ways to write n as a sum of so many counts, shape (ways, parts)."""
    if n < 0:
        return np.zeros((0, parts), dtype=np.int64)
    if parts == 1:
        return np.array([[n]], dtype=np.int64)
    blocks = []
    for first in range(n + 1):
        rest = _compositions(n - first, parts - 1)
        blocks.append(np.column_stack([np.full(len(rest), first), rest]))
    return np.concatenate(blocks)


def _ways(counts: Ints, widths: Ints, offset: Ints) -> Ints:
    """Return how many multisets have these counts and lie so far above their least sum.

    `offset` has shape (rows,) or (rows, offsets); see the module for why none is listed.
    """
    top, moves = counts @ widths, (counts > 0) & (widths > 0)
    shared = moves.sum(axis=1) > 1
    stiff = (~moves | (counts == 1) | (widths == 1)).all(axis=1)
    if offset.ndim > 1:
        top, shared, stiff = top[:, None], shared[:, None], stiff[:, None]
    at_end = (offset == 0) | (offset == top)
    beside = (offset == 1) | (offset == top - 1)
    one = at_end | (~shared & (stiff | beside))
    ways: Ints = np.where((offset < 0) | (offset > top), 0, np.where(one, 1, SEVERAL))
    return ways


def _ways_of_class(answers: KnownAnswers, counts: Ints, starts: Ints, widths: Ints) -> Ints:
    """Return how many multisets have these counts, the sum, and the class.

    The deviation depends on the answers above the mean alone: Σ |n x - S| = 2 (n U - c S),
    with c answers that add up to U. So their sum runs over all it can be.
    """
    n, total, held = answers.n, answers.sum, answers.held
    above = n * starts > total
    high, low = counts[:, above], counts[:, ~above]
    least = high @ starts[above]
    span = np.arange(int((high @ widths[above]).max(initial=0)) + 1)
    known = 0 if held is None or n * held <= total else held
    upper = least[:, None] + span + known
    number = high.sum(axis=1)[:, None] + (known > 0)
    found = class_of(2 * (n * upper - number * total), n, total, answers.scale)
    rest = answers.unknown[1] - least - low @ starts[~above]
    ways = _ways(high, widths[above], np.broadcast_to(span, upper.shape))
    ways = ways * _ways(low, widths[~above], rest[:, None] - span)
    fits = found == CLASSES.index(answers.agreement) if answers.agreement else True
    found_ways: Ints = np.minimum(np.where(fits, ways, 0).sum(axis=1), SEVERAL)
    return found_ways


def _merged(counts: Ints, ways: Ints, place: Ints, held: int | None, segments: int) -> Table:
    """Return rows with the segments between cuts joined, and a known answer counted."""
    there = ways > 0
    joined = np.zeros((int(there.sum()), segments), dtype=np.int64)
    for fine, coarse in enumerate(place.tolist()):
        joined[:, coarse] += counts[there, fine]
    if held is not None:
        joined[:, held] += 1
    rows, which = np.unique(joined, axis=0, return_inverse=True)
    summed = np.bincount(which.ravel(), weights=ways[there], minlength=len(rows))
    return Table(rows, np.minimum(summed, SEVERAL).astype(np.int64))
