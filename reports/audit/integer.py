"""The integer audit: what all figures of an item, taken together, say about single answers.

The linear audits treat "how many answered high" as independent of the answers' sum. It is
not: both are functions of the same few whole numbers. So this audit takes every family of
answer sets, one set per block, that agrees with all that any surface shows of an item
(counts, guarded sums, classes of agreement, bands, favourable answers, raters shown by
role), and asks what they have in common; once as a stranger reads the figures, and once as
a rater does who knows one answer. It counts by tables (`reports.audit.multisets`), so large blocks
and long scales cost little.

It judges the rules and decides nothing: what is shown depends on counts alone (R8), and a
finding is a fault of the rule. Items are judged one by one, for their answers are
independent of each other as far as anybody outside knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from reports.audit.multisets import KnownAnswers, multisets, segment_of
from reports.disclosure.agreement import CLASSES, class_of
from reports.policy import band_ends

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt

    from reports.release import Agreement, Cell, Figures, OthersCell

    Codes: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Own:
    """A rater who reads along: the block the rater is in, and the rater's own answer."""

    block: int
    answer: int


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a reader learns of one block's answers to one item, beyond nothing at all.

    Attributes
    ----------
    n
        The answers of the block.
    narrowed
        Some set of answers that n and the sum allow is ruled out.
    known
        One set of answers is left.
    known_by_sum
        One was left by n and the sum alone.
    alike
        One is left and its answers are all the same, so each person's answer is known.

    """

    n: int
    narrowed: bool
    known: bool
    known_by_sum: bool
    alike: bool

    @property
    def forced(self) -> bool:
        """Whether the whole set is known, and not by n and the sum alone."""
        return self.known and not self.known_by_sum


@dataclass(frozen=True, slots=True)
class BlockFigures:
    """What is shown of the answers of one block, or of raters shown by role, to one item."""

    n: int
    sum: int
    at_most: bool = False
    agreement: Agreement | None = None

    @property
    def sums(self) -> tuple[int, ...]:
        """The sums that there may be: two where the cell says "at most" (R7)."""
        return (self.sum - 1, self.sum) if self.at_most else (self.sum,)

    @property
    def telling_class(self) -> Agreement | None:
        """The class, where it tells anything: that of a guarded cell is always the same."""
        return None if self.at_most else self.agreement


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """All that is shown of one item: blocks, raters shown by role, and counts of Others.

    `counts` says how many of Others answered in each segment; `cuts` where segments begin.
    An item that is hidden in every block has one block here, the union.
    """

    scale: tuple[int, int]
    blocks: tuple[BlockFigures, ...]
    identified: tuple[BlockFigures, ...]
    cuts: tuple[int, ...]
    counts: tuple[int, ...]


def items_of(figures: Figures) -> Iterator[tuple[str, ItemFigures]]:
    """Yield each item that a release shows: its key, and what is shown of it.

    Where nothing of Others is, as of a team, blocks are shown each by itself.
    """
    for place, others in enumerate(figures.others):
        identified = _shown(one.cells[place] for one in figures.identified)
        if others is None:
            alone = _shown(block.cells[place] for block in figures.blocks)
            if alone:
                yield figures.items[place], ItemFigures(figures.scale, alone, identified, (), ())
            continue
        blocks = _shown(figures.blocks[one].cells[place] for one in others.blocks)
        union = (_union(others, identified),)
        cuts, counts = _segments(figures, others)
        shown = ItemFigures(figures.scale, blocks or union, identified, cuts, counts)
        yield figures.items[place], shown


@lru_cache(maxsize=1 << 16)
def learnt(item: ItemFigures, own: Own | None = None) -> tuple[Learnt, ...]:
    """Return what the figures of an item tell about each block.

    With `own`, of that rater's block what they tell about the others in it.
    """
    holding = [own.answer if own and own.block == at else None for at in range(len(item.blocks))]
    tables = [_possible(item, cell, held) for cell, held in zip(item.blocks, holding, strict=True)]
    named = [_possible(item, cell, None).codes for cell in item.identified]
    shown = _code(item, np.array(item.counts, dtype=np.int64)) if item.cuts else None
    found = []
    for at, (cell, held) in enumerate(zip(item.blocks, holding, strict=True)):
        rest = [table.codes for place, table in enumerate(tables) if place != at]
        found.append(_judged(item, cell, held, tables[at], _reachable([*rest, *named], shown)))
    return tuple(found)


def readers(item: ItemFigures) -> Iterator[Own]:
    """Yield every rater of a block whom the figures allow, by the own answer."""
    for block, cell in enumerate(item.blocks):
        for answer in range(item.scale[0], item.scale[1] + 1):
            if len(_possible(item, cell, answer).codes):
                yield Own(block, answer)


@dataclass(frozen=True, slots=True, eq=False)
class _Possible:
    """What the answers of one cell may be: codes of their counts, and the multisets of each."""

    codes: Codes
    ways: Codes


def _segments(figures: Figures, others: OthersCell) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return where the segments begin that bands and the favourable step make, and counts."""
    at_or_above: dict[int, int] = {}
    ends = band_ends(*figures.scale)
    if others.bands is not None and ends is not None:
        _, middle, high = others.bands
        at_or_above = {ends[0] + 1: middle + high, ends[1]: high}
    if others.favourable is not None:
        at_or_above[figures.favourable_from] = others.favourable
    cuts = tuple(sorted(at_or_above))
    reached = (others.n, *(at_or_above[cut] for cut in cuts), 0)
    return cuts, tuple(here - above for here, above in pairwise(reached))


