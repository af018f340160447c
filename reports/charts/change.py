"""Then and now: one row a trait, an open mark for then, a full one for now."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from reports.charts.palette import GRID, MUTED, RULE, WHITE
from reports.charts.shapes import (
    LINE,
    PHONE,
    box,
    dot,
    drawing,
    rule,
    text,
    text_lines,
    width_of,
    wrapped,
)
from reports.colours import ACCENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.graphics.shapes import Drawing

    from reports.charts.rows import Axis, ChangeRow

PADDING: Final = 5.0
HEAD: Final = 22.0
FOOT: Final = 26.0
DOT: Final = 4.2


@dataclass(frozen=True, slots=True)
class ChangeTexts:
    """What the two marks are called."""

    then: str
    now: str


def change_chart(
    rows: Sequence[ChangeRow], axis: Axis, *, width: float, texts: ChangeTexts
) -> Drawing:
    """Draw each trait's change, with its verdict in words at the right edge.

    On a phone label and verdict stand above. A page holds about twenty rows; who has more
    traits calls this for some at a time.
    """
    if width <= PHONE:
        return _stacked(rows, axis, width=width, texts=texts)
    widest = max((width_of(row.verdict) for row in rows), default=0.0)
    label_width, verdict_width = width * 0.23, min(max(widest + 1, width * 0.3), width * 0.45)
    left, right = label_width + 10, width - verdict_width - 12
    labels = [wrapped(row.label, label_width - 8, bold=True) for row in rows]
    verdicts = [wrapped(row.verdict, verdict_width) for row in rows]
    lines = [max(len(one), len(two)) for one, two in zip(labels, verdicts, strict=True)]
    heights = [count * LINE + 2 * PADDING for count in lines]
    canvas = _framed(heights, axis, (left, right), width=width, texts=texts)
    for row, label, verdict, y, height in zip(
        rows, labels, verdicts, _bottoms(canvas, heights), heights, strict=True
    ):
        middle = y + height / 2
        text_lines(canvas, 0, middle, label, bold=True)
        text_lines(canvas, right + 18, middle, verdict)
        _draw_change(canvas, row, axis, middle, left=left, right=right)
    return canvas


def _stacked(rows: Sequence[ChangeRow], axis: Axis, *, width: float, texts: ChangeTexts) -> Drawing:
    left, right = 10.0, width - 10
    labels = [wrapped(row.label, width, bold=True) for row in rows]
    verdicts = [wrapped(row.verdict, width) for row in rows]
    counts = [len(one) + len(two) for one, two in zip(labels, verdicts, strict=True)]
    heights = [count * LINE + 2 * DOT + 2 * PADDING for count in counts]
    canvas = _framed(heights, axis, (left, right), width=width, texts=texts)
    for row, label, verdict, y, height in zip(
        rows, labels, verdicts, _bottoms(canvas, heights), heights, strict=True
    ):
        top = y + height - PADDING / 2
        text_lines(canvas, 0, top - len(label) * LINE / 2, label, bold=True)
        below = top - len(label) * LINE - len(verdict) * LINE / 2
        text_lines(canvas, 0, below, verdict)
        _draw_change(canvas, row, axis, y + PADDING / 2 + DOT, left=left, right=right)
    return canvas


def _framed(
    heights: Sequence[float],
    axis: Axis,
    edges: tuple[float, float],
    *,
    width: float,
    texts: ChangeTexts,
) -> Drawing:
    """Return a drawing with legend, scale and a line under each row."""
    canvas = drawing(width, HEAD + sum(heights) + FOOT)
    _draw_legend(canvas, texts)
    left, right = edges
    _draw_axis(canvas, axis, FOOT, canvas.height - HEAD, left=left, right=right)
    for y in _bottoms(canvas, heights):
        rule(canvas, 0, y, width, y, colour=GRID)
    return canvas


def _bottoms(canvas: Drawing, heights: Sequence[float]) -> list[float]:
    return [canvas.height - HEAD - end for end in accumulate(heights)]


def _draw_legend(canvas: Drawing, texts: ChangeTexts) -> None:
    y = canvas.height - 11
    _dot(canvas, 6, y + 3, full=False)
    text(canvas, 16, y, texts.then, colour=MUTED)
    x = 16 + width_of(texts.then) + 22
    _dot(canvas, x, y + 3, full=True)
    text(canvas, x + 10, y, texts.now, colour=MUTED)


def _draw_axis(
    canvas: Drawing, axis: Axis, bottom: float, top: float, *, left: float, right: float
) -> None:
    box(canvas, left - 8, bottom, right - left + 16, top - bottom)
    for step in axis.steps:
        x = axis.place(step, left, right)
        rule(canvas, x, bottom, x, top, colour=GRID)
        text(canvas, x, bottom - 11, str(step), colour=MUTED, anchor="middle")
    text(canvas, left - 8, bottom - 23, axis.lowest_word, colour=MUTED)
    text(canvas, right + 8, bottom - 23, axis.highest_word, colour=MUTED, anchor="end")


def _draw_change(
    canvas: Drawing, row: ChangeRow, axis: Axis, middle: float, *, left: float, right: float
) -> None:
    before = float(row.change.before)
    then = axis.place(before, left, right)
    now = axis.place(before + row.change.points, left, right)
    rule(canvas, then, middle, now, middle, colour=RULE, width=1.8)
    _dot(canvas, then, middle, full=False)
    _dot(canvas, now, middle, full=True)


def _dot(canvas: Drawing, x: float, y: float, *, full: bool) -> None:
    fill = ACCENT if full else WHITE
    dot(canvas, x, y, radius=DOT, fill=fill, edge=ACCENT, width=1.4)
