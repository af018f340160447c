"""The map of self against others: numbered dots that give way to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportlab.graphics.shapes import Circle
from reportlab.lib.colors import HexColor

from reports.charts.palette import ACCENT, BAND, GRID, MUTED, RULE, WHITE
from reports.charts.shapes import TEXT, box, drawing, rule, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.graphics.shapes import Drawing

    from reports.charts.rows import Axis, Point

DOT: Final = 8.2
LANE: Final = 2 * DOT + 1.2


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
    left, right = 34.0, width - 6
    lanes = {step: _lanes(points, step, axis, left, right) for step in axis.steps}
    heights = {step: max(len(lanes[step]), 1) * LANE + 10 for step in axis.steps}
    canvas = drawing(width, sum(heights.values()) + 72)
    bottoms = _draw_bands(canvas, axis, heights, left, right)
    _draw_fields(canvas, axis, bottoms, heights, high=high, left=left, right=right)
    _draw_words(canvas, texts, left, right)
    for step, rows in lanes.items():
        middle = bottoms[step] + heights[step] / 2 + (len(rows) - 1) * LANE / 2
        for number, row in enumerate(rows):
            for x, point in row:
                _draw_dot(canvas, x, middle - number * LANE, point.number)
    return canvas


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
    y = 40.0
    for step in axis.steps:
        bottoms[step] = y
        if step % 2 == 0:
            box(canvas, left, y, right - left, heights[step], fill=BAND)
        middle = y + heights[step] / 2 - TEXT * 0.36
        text(canvas, left - 8, middle, str(step), colour=MUTED, anchor="end")
        y += heights[step]
    for step in axis.steps:
        x = axis.place(step, left + DOT, right - DOT)
        rule(canvas, x, 40, x, y, colour=GRID)
        text(canvas, x, 28, str(step), colour=MUTED, anchor="middle")
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
    top = bottoms[axis.highest] + heights[axis.highest]
    rule(canvas, left, y, right, y, colour=RULE, width=1.1)
    rule(canvas, x, 40, x, top, colour=RULE, width=1.1)
    box(canvas, left, 40, right - left, top - 40, fill=None, edge=RULE)


def _draw_words(canvas: Drawing, texts: MapTexts, left: float, right: float) -> None:
    top = canvas.height - 9
    text(canvas, left, top, f"↑ {texts.own}", colour=MUTED)
    text(canvas, right, 4, f"{texts.others} →", colour=MUTED, anchor="end")
    _corner(canvas, left, top - 16, texts.blind_spot)
    _corner(canvas, right, top - 16, texts.known_strength, end=True)
    _corner(canvas, left, 14, texts.known_development)
    _corner(canvas, right, 14, texts.hidden_strength, end=True)


def _corner(canvas: Drawing, x: float, y: float, words: str, *, end: bool = False) -> None:
    text(canvas, x, y, words, bold=True, colour=ACCENT, anchor="end" if end else "start")


def _draw_dot(canvas: Drawing, x: float, y: float, number: int) -> None:
    canvas.add(
        Circle(x, y, DOT, fillColor=HexColor(ACCENT), strokeColor=HexColor(WHITE), strokeWidth=0.8)
    )
    text(canvas, x, y - TEXT * 0.36, str(number), colour=WHITE, anchor="middle")
