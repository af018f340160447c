"""The ranked dumbbell: items by Others' mean, the leader's own mark beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.charts.palette import BAND, GRID, MUTED, RULE
from reports.charts.shapes import (
    LINE,
    PHONE,
    TEXT,
    VALUE,
    box,
    drawing,
    legend,
    legend_rows,
    legend_width,
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

    from reports.charts.palette import Voice
    from reports.charts.rows import Axis, RankedRow

WIDEST_PADDING: Final = 2.5
NARROWEST_PADDING: Final = 0.8  # a mark still keeps clear of the next one
HEAD: Final = 22.0
LEGEND_ROW: Final = 14.0
FOOT: Final = 26.0
SLACK: Final = 1e-6  # what adding up may have lost
NUMBER_WIDTH: Final = 20.0
FINDING: Final = 16.0  # with the mark of a finding, from the number to the label
MARKS: Final = 11.0  # the height of a dumbbell under its label


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
        series: Sequence[Voice],
        axis: Axis,
        *,
        width: float,
        headings: RankingHeadings,
        findings: Sequence[Voice] = (),
    ) -> None:
        """Take the rows in their order; `findings` are the marks that stand at some of them."""
        self._rows, self._axis, self._headings = list(rows), axis, headings
        self._findings, self._width = list(findings), width
        self._padding = WIDEST_PADDING
        self._label_left = NUMBER_WIDTH + (FINDING if self._findings else 4)
        self._own_right = width - 4
        least = 34.0 if width > PHONE else 14.0
        self._others_right = self._own_right - max(least, width_of(headings.own) + 12)
        values = [width_of(row.others.shown, size=VALUE, bold=True) for row in self._rows]
        self._right = self._others_right - max(width_of(headings.others), *values) - 14
        self._legend = legend_rows([*series, *findings], width)
        self._head = HEAD + (len(self._legend) - 1) * LEGEND_ROW
        if legend_width(self._legend[-1]) > self._right:  # the headings stand in its row
            self._head += LEGEND_ROW
        self._is_stacked = width <= PHONE
        self._label_width = self._right - self._label_left if self._is_stacked else width * 0.53
        beside = 6 if self._is_stacked else self._label_width + 14
        self._left = self._label_left + beside
        self._labels = {row.number: wrapped(row.label, self._label_width) for row in self._rows}

    def drawings(self, height: float) -> Iterator[tuple[Drawing, int, int]]:
        """Yield drawings of at most this height, each with its first and last number.

        Rows move closer together if fewer drawings then hold them all; each holds about as
        much as the others, so that none is left with a few rows.
        """
        room, rows = height - self._head - FOOT, max(len(self._rows), 1)
        lines = sum(self._height(row) - 2 * self._padding for row in self._rows)
        pages = max(math.ceil((lines + 2 * NARROWEST_PADDING * rows) / room), 1)
        # Pages cannot be filled to the last point: a row is not torn apart.
        free = (room - (LINE if pages > 1 else 0.0)) * pages - lines
        self._padding = min(max(free / (2 * rows), NARROWEST_PADDING), WIDEST_PADDING)
        for page in self._balanced(room):
            yield self._draw(page), page[0].number, page[-1].number

    def _balanced(self, room: float) -> list[list[RankedRow]]:
        """Return the rows on as few pages as hold them, each about as full as the others."""
        heights = [self._height(row) for row in self._rows]
        for count in range(max(math.ceil((sum(heights) - SLACK) / room), 1), len(heights) + 1):
            pages = self._parted(heights, count)
            if all(sum(map(self._height, page)) <= room + SLACK for page in pages):
                return pages
        return [[row] for row in self._rows]  # rows too tall for any page

    def _parted(self, heights: list[float], count: int) -> list[list[RankedRow]]:
        share, end = sum(heights) / count, 0.0
        pages: list[list[RankedRow]] = [[] for _ in range(count)]
        for row, height in zip(self._rows, heights, strict=True):
            pages[min(int((end + height / 2) / share), count - 1)].append(row)
            end += height
        return [page for page in pages if page]

    def _height(self, row: RankedRow) -> float:
        below = MARKS if self._is_stacked else 0.0
        return len(self._labels[row.number]) * LINE + below + 2 * self._padding

    def _draw(self, rows: list[RankedRow]) -> Drawing:
        heights = [self._height(row) for row in rows]
        canvas = drawing(self._width, self._head + sum(heights) + FOOT)
        top = canvas.height - self._head
        self._draw_head(canvas, top)
        self._draw_axis(canvas, rows, heights, top)
        for row, height in zip(rows, heights, strict=True):
            top -= height
            self._draw_row(canvas, row, top + height / 2)
        return canvas

    def _draw_head(self, canvas: Drawing, top: float) -> None:
        legend(canvas, 0, canvas.height, self._legend)
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
        words = self._axis.legend(self._axis.steps)
        if width_of(words) > self._width - 4:
            words = self._axis.legend((self._axis.lowest, self._axis.highest))
        text(canvas, self._width - 4, y - 22, words, colour=MUTED, anchor="end")

    def _draw_row(self, canvas: Drawing, row: RankedRow, middle: float) -> None:
        y = middle - TEXT * 0.36
        text(canvas, NUMBER_WIDTH - 2, y, str(row.number), colour=MUTED, anchor="end")
        if row.finding:
            above = MARKS / 2 if self._is_stacked else 0.0
            mark(canvas, NUMBER_WIDTH + FINDING / 2 - 1, middle + above, row.finding)
        if self._is_stacked:  # the label above, the marks below
            text_lines(canvas, self._label_left, middle + MARKS / 2, self._labels[row.number])
            middle -= len(self._labels[row.number]) * LINE / 2
        else:
            text_lines(canvas, self._label_left, middle, self._labels[row.number])
        x = self._axis.place(row.others.value, self._left, self._right)
        if row.own is not None:
            own = self._axis.place(row.own.value, self._left, self._right)
            rule(canvas, own, middle, x, middle, colour=RULE, width=1.6)
            mark(canvas, own, middle, row.own.series)
            text(canvas, self._own_right, y, row.own.shown, anchor="end")
        mark(canvas, x, middle, row.others.series, radius=3.2)
        text(canvas, self._others_right, y, row.others.shown, size=VALUE, bold=True, anchor="end")