def _shown(cells: Iterable[Cell | None]) -> tuple[BlockFigures, ...]:
    return tuple(
        BlockFigures(cell.n, cell.sum, cell.at_most, cell.agreement)
        for cell in cells
        if cell is not None
    )


def _union(others: OthersCell, identified: Sequence[BlockFigures]) -> BlockFigures:
    known = sum(cell.sum for cell in identified)
    return BlockFigures(others.n_protected, others.sum - known, others.at_most)


def _code(item: ItemFigures, counts: Codes) -> Codes:
    """Return counts per segment as one number, so that adding numbers adds counts."""
    base = sum(cell.n for cell in (*item.blocks, *item.identified)) + 1
    powers = np.array([base**place for place in range(counts.shape[-1])], dtype=np.int64)
    return counts @ powers


def _possible(item: ItemFigures, cell: BlockFigures, held: int | None) -> _Possible:
    tables = [
        multisets(KnownAnswers(item.scale, cell.n, total, cell.telling_class, held), item.cuts)
        for total in cell.sums
    ]
    codes = np.concatenate([_code(item, table.counts) for table in tables])
    return _Possible(codes, np.concatenate([table.ways for table in tables]))


def _reachable(parts: Sequence[Codes], shown: Codes | None) -> Codes | None:
    """Return the codes that are left for a block beside the other parts; None for any."""
    if shown is None:
        return None
    left = np.array([int(shown)], dtype=np.int64)
    for part in parts:
        left = np.unique(left[:, None] - part[None, :])
    return left


def _judged(
    item: ItemFigures, cell: BlockFigures, held: int | None, possible: _Possible, left: Codes | None
) -> Learnt:
    fits = np.ones(len(possible.codes), dtype=bool)
    if left is not None:
        fits = np.isin(possible.codes, left)
    remaining = int(possible.ways[fits].sum())
    by_sum = sum(
        int(multisets(KnownAnswers(item.scale, cell.n, total, held=held)).ways.sum())
        for total in cell.sums
    )
    known = remaining == 1
    return Learnt(
        n=cell.n,
        narrowed=not bool(fits.all()) or _other_classes(item, cell, held),
        known=known,
        known_by_sum=by_sum == 1,
        alike=known and _all_alike(item, cell, held, possible.codes[fits]),
    )


def _other_classes(item: ItemFigures, cell: BlockFigures, held: int | None) -> bool:
    """Tell whether a cell's class rules out a set that its n and sum allow."""
    if cell.telling_class is None:
        return False
    others = (one for one in CLASSES if one != cell.telling_class)
    return any(
        len(multisets(KnownAnswers(item.scale, cell.n, cell.sum, one, held)).ways) for one in others
    )


def _all_alike(item: ItemFigures, cell: BlockFigures, held: int | None, codes: Codes) -> bool:
    """Tell whether the one set that is left holds the same answer throughout."""
    for total in cell.sums:
        n, rest = KnownAnswers(item.scale, cell.n, total, held=held).unknown
        if not n or rest % n:
            continue
        answers = [rest // n] * n + ([] if held is None else [held])
        counts = np.zeros(len(item.cuts) + 1, dtype=np.int64)
        for answer in answers:
            counts[segment_of(answer, item.cuts)] += 1
        if _code(item, counts) in codes and _agrees(item, cell, answers):
            return True
    return False


def _agrees(item: ItemFigures, cell: BlockFigures, answers: Sequence[int]) -> bool:
    """Tell whether these answers have the class that a cell shows, if it shows one."""
    if cell.telling_class is None:
        return True
    deviation = sum(abs(cell.n * answer - cell.sum) for answer in answers)
    return CLASSES[int(class_of(deviation, cell.n, cell.sum, item.scale))] == cell.telling_class
