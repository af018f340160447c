"""Which figures of spread an item shows: bands of Others, or classes of its blocks, never both.

R6 in one place. Bands, the favourable share, classes, sums and the answers shown by role are
functions of the same few whole numbers, so each kind needs its own least number of answers
and no item shows two kinds (`reports.audit.integer` finds what follows if it does).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reports.policy import (
    LEAST_BLOCKS_FOR_BANDS,
    LEAST_STEPS_FOR_BANDS,
    LEAST_STEPS_FOR_CLASS,
    band_ends,
    bands_from,
    class_from,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.release.model import Block, Cell, Figures, OthersCell


def has_classes(scale: tuple[int, int]) -> bool:
    """Tell whether blocks may show a class of agreement on this scale at all."""
    return _steps(scale) >= LEAST_STEPS_FOR_CLASS


def has_bands(scale: tuple[int, int]) -> bool:
    """Tell whether Others may show bands and a favourable share on this scale at all."""
    return _steps(scale) >= LEAST_STEPS_FOR_BANDS and band_ends(*scale) is not None


def enough_for_class(n: int, k2: int, *, known: int = 0) -> bool:
    """Tell whether so many answers of a block may show their class."""
    return n >= class_from(k2, known=known)


def enough_for_bands(answers: Sequence[int], k2: int, *, known: int = 0) -> bool:
    """Tell whether Others who stand on blocks with so many answers each may show bands."""
    return len(answers) >= LEAST_BLOCKS_FOR_BANDS and min(answers) >= bands_from(k2, known=known)


def by_todays_rule(figures: Figures) -> Figures:
    """Return figures without what releases of an older rule hold and nobody is shown today.

    Counts alone decide, so what is left out says nothing about answers.
    """
    banded = [_shows_bands(figures, item) for item in range(len(figures.items))]
    return replace(
        figures,
        blocks=tuple(_block(block, banded, figures) for block in figures.blocks),
        others=tuple(
            cell if keeps else _without_bands(cell)
            for cell, keeps in zip(figures.others, banded, strict=True)
        ),
    )


def _steps(scale: tuple[int, int]) -> int:
    lowest, highest = scale
    return highest - lowest + 1


def _shows_bands(figures: Figures, item: int) -> bool:
    others = figures.others[item]
    if others is None or not has_bands(figures.scale):
        return False
    cells = [figures.blocks[place].cells[item] for place in others.blocks]
    # A block without a cell has fewer than k answers here.
    answers = [0 if cell is None else cell.n for cell in cells]
    return enough_for_bands(answers, figures.k2, known=figures.known or 0)


def _block(block: Block, banded: Sequence[bool], figures: Figures) -> Block:
    cells = (
        _cell(cell, figures, keeps=not bands)
        for cell, bands in zip(block.cells, banded, strict=True)
    )
    return replace(block, cells=tuple(cells))


def _cell(cell: Cell | None, figures: Figures, *, keeps: bool) -> Cell | None:
    if cell is None or cell.agreement is None:
        return cell
    enough = enough_for_class(cell.n, figures.k2, known=figures.known or 0)
    if keeps and has_classes(figures.scale) and enough:
        return cell
    return replace(cell, agreement=None)


def _without_bands(cell: OthersCell | None) -> OthersCell | None:
    if cell is None or (cell.bands is None and cell.favourable is None):
        return cell
    return replace(cell, bands=None, favourable=None)
