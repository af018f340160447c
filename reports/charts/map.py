"""The map of self against others: numbered dots that give way to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.charts.palette import ACCENT, BAND, GRID, MUTED, RULE, WHITE
from reports.charts.shapes import PHONE, TEXT, box, dot, drawing, rule, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.graphics.shapes import Drawing

    from reports.charts.rows import Axis, Point

DOT: Final = 6.9
LANE: Final = 2 * DOT + 0.8
PADDING: Final = 1.6  # above and below the dots of a step
LEFT: Final = 20.0


@dataclass(frozen=True, slots=True)
class MapTexts:
    """The words around and in the four fields."""

    others: str
    own: str
    hidden_strength: str
    known_strength: str
    known_development: str
    blind_spot: str


def map_chart(
    points: Sequence[Point],
    axis: Axis,
    *,
    high: float,
    width: float,
    texts: MapTexts,
) -> Drawing:
    """Draw the map; `high` is where the upper and right fields begin.

    A leader's own marks are whole steps, so each step is a band of its own; within a band
    dots that would touch move into another lane. So no number ever covers another.
    """
    left, right = LEFT, width - 6
    lanes = {step: _lanes(points, step, axis, left, right) for step in axis.steps}
    heights = {step: _band_height(rows) for step, rows in lanes.items()}
    canvas = drawing(width, _bottom(width) + sum(heights.values()) + _top(width))
    bottoms = _draw_bands(canvas, axis, heights, left, right)
    _draw_fields(canvas, axis, bottoms, heights, high=high, left=left, right=right)
    _draw_words(canvas, texts, left, right)
    for step, rows in lanes.items():
        middle = bottoms[step] + heights[step] / 2 + (len(rows) - 1) * LANE / 2
        for number, row in enumerate(rows):
            for x, point in row:
                _draw_dot(canvas, x, middle - number * LANE, point.number)
    return canvas


def map_height(points: Sequence[Point], axis: Axis, *, width: float) -> float:
    """Return how tall the map of these points is, in points."""
    lanes = (_lanes(points, step, axis, LEFT, width - 6) for step in axis.steps)
    return _bottom(width) + sum(map(_band_height, lanes)) + _top(width)


def _bottom(width: float) -> float:
    return 28.0 if width > PHONE else 49.0


def _top(width: float) -> float:
    return 16.0 if width > PHONE else 27.0


def _band_height(lanes: Sequence[object]) -> float:
    return max(len(lanes), 1) * LANE + 2 * PADDING


def _lanes(
    points: Sequence[Point], step: int, axis: Axis, left: float, right: float
) -> list[list[tuple[float, Point]]]:
    lanes: list[list[tuple[float, Point]]] = []
    here = [point for point in points if point.own.exact == step]
    for point in sorted(here, key=lambda one: (one.others.exact, one.number)):
        x = axis.place(point.others.mean, left + DOT, right - DOT)
        free = next((lane for lane in lanes if x - lane[-1][0] >= LANE), None)
        if free is None:
            free = []
            lanes.append(free)
        free.append((x, point))
    return lanes


def _draw_bands(
    canvas: Drawing, axis: Axis, heights: dict[int, float], left: float, right: float
) -> dict[int, float]:
    bottoms: dict[int, float] = {}
    bottom = y = _bottom(canvas.width)
    for step in axis.steps:
        bottoms[step] = y
        if step % 2 == 0:
            box(canvas, left, y, right - left, heights[step], fill=BAND)
        middle = y + heights[step] / 2 - TEXT * 0.36
        text(canvas, left - 8, middle, str(step), colour=MUTED, anchor="end")
        y += heights[step]
    for step in axis.steps:
        x = axis.place(step, left + DOT, right - DOT)
        rule(canvas, x, bottom, x, y, colour=GRID)
        text(canvas, x, bottom - 10, str(step), colour=MUTED, anchor="middle")
    return bottoms


def _draw_fields(
    canvas: Drawing,
    axis: Axis,
    bottoms: dict[int, float],
    heights: dict[int, float],
    *,
    high: float,
    left: float,
    right: float,
) -> None:
    first_high = next((step for step in axis.steps if step >= high), axis.highest)
    y, x = bottoms[first_high], axis.place(high, left + DOT, right - DOT)
    bottom, top = bottoms[axis.lowest], bottoms[axis.highest] + heights[axis.highest]
    rule(canvas, left, y, right, y, colour=RULE, width=1.1)
    rule(canvas, x, bottom, x, top, colour=RULE, width=1.1)
    box(canvas, left, bottom, right - left, top - bottom, fill=None, edge=RULE)


def _draw_words(canvas: Drawing, texts: MapTexts, left: float, right: float) -> None:
    middle, is_wide = (left + right) / 2, canvas.width > PHONE
    top, bottom = canvas.height - _top(canvas.width) + 5, _bottom(canvas.width) - 23
    if is_wide:  # between the names of the fields
        text(canvas, middle, top, f"↑ {texts.own}", colour=MUTED, anchor="middle")
        text(canvas, middle, bottom, f"{texts.others} →", colour=MUTED, anchor="middle")
    else:
        text(canvas, 0, top + 11, f"↑ {texts.own}", colour=MUTED)
        text(canvas, right, bottom - 22, f"{texts.others} →", colour=MUTED, anchor="end")
    _corner(canvas, left, top, texts.blind_spot)
    _corner(canvas, right, top, texts.known_strength, end=True)
    _corner(canvas, left, bottom, texts.known_development)
    lower = bottom if is_wide else bottom - 11  # too long for one line
    _corner(canvas, right, lower, texts.hidden_strength, end=True)


def _corner(canvas: Drawing, x: float, y: float, words: str, *, end: bool = False) -> None:
    text(canvas, x, y, words, bold=True, colour=ACCENT, anchor="end" if end else "start")


def _draw_dot(canvas: Drawing, x: float, y: float, number: int) -> None:
    dot(canvas, x, y, radius=DOT, fill=ACCENT)
    text(canvas, x, y - TEXT * 0.36, str(number), colour=WHITE, anchor="middle")
