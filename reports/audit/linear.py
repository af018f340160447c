"""The linear figures of one release, with their weights over (rater, item) answers.

What `reports.release.DECLARED` calls linear is spelled out here for the exact audit, and so
are the scores that pages derive from it: traits, Others, gaps. A weight is that of the
answer x, or of a 0/1 function of it such as "x lies in the low band"; such a function gets
a column of its own, named "item in band".
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from reports.release import Cell, Figures, OthersCell
from reports.release.means import enough_items, trait_items

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from reports.audit.isolates import Figure

Weights: TypeAlias = "dict[tuple[str, str], Fraction]"


@dataclass(frozen=True, slots=True)
class KeyedAnswers:
    """One rater's keyed answers to the items; None where missing."""

    rater: str
    group: str
    answers: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class LinearFigure:
    """One linear figure: its name, its weights, and the value that is shown."""

    name: str
    weights: Figure
    shown: Fraction


def linear_figures(
    figures: Figures, sheets: Sequence[KeyedAnswers], *, self_group: str = "self"
) -> list[LinearFigure]:
    """Return every linear figure of a release, declared and derived, with its weights."""
    book = _Book(figures, sheets, self_group)
    declared = [one for write in WEIGHTS.values() for one in write(book)]
    return [*declared, *_trait_scores(book)]


@dataclass(frozen=True, slots=True)
class _Book:
    """A release beside the answer sheets it was made from."""

    figures: Figures
    sheets: Sequence[KeyedAnswers]
    self_group: str

    def answered(self, groups: Iterable[str], item: int) -> list[KeyedAnswers]:
        """Return the sheets of these groups that answer an item."""
        wanted = frozenset(groups)
        return [
            sheet
            for sheet in self.sheets
            if sheet.group in wanted and sheet.answers[item] is not None
        ]

    def lines(self) -> Iterator[tuple[tuple[str, ...], tuple[Cell | None, ...]]]:
        """Yield the groups and cells of every block and identified group."""
        yield from ((block.groups, block.cells) for block in self.figures.blocks)
        yield from (((one.group,), one.cells) for one in self.figures.identified)

    def in_others(self, item: int) -> list[KeyedAnswers]:
        """Return the sheets that Others of an item stand on, by the release's own word."""
        cell = self.figures.others[item]
        if cell is None:
            return []
        blocks = [group for place in cell.blocks for group in self.figures.blocks[place].groups]
        named = [one.group for one in self.figures.identified]
        return self.answered([*blocks, *named], item)

    def sum_of(self, sheets: Iterable[KeyedAnswers], item: int, feature: str = "") -> Weights:
        """Return the weights of a plain sum of one item over sheets."""
        column = self.figures.items[item] + feature
        return {(sheet.rater, column): Fraction(1) for sheet in sheets}


def _cell_sums(book: _Book) -> Iterator[LinearFigure]:
    for groups, cells in book.lines():
        for item, cell in enumerate(cells):
            if cell is not None:
                weights = book.sum_of(book.answered(groups, item), item)
                yield LinearFigure(f"cell {groups} {item}", weights, Fraction(cell.sum))


def _others_sums(book: _Book) -> Iterator[LinearFigure]:
    for item, cell in enumerate(book.figures.others):
        if cell is not None:
            weights = book.sum_of(book.in_others(item), item)
            yield LinearFigure(f"others {item}", weights, Fraction(cell.sum))


def _band_counts(book: _Book) -> Iterator[LinearFigure]:
    for item, cell in enumerate(book.figures.others):
        if cell is None or cell.bands is None:
            continue
        for band, found in zip(("low", "middle", "high"), cell.bands, strict=True):
            weights = book.sum_of(book.in_others(item), item, f" in {band}")
            yield LinearFigure(f"{band} {item}", weights, Fraction(found))


def _favourable_counts(book: _Book) -> Iterator[LinearFigure]:
    for item, cell in enumerate(book.figures.others):
        if cell is not None and cell.favourable is not None:
            weights = book.sum_of(book.in_others(item), item, " favourable")
            yield LinearFigure(f"favourable {item}", weights, Fraction(cell.favourable))


def _own_ratings(book: _Book) -> Iterator[LinearFigure]:
    for item, rating in enumerate(book.figures.self_ratings):
        if rating is not None:
            weights = book.sum_of(book.answered([book.self_group], item), item)
            yield LinearFigure(f"self {item}", weights, Fraction(rating))


WEIGHTS: Final[Mapping[tuple[type, str], Callable[[_Book], Iterator[LinearFigure]]]] = {
    (Cell, "sum"): _cell_sums,
    (OthersCell, "sum"): _others_sums,
    (OthersCell, "bands"): _band_counts,
    (OthersCell, "favourable"): _favourable_counts,
    (Figures, "self_ratings"): _own_ratings,
}
"""How the weights of each field that is declared linear are found."""


def _trait_scores(book: _Book) -> Iterator[LinearFigure]:
    """Yield the trait scores of every column: means of shown item means (R4)."""
    columns: list[
        tuple[str, Sequence[Cell | OthersCell | None], Callable[[int], list[KeyedAnswers]]]
    ] = [(str(groups), cells, partial(book.answered, groups)) for groups, cells in book.lines()]
    columns.append(("others", book.figures.others, book.in_others))
    for name, cells, sheets_of in columns:
        for trait, items in enumerate(trait_items(book.figures)):
            shown = [item for item in items if cells[item] is not None]
            if enough_items(len(shown), len(items)):
                yield _trait_score(book, f"{name} trait {trait}", cells, shown, sheets_of)


def _trait_score(
    book: _Book,
    name: str,
    cells: Sequence[Cell | OthersCell | None],
    shown: Sequence[int],
    sheets_of: Callable[[int], list[KeyedAnswers]],
) -> LinearFigure:
    weights: Weights = {}
    score = Fraction(0)
    for item in shown:
        cell = cells[item]
        sheets = sheets_of(item)
        share = Fraction(1, len(shown) * len(sheets))
        weights |= dict.fromkeys(book.sum_of(sheets, item), share)
        score += Fraction(cell.sum, cell.n) / len(shown) if cell is not None else 0
    return LinearFigure(name, weights, score)
