"""The ranked dumbbell: items by Others' mean, the leader's own mark beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.charts.palette import BAND, GRID, MUTED, RULE
from reports.charts.shapes import (
    LINE,
    TEXT,
    VALUE,
    box,
    drawing,
    legend,
    mark,
    rule,
    text,
    text_lines,
    width_of,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportlab.graphics.shapes import Drawing

    from reports.charts.palette import Series
    from reports.charts.rows import Axis, RankedRow

PADDING: Final = 2.5
HEAD: Final = 22.0
FOOT: Final = 26.0
NUMBER_WIDTH: Final = 20.0
PHONE: Final = 320.0  # up to this width labels give room to the scale


@dataclass(frozen=True, slots=True)
class RankingHeadings:
    """The words above the two columns of values."""

    others: str
    own: str


class RankingChart:
    """Draws the ranking in as many drawings as a page's height makes necessary."""

    def __init__(
        self,
        rows: Sequence[RankedRow],
        series: Sequence[Series],
        axis: Axis,
        *,
        width: float,
        headings: RankingHeadings,
    ) -> None:
        """Take the rows in their order."""
        self._rows, self._axis, self._headings = list(rows), axis, headings
        self._series, self._width = list(series), width
        self._label_left = NUMBER_WIDTH + 4
        self._label_width = width * (0.53 if width > PHONE else 0.42)
        self._own_right = width - 4
        self._others_right = self._own_right - max(34.0, width_of(headings.own) + 12)
        values = [width_of(row.others.shown, size=VALUE, bold=True) for row in self._rows]
        self._left = self._label_left + self._label_width + 14
        self._right = self._others_right - max(width_of(headings.others), *values) - 14
        self._labels = {row.number: wrapped(row.label, self._label_width) for row in self._rows}

    def drawings(self, height: float) -> Iterator[tuple[Drawing, int, int]]:
        """Yield drawings of at most this height, each with its first and last number."""
        page: list[RankedRow] = []
        used = HEAD + FOOT
        for row in self._rows:
            needed = self._height(row)
            if page and used + needed > height:
                yield self._draw(page), page[0].number, page[-1].number
                page, used = [], HEAD + FOOT
            page.append(row)
            used += needed
        if page:
            yield self._draw(page), page[0].number, page[-1].number

    def _height(self, row: RankedRow) -> float:
        return len(self._labels[row.number]) * LINE + 2 * PADDING

    def _draw(self, rows: list[RankedRow]) -> Drawing:
        heights = [self._height(row) for row in rows]
        canvas = drawing(self._width, HEAD + sum(heights) + FOOT)
        top = canvas.height - HEAD
        self._draw_head(canvas, top)
        self._draw_axis(canvas, rows, heights, top)
        for row, height in zip(rows, heights, strict=True):
            top -= height
            self._draw_row(canvas, row, top + height / 2)
        return canvas

    def _draw_head(self, canvas: Drawing, top: float) -> None:
        legend(canvas, 0, canvas.height, [self._series])
        y = top + 6
        text(canvas, self._others_right, y, self._headings.others, colour=MUTED, anchor="end")
        text(canvas, self._own_right, y, self._headings.own, colour=MUTED, anchor="end")

    def _draw_axis(
        self, canvas: Drawing, rows: list[RankedRow], heights: list[float], top: float
    ) -> None:
        y = top
        for row, height in zip(rows, heights, strict=True):
            y -= height
            if row.number % 2:
                box(canvas, 0, y, self._width, height, fill=BAND)
        for step in self._axis.steps:
            x = self._axis.place(step, self._left, self._right)
            rule(canvas, x, y, x, top, colour=GRID)
            text(canvas, x, y - 10, str(step), colour=MUTED, anchor="middle")
        ends = f"{self._axis.lowest} = {self._axis.lowest_word}, "
        ends += f"{self._axis.highest} = {self._axis.highest_word}"
        text(canvas, self._right, y - 22, ends, colour=MUTED, anchor="end")

    def _draw_row(self, canvas: Drawing, row: RankedRow, middle: float) -> None:
        y = middle - TEXT * 0.36
        text(canvas, NUMBER_WIDTH - 2, y, str(row.number), colour=MUTED, anchor="end")
        text_lines(canvas, self._label_left, middle, self._labels[row.number])
        x = self._axis.place(row.others.value, self._left, self._right)
        if row.own is not None:
            own = self._axis.place(row.own.value, self._left, self._right)
            rule(canvas, own, middle, x, middle, colour=RULE, width=1.6)
            mark(canvas, own, middle, row.own.series)
            text(canvas, self._own_right, y, row.own.shown, anchor="end")
        mark(canvas, x, middle, row.others.series, radius=3.2)
        text(canvas, self._others_right, y, row.others.shown, size=VALUE, bold=True, anchor="end")
