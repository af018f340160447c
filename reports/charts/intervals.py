"""Changes and how sure they are: a row an outcome, a point and its interval."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from math import ceil, floor, isnan
from typing import TYPE_CHECKING, Final

from reports.charts.palette import BAND, GRID, INK, MUTED, RULE, WHITE
from reports.charts.rows import rows_by_drawing
from reports.charts.shapes import LINE, box, dot, drawing, rule, text, text_lines, width_of, wrapped
from reports.colours import ACCENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportlab.graphics.shapes import Drawing

    from reports.shown.effects import ShownChange

PADDING: Final = 6.0
HEAD: Final = 20.0
FOOT: Final = 16.0
DOT: Final = 4.0
CAP: Final = 4.0
_STEPS: Final = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
_MOST_STEPS: Final = 8


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One outcome: its label, what was found, and the lines that say it at the right edge."""

    label: str
    change: ShownChange
    said: tuple[str, ...]

    @property
    def is_clear(self) -> bool:
        """Whether the word is that something has changed."""
        return self.change.word in {"better", "worse"}


@dataclass(frozen=True, slots=True)
class IntervalTexts:
    """What the legend says, and how a number of steps is written."""

    little: str
    found: str
    decimals: str  # the mark before decimals
    minus: str

    def written(self, value: float) -> str:
        """Return a number of steps with its sign; nought has none."""
        if round(value, 2) == 0:
            return "0"
        shown = f"{abs(value):.1f}".replace(".", self.decimals)
        return f"{'+' if value > 0 else self.minus}{shown}"


def interval_charts(
    rows: Sequence[IntervalRow],
    *,
    little: float,
    most: float,
    size: tuple[float, float],
    texts: IntervalTexts,
) -> Iterator[Drawing]:
    """Yield what was found of each outcome; changes up to `little` steps are on a grey ground.

    Full marks are clear of nought, hollow ones are not; the first row is the main one. No
    change is larger than `most`, so an interval that is ends there. A row whose figure is not
    known has its words alone. A drawing has the width and at most the height of `size`; what
    does not fit stands in the next, on the same scale.
    """
    width, height = size
    frame = _Frame(rows, little=little, most=most, width=width, texts=texts)
    for numbers in rows_by_drawing(frame.heights, edges=HEAD + FOOT, most=height):
        yield frame.draw(numbers)


class _Frame:
    def __init__(
        self,
        rows: Sequence[IntervalRow],
        *,
        little: float,
        most: float,
        width: float,
        texts: IntervalTexts,
    ) -> None:
        self._rows, self._little, self._width, self._texts = rows, little, width, texts
        widest = max((width_of(line) for row in rows for line in row.said), default=0.0)
        self._right = width - min(widest + 1, width * 0.4) - 14
        label_width = width * 0.24
        self._left = label_width + 12
        self._labels = [
            wrapped(row.label, label_width, bold=at == 0) for at, row in enumerate(rows)
        ]
        self._said = [
            [part for line in row.said for part in wrapped(line, width - self._right - 14)]
            for row in rows
        ]
        lines = [max(len(one), len(two)) for one, two in zip(self._labels, self._said, strict=True)]
        self.heights = [count * LINE + 2 * PADDING for count in lines]
        self._ticks = _ticks(rows, little, most)

    def draw(self, numbers: Sequence[int]) -> Drawing:
        heights = [self.heights[at] for at in numbers]
        canvas = drawing(self._width, HEAD + sum(heights) + FOOT)
        top = canvas.height - HEAD
        self._draw_ground(canvas, FOOT, top)
        for at, end in zip(numbers, accumulate(heights), strict=True):
            middle = top - end + self.heights[at] / 2
            rule(canvas, 0, top - end, self._width, top - end, colour=GRID)
            text_lines(canvas, 0, middle, self._labels[at], bold=at == 0)
            text_lines(canvas, self._right + 14, middle, self._said[at])
            self._draw_row(canvas, self._rows[at], middle)
        self._draw_legend(canvas, canvas.height - 11)
        return canvas

    def _x(self, value: float) -> float:
        low, high = self._ticks[0], self._ticks[-1]
        inside = min(max(value, low), high)
        return self._left + (self._right - self._left) * (inside - low) / (high - low)

    def _draw_ground(self, canvas: Drawing, bottom: float, top: float) -> None:
        start, end = self._x(-self._little), self._x(self._little)
        box(canvas, start, bottom, end - start, top - bottom, fill=BAND)
        for tick in self._ticks:
            x = self._x(tick)
            is_nought = round(tick, 2) == 0
            rule(
                canvas,
                x,
                bottom,
                x,
                top,
                colour=RULE if is_nought else GRID,
                width=1.2 if is_nought else 0.6,
            )
            text(canvas, x, bottom - 12, self._texts.written(tick), colour=MUTED, anchor="middle")

    def _draw_row(self, canvas: Drawing, row: IntervalRow, middle: float) -> None:
        one = row.change
        if isnan(one.estimate):
            return
        colour = ACCENT if row.is_clear else MUTED
        if not isnan(one.lower):
            low, high = self._x(one.lower), self._x(one.upper)
            rule(canvas, low, middle, high, middle, colour=colour, width=2.0)
            for end in (low, high):
                rule(canvas, end, middle - CAP, end, middle + CAP, colour=colour, width=1.4)
        fill = colour if row.is_clear else WHITE
        dot(canvas, self._x(one.estimate), middle, radius=DOT, fill=fill, edge=colour, width=1.4)

    def _draw_legend(self, canvas: Drawing, y: float) -> None:
        box(canvas, 0, y - 2, 16, 10, fill=BAND, edge=RULE)
        text(canvas, 22, y, self._texts.little, colour=MUTED)
        x = 22 + width_of(self._texts.little) + 18
        rule(canvas, x, y + 3, x + 24, y + 3, colour=INK, width=2.0)
        dot(canvas, x + 12, y + 3, radius=DOT - 0.6, fill=INK)
        text(canvas, x + 30, y, self._texts.found, colour=MUTED)


def _ticks(rows: Sequence[IntervalRow], little: float, most: float) -> list[float]:
    """Return evenly spaced marks around all that is drawn, nought among them."""
    ends = [
        min(max(value, -most), most)
        for row in rows
        for value in (row.change.estimate, row.change.lower, row.change.upper)
        if not isnan(value)
    ]
    low, high = min([-little, *ends]), max([little, *ends])
    step = next((one for one in _STEPS if (high - low) / one <= _MOST_STEPS - 2), _STEPS[-1])
    return [place * step for place in range(floor(low / step), ceil(high / step) + 1)]
