"""Sums of answers per part and item of a tree, and which of them are shown.

For every item the answers fall into *atoms*, disjoint sets that are each large enough: a part
that shows a cell and is not divided for this item, or what is hidden of a part together. All
that is shown of the item is sums of whole atoms, so nothing can be taken from anything. Each
rule is one small function, so that a test can switch it off and see what breaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from reports.disclosure.cells import band_ends_of, guarded, shows_favourable
from reports.partitions import divisions
from reports.policy import bands_from, shows_bands_alone

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from reports.answers.matrix import Responses
    from reports.partitions import Part
    from reports.policy import DisclosurePolicy

    Ints: TypeAlias = npt.NDArray[np.int64]
    Bools: TypeAlias = npt.NDArray[np.bool_]

_MANY: Final = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """All parts of a campaign, and the part in which each response stands.

    Attributes
    ----------
    parts
        As `reports.partitions.partition` gives them.
    place
        int64, shape (responses,): the number of the deepest part that holds a response.
    drawn
        bool, shape (responses,): given by a code that anybody present could draw.
    reads
        bool, shape (responses,): given by somebody who may read what it is counted in.

    """

    parts: tuple[Part, ...]
    place: Ints
    drawn: Bools
    reads: Bools

    def least(self, least: int) -> Ints:
        """Return a least number for each part, one higher where readers answered; (parts, 1)."""
        return least + np.array([part.readers for part in self.parts], dtype=np.int64)[:, None]


@dataclass(frozen=True, slots=True, eq=False)
class TreeCells:
    """What each part answered, shape (parts, items) each; `bands` (3, parts, items).

    `n` and `sum` are of all answers, `n_protected` of those that count.
    """

    n: Ints
    n_protected: Ints
    shown: Bools
    sum: Ints
    at_most: Bools
    banded: Bools
    bands: Ints
    favourable: Ints


def tree_cells(
    responses: Responses, tree: Tree, policy: DisclosurePolicy, left_out: Bools
) -> TreeCells:
    """Return what each part answered and what of it is shown; `left_out` has shape (items,)."""
    scale, keyed = responses.survey.scale, responses.keyed
    answered = keyed >= scale.lowest
    counts = counting(answered, tree.drawn)
    values = np.where(answered, keyed, 0).astype(np.int64)
    n_protected = _summed(counts, tree)
    shown = shown_cells(n_protected, tree, policy.k) & ~left_out
    true_sum = _summed(values * counts, tree)
    sums, at_most = guarded_sums(true_sum, n_protected, shown, tree, scale.lowest)
    last_low, first_high = band_ends_of(scale) or (scale.highest, scale.highest)
    low, high = answered & (keyed <= last_low), answered & (keyed >= first_high)
    bands = [_summed(inside, tree) for inside in (low, answered & ~low & ~high, high)]
    ends = (scale.lowest, scale.highest)
    banded = shown_bands(n_protected, shown, tree, policy.k2) & shows_bands_alone(ends)
    return TreeCells(
        n=_summed(answered, tree),
        n_protected=n_protected,
        shown=shown,
        sum=sums + _summed(values * ~counts, tree),
        at_most=at_most,
        banded=banded,
        bands=np.array(bands),
        favourable=_summed(answered & (keyed >= scale.favourable_from), tree)
        if shows_favourable(scale)
        else np.zeros_like(n_protected),
    )


def shown_cells(n: Ints, tree: Tree, k: int) -> Bools:
    """Return where parts show an item, shape (parts, items), worked from the top down.

    A cell is hidden where too few answered, and where the part above hides it. What a
    partition hides of an item must be enough together: else the smallest cells that are shown
    fall with it, for otherwise the part above minus those that are shown would be the rest.
    """
    enough = enough_answers(n, tree.least(k))
    shown = np.zeros_like(enough)
    shown[:1] = enough[:1]
    for parent, inside in divisions(tree.parts):
        at = slice(inside.start, inside.stop)
        hidden = ~enough[at]
        hide_company(hidden, n[at], tree.least(k)[at])
        shown[at] = ~hidden & hidden_above(shown[parent])
    return shown


def enough_answers(n: Ints, least: Ints) -> Bools:
    """Tell which cells have enough answers to be shown (R1)."""
    return n >= least


def counting(answered: Bools, drawn: Bools) -> Bools:
    """Return which answers count: not those by codes that anybody present could draw."""
    counts: Bools = answered & ~drawn[:, None]
    return counts


def hidden_above(shown_by_parent: Bools) -> Bools:
    """Return which items the parts of a part may show: what it hides stays hidden below."""
    return shown_by_parent


def hide_company(hidden: Bools, n: Ints, least: Ints) -> None:
    """Hide the smallest cells of a partition, in place, until what is hidden is enough together.

    All have shape (parts, items); of equal cells the last one falls.
    """
    while True:
        together = (n * hidden).sum(axis=0)
        needed = np.where(hidden & (n > 0), least, 0).max(axis=0, initial=0)
        too_few = (together > 0) & (together < needed) & ~hidden.all(axis=0)
        if not too_few.any():
            return
        sizes = np.where(hidden, _MANY, n)[::-1]
        smallest = len(n) - 1 - sizes.argmin(axis=0)
        hidden[smallest[too_few], np.flatnonzero(too_few)] = True


def shown_bands(n: Ints, shown: Bools, tree: Tree, k2: int) -> Bools:
    """Return where parts may show bands, worked from the bottom up.

    Bands have a least number of their own, and a part that has them while one of its parts
    lacks them would give that one's away as the rest. So a part has bands where all its parts
    have them, or where none of them shows the item.
    """
    banded = shown & (n >= tree.least(bands_from(k2)))
    for parent, inside in reversed(list(divisions(tree.parts))):
        at = slice(inside.start, inside.stop)
        banded[parent] &= ~shown[at].any(axis=0) | banded[at].all(axis=0)
    return banded


def guarded_sums(
    true_sum: Ints, n: Ints, shown: Bools, tree: Tree, lowest: int
) -> tuple[Ints, Bools]:
    """Return sums of guarded atoms, and which hold one that does not tell "all lowest" (R7).

    Every part adds up those below it, so that none of them can be had unguarded by subtraction.
    """
    sums, at_most = guarded(true_sum, n, lowest)
    for parent, inside in reversed(list(divisions(tree.parts))):
        at = slice(inside.start, inside.stop)
        here, rest = shown[at], ~shown[at]
        rest_n = (n[at] * rest).sum(axis=0)
        rest_sum, rest_at_most = guarded((true_sum[at] * rest).sum(axis=0), rest_n, lowest)
        total = (sums[at] * here).sum(axis=0) + np.where(rest_n > 0, rest_sum, 0)
        total_at_most = (at_most[at] & here).any(axis=0) | (rest_at_most & (rest_n > 0))
        divided = here.any(axis=0)
        sums[parent] = np.where(divided, total, sums[parent])
        at_most[parent] = np.where(divided, total_at_most, at_most[parent])
    return sums, at_most


def deepest_first(parts: Sequence[Part]) -> range:
    """Return the numbers of all parts but the whole, every part before the one above it."""
    return range(len(parts) - 1, 0, -1)


def _summed(values: npt.NDArray[np.generic], tree: Tree) -> Ints:
    """Return the sums of response values per part, all below it included; (parts, items)."""
    items = values.shape[1]
    cell = tree.place[:, None] * items + np.arange(items)
    size = len(tree.parts) * items
    sums = np.bincount(cell.ravel(), weights=values.ravel().astype(np.float64), minlength=size)
    total = np.rint(sums).astype(np.int64).reshape(-1, items)
    for number in deepest_first(tree.parts):
        total[tree.parts[number].parent] += total[number]
    return total
