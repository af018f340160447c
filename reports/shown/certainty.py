"""Certainty: what stays true whichever single rater is left out.

A mark from the real answers would leak the spread. This one asks, for every rater who
could be left out and every answer that rater *could* have given, whether a finding still
stands, from what the release shows anyway: n, sum and the ends of the scale. A rater of a
block with n answers and sum S gave something in
[max(a, S - (n-1)b), min(b, S - (n-1)a)]; an identified rater's answer is known exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from reports.release.means import enough_items, mean_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.release import Cell, Figures, OthersCell


@dataclass(frozen=True, slots=True)
class Range:
    """A closed range of values in scale points."""

    low: Fraction
    high: Fraction

    def joined(self, other: Range) -> Range:
        """Return the smallest range that holds both."""
        return Range(min(self.low, other.low), max(self.high, other.high))


@dataclass(frozen=True, slots=True)
class BlockShare:
    """What one block or identified group gave to Others for one item.

    `slack` is how much smaller than `sum` the true sum may be (guarded cells).
    """

    n: int
    sum: int
    slack: int
    may_skip: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """Others of one item, and the least that its true sum may be (guarded cells)."""

    item: int
    cell: OthersCell
    least: int


def range_without_one(figures: Figures, items: Sequence[int]) -> Range | None:
    """Return the range of Others' mean over these items when any one rater is left out.

    None when Others has no score for them.
    """
    shown = [item for item in items if figures.others[item] is not None]
    if not enough_items(len(shown), len(items)):
        return None
    result: Range | None = None
    wholes = [_whole(figures, item) for item in shown]
    for source in _sources(figures):
        ranges = [_item_range(figures, whole, source) for whole in wholes]
        mean = Range(_mean([one.low for one in ranges]), _mean([one.high for one in ranges]))
        result = mean if result is None else result.joined(mean)
    return result


def gap_is_certain(
    figures: Figures, items: Sequence[int], self_mean: Fraction, threshold: Fraction
) -> bool:
    """Tell whether self minus Others stays at or beyond a threshold without any one rater."""
    others = range_without_one(figures, items)
    if others is None:
        return False
    return self_mean - others.high >= threshold or others.low - self_mean >= threshold


def mean_without_one(mean: Fraction, n: int, scale: tuple[int, int]) -> Range:
    """Return the range of a mean of n answers when any one of them is left out."""
    total, (a, b) = mean * n, scale
    lowest = max(Fraction(a), total - (n - 1) * b)
    highest = min(Fraction(b), total - (n - 1) * a)
    return Range((total - highest) / (n - 1), (total - lowest) / (n - 1))


def possible_answers(
    n: int, least_sum: int, greatest_sum: int, scale: tuple[int, int]
) -> tuple[int, int]:
    """Return the lowest and the highest answer that one of n raters could have given."""
    a, b = scale
    return max(a, least_sum - (n - 1) * b), min(b, greatest_sum - (n - 1) * a)


def _sources(figures: Figures) -> Iterator[tuple[str, int]]:
    """Yield every block and identified group that a left-out rater may belong to."""
    yield from (("block", index) for index in range(len(figures.blocks)))
    yield from (("identified", index) for index in range(len(figures.identified)))


def _whole(figures: Figures, item: int) -> Whole:
    others = figures.others[item]
    assert others is not None  # noqa: S101 - the caller keeps shown items only
    return Whole(item, others, others.sum - _slack(figures, item, others))


def _item_range(figures: Figures, whole: Whole, source: tuple[str, int]) -> Range:
    n, most = whole.cell.n, whole.cell.sum
    part = _part(figures, whole.item, whole.cell, source)
    if part is None:
        return Range(Fraction(whole.least, n), Fraction(most, n))
    lowest, highest = possible_answers(part.n, part.sum - part.slack, part.sum, figures.scale)
    without = Range(Fraction(whole.least - highest, n - 1), Fraction(most - lowest, n - 1))
    if not part.may_skip:
        return without
    return without.joined(Range(Fraction(whole.least, n), Fraction(most, n)))


def _slack(figures: Figures, item: int, others: OthersCell) -> int:
    """Return how many guarded sums Others of this item holds; each may be one too high."""
    cells = [figures.blocks[index].cells[item] for index in others.blocks]
    guarded = sum(cell is not None and cell.at_most for cell in cells)
    return guarded or int(others.at_most)


def _part(
    figures: Figures, item: int, others: OthersCell, source: tuple[str, int]
) -> BlockShare | None:
    kind, index = source
    if kind == "identified":
        group = figures.identified[index]
        return _known(group.cells[item], group.n)
    if index not in others.blocks:
        return None
    block = figures.blocks[index]
    cell = block.cells[item]
    if cell is None:  # shown in no block: the union of all of them stands in
        known = sum(cell.sum for cell in _identified_cells(figures, item))
        slack = int(others.at_most)
        return BlockShare(others.n_protected, others.sum - known, slack, may_skip=True)
    return BlockShare(cell.n, cell.sum, int(cell.at_most), may_skip=cell.n < block.n)


def _identified_cells(figures: Figures, item: int) -> list[Cell]:
    cells = [one.cells[item] for one in figures.identified]
    return [cell for cell in cells if cell is not None]


def _known(cell: Cell | None, raters: int) -> BlockShare | None:
    return None if cell is None else BlockShare(cell.n, cell.sum, 0, may_skip=cell.n < raters)


def _mean(values: Sequence[Fraction]) -> Fraction:
    if len(values) == 1:
        return values[0]
    return mean_of([value.as_integer_ratio() for value in values])
