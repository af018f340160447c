"""What the release of a part of a tree shows, as records and as rows of tables.

A part is called by the codes of its units: names may be anybody's, and the same twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.exports.tables import PLACES, CommentRow, FigureRow, margin_of
from reports.release.means import trait_items, trait_mean
from reports.shown.parts import part_profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.release.parts import PartCell, PartFigures, PartName, TreeRelease
    from reports.shown.parts import PartTheme
    from reports.shown.scores import Score

COLUMN = "unit"
"""What the people of a part are called among the columns of raters."""


def label_of(name: PartName) -> str:
    """Return the codes of a part's units; the own people of an inner node are its staff."""
    return "+".join(f"{one.code} (staff)" if one.staff else one.code for one in name.members)


def list_part(figures: PartFigures) -> dict[str, Any]:
    """Return the displayed figures of one part.

    Keys: `part` and `parent` (numbers), `n`, `items` (n and mean of each that is shown, and
    whether the mean is an upper bound) and
    `traits` (means over their shown items).
    """
    traits = {}
    for (key, _), items in zip(figures.traits, trait_items(figures), strict=True):
        mean = trait_mean([figures.cells[item] for item in items])
        if mean is not None:
            traits[key] = float(mean)
    return {
        "part": figures.number,
        "parent": figures.parent,
        "n": figures.respondents,
        "items": {
            key: {"n": cell.n, "mean": cell.mean, "at_most": cell.at_most}
            for key, cell in zip(figures.items, figures.cells, strict=True)
            if cell is not None
        },
        "traits": traits,
    }


def part_rows(released: TreeRelease) -> Iterator[FigureRow]:
    """Yield the figures of each part: trait by trait, its items after it."""
    for part in released.parts:
        figures = part.figures
        label, picture = label_of(figures.name), part_profile(figures)
        scores = {one.key: one.own for one in picture.ranked}
        cells = dict(zip(figures.items, figures.cells, strict=True))
        for theme, (key, items) in zip(picture.themes, figures.traits, strict=True):
            if theme.own is not None:
                yield _row((label, key, ""), theme.own, theme=theme)
            for item in items:
                if item in scores:
                    yield _row((label, key, item), scores[item], cell=cells[item])


def part_comment_rows(released: TreeRelease) -> Iterator[CommentRow]:
    """Yield every comment once, under the parts that have one list together."""
    lists = {(one.question, one.parts): one for part in released.parts for one in part.comments}
    for one in lists.values():
        label = " & ".join(label_of(name) for name in one.names)
        for text in one.texts:
            yield CommentRow(label, one.question, COLUMN, text)


def _row(
    place: tuple[str, str, str],
    score: Score,
    *,
    cell: PartCell | None = None,
    theme: PartTheme | None = None,
) -> FigureRow:
    low, middle, high = (None,) * 3 if cell is None or cell.bands is None else cell.bands
    change = None if theme is None else theme.change
    return FigureRow(
        *place,
        column=COLUMN,
        groups="",
        n=score.n,
        fewest_answers=score.fewest,
        mean=score.rounded(PLACES),
        at_most=int(score.at_most),
        margin95=margin_of(score.margin95),
        gap=None,
        agreement=None,
        low=low,
        middle=middle,
        high=high,
        favourable=None if cell is None else cell.favourable,
        change=None if change is None else change.rounded(PLACES),
        change_margin95=None if change is None else margin_of(change.margin95),
        change_direction=None if change is None else change.direction,
    )
