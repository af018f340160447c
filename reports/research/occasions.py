"""What the occasions of a finished programme gave: course evaluations, module by module.

The arithmetic of effects over occasions, offline, on complete data: small occasions joined with
the next of their module, means with a margin, and a trend over what is shown. A live page never
joins what it has shown to anything else, and its spread is a constant of the scale.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reports.policy import join_occasions
from reports.release.means import ITEM_SIGMA_SHARE, margin95
from reports.shown.trend import Trend, trend_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

LEAST_DF: Final = 30
"""The fewest degrees of freedom that a pooled spread stands on; else it is the constant."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """All sheets of a programme, one row each.

    Attributes
    ----------
    modules, occasions, days
        Of each sheet: its module, what its occasion is called, and its day, which orders the
        occasions of a module (ISO dates do). Occasions are told apart by day and name.
    answers
        Shape (sheets, items): whole numbers on the scale, or negative where missing.
    scale
        The lowest and the highest step.
    k
        How many answers a figure needs.

    """

    modules: Sequence[str]
    occasions: Sequence[str]
    days: Sequence[str]
    answers: npt.NDArray[np.int64]
    scale: tuple[int, int]
    k: int


@dataclass(frozen=True, slots=True)
class OccasionCell:
    """One item at one part of a module; `n` answers, at least k. Mean and margin in points."""

    n: int
    mean: float
    margin95: float


@dataclass(frozen=True, slots=True)
class ModuleItem:
    """One item over a module: a cell for each part, None where too few answered it.

    `n` and `mean` are of the shown cells only, so that nothing is left by subtraction; `mean`
    and `trend` are None where there is none.
    """

    cells: tuple[OccasionCell | None, ...]
    n: int
    mean: float | None
    trend: Trend | None


@dataclass(frozen=True, slots=True)
class ModuleOccasions:
    """One module: what its parts are called, and its items in the order of the columns.

    `overall` is the mean of the items' means; it is no figure of a page, which shows the mean
    of the item that asks for the whole. A module of fewer than k sheets has no parts.
    """

    module: str
    parts: tuple[tuple[str, ...], ...]
    items: tuple[ModuleItem, ...]

    @property
    def overall(self) -> float | None:
        """The mean of the means of all items that have one."""
        means = [item.mean for item in self.items if item.mean is not None]
        return math.fsum(means) / len(means) if means else None


@dataclass(frozen=True, slots=True)
class EventFigures:
    """A programme's modules in order of appearance, and the spread of each item, in points."""

    sigma: tuple[float, ...]
    modules: tuple[ModuleOccasions, ...]


def event_figures(sheets: Sheets) -> EventFigures:
    """Return every figure of a finished programme, unrounded."""
    divided = {module: _parts(sheets, module) for module in dict.fromkeys(sheets.modules)}
    rows = [part for parts in divided.values() for _, part in parts]
    sigma = tuple(_sigma(sheets, rows, item) for item in range(sheets.answers.shape[1]))
    modules = tuple(
        ModuleOccasions(
            module,
            tuple(names for names, _ in parts),
            tuple(_item(sheets, parts, item, spread) for item, spread in enumerate(sigma)),
        )
        for module, parts in divided.items()
    )
    return EventFigures(sigma, modules)


def _parts(sheets: Sheets, module: str) -> list[tuple[tuple[str, ...], npt.NDArray[np.int64]]]:
    """Return the parts of a module: the names of its occasions, and the rows of their sheets."""
    rows: dict[tuple[str, str], list[int]] = {}
    for row, name in enumerate(sheets.modules):
        if name == module:
            rows.setdefault((sheets.days[row], sheets.occasions[row]), []).append(row)
    order = sorted(rows)
    return [
        (
            tuple(order[place][1] for place in part),
            np.array([row for place in part for row in rows[order[place]]], dtype=np.int64),
        )
        for part in join_occasions([len(rows[one]) for one in order], sheets.k)
    ]


def _given(sheets: Sheets, rows: npt.NDArray[np.int64], item: int) -> npt.NDArray[np.int64]:
    """Return the answers that rows give to an item; none where too few do."""
    answers = sheets.answers[rows, item]
    given: npt.NDArray[np.int64] = answers[answers >= sheets.scale[0]]
    return given if len(given) >= sheets.k else given[:0]


def _sigma(sheets: Sheets, parts: Sequence[npt.NDArray[np.int64]], item: int) -> float:
    """Return the spread within shown parts, pooled; the constant from too few."""
    squares, df = 0.0, 0
    for rows in parts:
        given = _given(sheets, rows, item)
        if len(given):
            squares += float(((given - given.mean()) ** 2).sum())
            df += len(given) - 1
    lowest, highest = sheets.scale
    return math.sqrt(squares / df) if df >= LEAST_DF else ITEM_SIGMA_SHARE * (highest - lowest)


def _item(
    sheets: Sheets,
    parts: Sequence[tuple[tuple[str, ...], npt.NDArray[np.int64]]],
    item: int,
    sigma: float,
) -> ModuleItem:
    answers = [_given(sheets, rows, item) for _, rows in parts]
    cells = tuple(
        OccasionCell(len(one), float(one.mean()), margin95(sigma, len(one))) if len(one) else None
        for one in answers
    )
    n, total = sum(map(len, answers)), sum(int(one.sum()) for one in answers)
    points = [None if cell is None else (cell.n, cell.mean) for cell in cells]
    return ModuleItem(cells, n, total / n if n else None, trend_of(points, sigma))
