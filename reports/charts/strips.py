"""The statements of a trait in narrow rows: marks share a lane where none hides another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.charts.palette import GRID, INK, MARGIN, MUTED, RULE
from reports.charts.rows import rows_by_drawing
from reports.charts.shapes import (
    LINE,
    TEXT,
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
from reports.charts.spread import draw_bands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reportlab.graphics.shapes import Drawing

    from reports.charts.palette import Voice
    from reports.charts.rows import Axis, ChartMark, ChartRow

LANE: Final = 6.6  # a mark is 6.4 points high; white edges may touch
CLOSER_LANES: Final = (5.2, 4.3)
"""Lanes in which marks overlap a little, where two traits share a page by it."""
APART: Final = 7.4
"""How far two marks are from each other in one lane, in points."""
AROUND, LEAST = 3.4, 17.0
"""What is left free above and below lanes or lines, and how tall a row is at least."""
HEAD, LEGEND_ROW, GAP = 16.0, 14.0, 9.0
MOST_MORE: Final = 7.0
"""How much taller a row may be where the page has room: then it is as tall as one may wish."""
INDENT: Final = 16.0
BANDS: Final = 76.0


class StripChart:
    """Draws statements against the scale, each with Others' figure, its word and the gap."""

    def __init__(
        self,
        rows: Sequence[ChartRow],
        series: Sequence[Voice],
        axis: Axis,
        *,
        width: float,
        heading: str,
        band_heading: str = "",
        has_legend: bool = True,
        lane: float = LANE,
    ) -> None:
        """Take the rows; `heading` stands above Others' values, the scale's steps beside it."""
        self._rows, self._axis, self._heading, self._width = rows, axis, heading, width
        self._band_heading = band_heading
        self._lane, self._more = lane, 0.0
        self._has_bands = any(row.spread for row in rows)
        columns = [[_values(row)[place] for row in rows if row.others] for place in range(3)]
        widths = [
            max((width_of(one, bold=place == 0) for one in column), default=0.0)
            for place, column in enumerate(columns)
        ]
        widths[0] = max(widths[0], width_of(heading))
        self._ends = _ends(widths, width - 4)
        self._right = self._ends[0] - widths[0] - 14 - (BANDS if self._has_bands else 0)
        self._left = width * (0.34 if self._has_bands else 0.4)
        self._labels = [wrapped(row.label, self._left - INDENT - 12) for row in rows]
        self._lanes = [_lanes(row.marks, self._x) for row in rows]
        findings = {row.finding.key: row.finding for row in rows if row.finding}
        shown = [*series, *findings.values()] if has_legend else ()
        self._legend = legend_rows(shown, width) if shown else []
        self._head = len(self._legend) * LEGEND_ROW + HEAD

    @property
    def height(self) -> float:
        """How tall the whole chart is in one drawing, in points."""
        return self._head + sum(map(self._height, range(len(self._rows))))

    def spread(self, more: float) -> None:
        """Make each row taller by so much, or by as much as is well."""
        self._more = min(more, MOST_MORE)

    def drawings(self, height: float) -> Iterator[Drawing]:
        """Yield the chart in as many drawings of at most this height as its rows need."""
        heights = [self._height(number) for number in range(len(self._rows))]
        for page in rows_by_drawing(heights, edges=self._head, most=height):
            yield self._draw(page)

    def _x(self, one: ChartMark) -> float:
        return self._axis.place(one.value, self._left, self._right)

    def _height(self, number: int) -> float:
        lanes = 1 + max(self._lanes[number], default=0)
        least = max(lanes * self._lane, len(self._labels[number]) * LINE, LEAST - AROUND)
        return least + AROUND + self._more

    def _draw(self, numbers: list[int]) -> Drawing:
        heights = [self._height(number) for number in numbers]
        canvas = drawing(self._width, self._head + sum(heights))
        legend(canvas, 0, canvas.height, self._legend)
        top = canvas.height - self._head
        self._draw_head(canvas, top)
        for place, height in enumerate(heights):
            if place % 2 == 0:
                box(canvas, 0, top - sum(heights[: place + 1]), self._width, height)
        for step in self._axis.steps:
            x = self._axis.place(step, self._left, self._right)
            rule(canvas, x, 0, x, top, colour=GRID)
        for number, height in zip(numbers, heights, strict=True):
            top -= height
            self._draw_row(canvas, number, top, height)
        return canvas

    def _draw_head(self, canvas: Drawing, top: float) -> None:
        for step in self._axis.steps:
            x = self._axis.place(step, self._left, self._right)
            text(canvas, x, top + 4, str(step), colour=MUTED, anchor="middle")
        text(canvas, self._ends[0], top + 4, self._heading, colour=MUTED, anchor="end")
        if self._has_bands:
            text(canvas, self._right + 12, top + 4, self._band_heading, colour=MUTED)

    def _draw_row(self, canvas: Drawing, number: int, bottom: float, height: float) -> None:
        row, middle = self._rows[number], bottom + height / 2
        text_lines(canvas, INDENT, middle, self._labels[number])
        if row.finding:
            mark(canvas, INDENT / 2, middle, row.finding)
        if row.note:
            text(canvas, self._left, middle - TEXT * 0.36, row.note)
        self._draw_others(canvas, row, bottom, height)
        lanes = self._lanes[number]
        first = middle + max(lanes, default=0) * self._lane / 2
        for one, lane in zip(row.marks, lanes, strict=True):
            mark(canvas, self._x(one), first - lane * self._lane, one.series)
        if row.spread:
            draw_bands(canvas, row.spread, self._right + 12, BANDS - 12, middle)

    def _draw_others(self, canvas: Drawing, row: ChartRow, bottom: float, height: float) -> None:
        if row.others is None:
            return
        x = self._x(row.others)
        if row.others.score.bounds:
            low, high = row.others.score.bounds
            start = self._axis.place(low, self._left, self._right)
            end = self._axis.place(high, self._left, self._right)
            box(canvas, start, bottom + 2, end - start, height - 4, fill=MARGIN, edge=RULE)
        rule(canvas, x, bottom + 2, x, bottom + height - 2, colour=INK, width=2.6)
        y = bottom + height / 2 - TEXT * 0.36
        for place, words in enumerate(_values(row)):
            colour = MUTED if place else INK
            text(canvas, self._ends[place], y, words, bold=not place, colour=colour, anchor="end")


def _values(row: ChartRow) -> tuple[str, str, str]:
    """Return what stands at the right edge: Others' figure, its word, the gap."""
    shown = row.others.shown if row.others else ""
    word, gap, *_ = (*row.beneath, "", "")
    return shown, word, gap


def _ends(widths: list[float], right: float) -> tuple[float, float, float]:
    """Return where each column of values ends; an empty one takes no room."""
    gap_end = right
    word_end = gap_end - (widths[2] + GAP if widths[2] else 0.0)
    return word_end - (widths[1] + GAP if widths[1] else 0.0), word_end, gap_end


def _lanes(marks: Sequence[ChartMark], place: Callable[[ChartMark], float]) -> list[int]:
    """Return the lane of each mark: the first in which it hides none."""
    taken: list[list[float]] = []
    lanes = []
    for x in map(place, marks):
        lane = next(
            (at for at, others in enumerate(taken) if all(abs(x - one) >= APART for one in others)),
            len(taken),
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append(x)
        lanes.append(lane)
    return lanes
