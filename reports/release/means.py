"""Means of release cells, in exact arithmetic: items, traits, Others and their margins."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from reports.release.model import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.release.model import Figures, OthersCell
    from reports.release.parts import PartCell, PartFigures

Z95: Final = 1.959963984540054
ITEM_SIGMA_SHARE: Final = 0.22
"""The spread of one item within a block, as a share of the scale's width."""

AnyCell: TypeAlias = "Cell | OthersCell | PartCell"
AnyCells: TypeAlias = "Sequence[AnyCell | None]"


def cell_mean(cell: AnyCell) -> Fraction:
    """Return the exact mean of a cell in scale points."""
    return Fraction(cell.sum, cell.n)


def enough_items(shown: int, items: int) -> bool:
    """Tell whether a trait with so many shown items has a score: at least half of them."""
    return shown > 0 and 2 * shown >= items


def trait_mean(cells: AnyCells) -> Fraction | None:
    """Return the mean of a trait's shown item means, or None if fewer than half are shown.

    R4: the mean of displayed item means adds nothing to them, while a mean of the raters'
    own trait scores beside item means would give away who skipped an item.
    """
    shown = [cell for cell in cells if cell is not None]
    if not enough_items(len(shown), len(cells)):
        return None
    return mean_of([(cell.sum, cell.n) for cell in shown])


def mean_of(ratios: Sequence[tuple[int, int]]) -> Fraction:
    """Return the exact mean of ratios, added up over one denominator."""
    whole = math.lcm(*(n for _, n in ratios))
    return Fraction(sum(value * (whole // n) for value, n in ratios), whole * len(ratios))


def fewest_answers(cells: AnyCells) -> int:
    """Return the smallest number of answers that a shown item stands on."""
    return min(cell.n for cell in cells if cell is not None)


def fewest_protected(cells: Sequence[OthersCell | PartCell | None]) -> int:
    """Return the smallest number of protected raters that a shown item stands on."""
    return min(cell.n_protected for cell in cells if cell is not None)


def margin95(sigma: float, n: int) -> float:
    """Return 1.96 sigma / sqrt(n) in scale points; sigma is a constant of the campaign."""
    return Z95 * sigma / math.sqrt(n)


def item_sigma(scale: tuple[int, int]) -> float:
    """Return the constant spread of a single item on this scale, in scale points."""
    return ITEM_SIGMA_SHARE * (scale[1] - scale[0])


def self_cells(figures: Figures, items: Sequence[int]) -> list[Cell | None]:
    """Return the leader's own answers to these items as cells of one answer each."""
    ratings = [figures.self_ratings[item] for item in items]
    return [
        None if rating is None else Cell(n=1, sum=rating, at_most=False, agreement=None)
        for rating in ratings
    ]


def trait_items(figures: Figures | PartFigures) -> tuple[tuple[int, ...], ...]:
    """Return, for each trait, the positions of its items."""
    position = {key: index for index, key in enumerate(figures.items)}
    return tuple(tuple(position[item] for item in items) for _, items in figures.traits)


def others_size(figures: Figures) -> int:
    """Return how many raters stand behind Others: displayed blocks and identified raters."""
    return sum(block.n for block in figures.blocks) + sum(one.n for one in figures.identified)
