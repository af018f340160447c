"""The dot plot: a lane for each voice, so that no two marks can lie on each other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from reports.charts.palette import GRID, INK, MARGIN, MUTED, RULE
from reports.charts.rows import rows_by_drawing
from reports.charts.shapes import (
    LINE,
    PHONE,
    VALUE,
    box,
    drawing,
    legend,
    legend_rows,
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
    from reports.charts.rows import Axis, ChartRow

WIDEST_LANE: Final = 9.5
NARROWEST_LANE: Final = 6.2  # a mark is 6.4 points high; white edges may touch
PADDING: Final = 4.0
AXIS_HEIGHT: Final = 24.0
LABEL, FINDING = 6.0, 12.0  # before a label, and the room of a finding's mark there


class ProfileChart:
    """Draws rows of traits or items against the scale, with Others' margin."""

    def __init__(
        self,
        rows: Sequence[ChartRow],
        series: Sequence[Voice],
        axis: Axis,
        *,
        width: float,
        heading: str,
        tallest: float = math.inf,
    ) -> None:
        """Take the rows; `heading` stands above Others' values at the right edge.

        Lanes become narrower, down to the height of a mark, to keep within `tallest`.
        """
        self._rows, self._axis, self._heading = rows, axis, heading
        self._width = width
        self._lanes = {one.key: number for number, one in enumerate(series) if one.key != "others"}
        self._value_width = max(width_of(heading), *map(_value_width, rows)) + 6
        self._right = width - self._value_width - 12
        self._is_stacked = width <= PHONE
        self._label_width = self._right if self._is_stacked else width * 0.3
        self._left = 10 if self._is_stacked else self._label_width + 10
        findings = {row.finding.key: row.finding for row in rows if row.finding}
        self._indent = LABEL + (FINDING if findings else 0.0)
        room = self._label_width - self._indent - 2
        self._labels = [wrapped(row.label, room, bold=True) for row in rows]
        self._legend = legend_rows([*series, *findings.values()], width)
        self._head = len(self._legend) * 14 + 18
        self._lane = self._fitting_lane(tallest)

    @property
    def height(self) -> float:
        """How tall the whole chart is in one drawing, in points."""
        return self._head + sum(map(self._height, range(len(self._rows)))) + AXIS_HEIGHT

    def drawings(self, height: float) -> Iterator[Drawing]:
        """Yield the chart in as many drawings of at most this height as its rows need."""
        heights = [self._height(number) for number in range(len(self._rows))]
        for page in rows_by_drawing(heights, edges=self._head + AXIS_HEIGHT, most=height):
            yield self._draw(page)

    def _draw(self, numbers: list[int]) -> Drawing:
        heights = [self._height(number) for number in numbers]
        canvas = drawing(self._width, self._head + sum(heights) + AXIS_HEIGHT)
        top = canvas.height - self._head
        legend(canvas, 0, canvas.height, self._legend)
        self._draw_headings(canvas, top + 5)
        self._draw_stripes(canvas, top, heights)
        self._draw_axis(canvas, top - sum(heights), top)
        for number, height in zip(numbers, heights, strict=True):
            top -= height
            self._draw_row(canvas, self._rows[number], self._labels[number], top, height)
        return canvas

    def _height(self, number: int) -> float:
        lanes = max(len(self._lanes), 1) * self._lane + 2 * PADDING
        label, values = len(self._labels[number]), _value_lines(self._rows[number])
        if self._is_stacked:
            return max(lanes + label * LINE + 2, values * LINE + 2 * PADDING)
        return max(lanes, max(label, values) * LINE + 2 * PADDING)

    def _fitting_lane(self, tallest: float) -> float:
        room = (tallest - self._head - AXIS_HEIGHT) / max(len(self._rows), 1) - 2 * PADDING
        lane = room / max(len(self._lanes), 1)
        return min(max(lane, NARROWEST_LANE), WIDEST_LANE)

    def _draw_headings(self, canvas: Drawing, y: float) -> None:
        text(canvas, self._width - 4, y, self._heading, colour=MUTED, anchor="end")

    def _draw_stripes(self, canvas: Drawing, top: float, heights: list[float]) -> None:
        for number, height in enumerate(heights):
            top -= height
            if number % 2 == 0:
                box(canvas, 0, top, self._width, height)

    def _draw_axis(self, canvas: Drawing, bottom: float, top: float) -> None:
        for step in self._axis.steps:
            x = self._axis.place(step, self._left, self._right)
            rule(canvas, x, bottom, x, top, colour=GRID)
            text(canvas, x, bottom - 10, str(step), colour=MUTED, anchor="middle")
        y = bottom - 21
        text(canvas, self._left, y, self._axis.lowest_word, colour=MUTED)
        text(canvas, self._right, y, self._axis.highest_word, colour=MUTED, anchor="end")

    def _draw_row(
        self, canvas: Drawing, row: ChartRow, label: list[str], bottom: float, height: float
    ) -> None:
        self._draw_values(canvas, row, bottom + height / 2)
        if self._is_stacked:  # the label above, the marks below
            height -= len(label) * LINE + 2
            beside = bottom + height + len(label) * LINE / 2
        else:
            beside = bottom + height / 2
        text_lines(canvas, self._indent, beside, label, bold=True)
        if row.finding:
            mark(canvas, LABEL + FINDING / 2 - 2, beside, row.finding)
        middle = bottom + height / 2
        if row.note:
            text_lines(canvas, self._left, middle, wrapped(row.note, self._right - self._left))
        self._draw_others(canvas, row, bottom, height)
        first = middle + (len(self._lanes) - 1) * self._lane / 2
        for one in row.marks:
            x = self._axis.place(one.value, self._left, self._right)
            mark(canvas, x, first - self._lanes[one.series.key] * self._lane, one.series)

    def _draw_others(self, canvas: Drawing, row: ChartRow, bottom: float, height: float) -> None:
        if row.others is None:
            return
        x = self._axis.place(row.others.value, self._left, self._right)
        if row.others.score.bounds:
            low, high = row.others.score.bounds
            start = self._axis.place(low, self._left, self._right)
            end = self._axis.place(high, self._left, self._right)
            box(canvas, start, bottom + 3, end - start, height - 6, fill=MARGIN, edge=RULE)
        rule(canvas, x, bottom + 3, x, bottom + height - 3, colour=INK, width=2.6)

    def _draw_values(self, canvas: Drawing, row: ChartRow, middle: float) -> None:
        if row.others is None:
            return
        right, y = self._width - 4, middle - VALUE * 0.36 + len(row.beneath) * LINE / 2
        text(canvas, right, y, row.others.shown, size=VALUE, bold=True, anchor="end")
        for number, words in enumerate(row.beneath, 1):
            text(canvas, right, y - number * LINE, words, colour=MUTED, anchor="end")


def _value_lines(row: ChartRow) -> int:
    return 1 + len(row.beneath) if row.others else 0


def _value_width(row: ChartRow) -> float:
    if row.others is None:
        return 0.0
    return max(width_of(row.others.shown, size=VALUE, bold=True), *map(width_of, row.beneath), 0.0)
