"""The map of self against others: steps of equal size both ways, and the line where they meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.charts.palette import BAND, GRID, MUTED, RULE, WHITE
from reports.charts.shapes import (
    LINE,
    PHONE,
    TEXT,
    box,
    dashes,
    dot,
    drawing,
    mark,
    rule,
    text,
    text_lines,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportlab.graphics.shapes import Drawing

    from reports.charts.palette import Voice
    from reports.charts.rows import Axis, ChartPoint

NUMBERED: Final = 9.6
"""How far a mark with its number reaches, whatever its shape."""
RADII: Final = {"triangle": 9.2, "wedge": 9.2}
"""How large the shapes are that are narrow at one end; their numbers stand at the other."""
RADIUS, SHIFT = 7.2, 2.5
SMALL: Final = 2.6
APART, EDGE = 0.8, 1.6
LEFT, BOTTOM, TOP = 20.0, 28.0, 18.0
KEY_INDENT, KEY_GAP = 14.0, 5.0


@dataclass(frozen=True, slots=True)
class MapTexts:
    """The words along the edges, and the marks with their numbers."""

    others: str
    own: str
    key: tuple[tuple[Voice | None, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """The square that points lie in, and where a figure stands in it."""

    axis: Axis
    left: float
    bottom: float
    side: float

    @property
    def step(self) -> float:
        """How long one step of the scale is, the same on both axes."""
        return self.side / (self.axis.highest - self.axis.lowest + 1)

    def x(self, value: float) -> float:
        """Return where a figure of Others stands."""
        return self.left + (value - self.axis.lowest + 0.5) * self.step

    def y(self, value: float) -> float:
        """Return where the leader's own figure stands."""
        return self.bottom + (value - self.axis.lowest + 0.5) * self.step


def map_chart(
    points: Sequence[ChartPoint],
    axis: Axis,
    *,
    width: float,
    texts: MapTexts,
    largest: float,
) -> Drawing:
    """Draw the map; marks that would cover each other move up, down or aside within a step.

    A side of its field is `largest` points, with what the marks mean beside it; on a phone it is
    as wide as the screen, and that stands below.
    """
    is_wide = width > PHONE
    side = largest if is_wide else width - LEFT - 2
    key_width = width - LEFT - side - 16 if is_wide else width
    keys = [_wrapped(words, key_width - KEY_INDENT) for _, words in texts.key]
    key_height = sum(len(lines) * LINE + KEY_GAP for lines in keys)
    bottom = BOTTOM + (0.0 if is_wide else key_height + 6)
    field = Field(axis, LEFT, bottom, side)
    canvas = drawing(width, max(bottom + side + TOP, key_height + TOP))
    _draw_field(canvas, field, texts)
    for point, x, y in _placed(points, field):
        _draw_point(canvas, point, x, y)
    marks = [one for one, _ in texts.key]
    x, top = (LEFT + side + 16, bottom + side) if is_wide else (0.0, key_height)
    _draw_key(canvas, list(zip(marks, keys, strict=True)), x, top)
    return canvas


def _wrapped(words: tuple[str, ...], width: float) -> list[str]:
    return [line for one in words for line in wrapped(one, width)]


def _draw_field(canvas: Drawing, field: Field, texts: MapTexts) -> None:
    axis, right = field.axis, field.left + field.side
    top = field.bottom + field.side
    for step in axis.steps:
        x, y = field.x(step), field.y(step)
        if step % 2 == 0:
            box(canvas, field.left, y - field.step / 2, field.side, field.step, fill=BAND)
        rule(canvas, x, field.bottom, x, top, colour=GRID)
        text(canvas, field.left - 8, y - TEXT * 0.36, str(step), colour=MUTED, anchor="end")
        text(canvas, x, field.bottom - 10, str(step), colour=MUTED, anchor="middle")
    box(canvas, field.left, field.bottom, field.side, field.side, fill=None, edge=RULE)
    dashes(canvas, field.left, field.bottom, right, top, colour=RULE)
    text(canvas, field.left, top + 6, f"↑ {texts.own}", colour=MUTED)
    text(canvas, right, field.bottom - 22, f"{texts.others} →", colour=MUTED, anchor="end")


def _placed(
    points: Sequence[ChartPoint], field: Field
) -> Iterator[tuple[ChartPoint, float, float]]:
    """Yield each point with a place where it covers no other, the nearest that is free."""
    taken: list[tuple[float, float, float]] = []
    in_order = sorted(points, key=lambda one: (one.number is None, one.others.exact, one.own.exact))
    for point in in_order:
        radius = NUMBERED if point.number is not None else SMALL
        x, y = next(
            place
            for place in _places(field.x(point.others.mean), field.y(point.own.mean), radius, field)
            if _is_free(place, radius, taken)
        )
        taken.append((x, y, radius))
        yield point, x, y


def _places(x: float, y: float, radius: float, field: Field) -> Iterator[tuple[float, float]]:
    """Yield places around a point: up and down within its step first, then further aside."""
    pace, reach = (radius + APART) / 2, radius + EDGE
    lanes = max(int((field.step / 2 - reach) / pace), 0)
    heights = [y + sign * lane * pace for lane in range(lanes + 1) for sign in (1, -1)]
    aside = 0
    while True:
        for across in (x + aside * pace, x - aside * pace):
            if field.left + reach <= across <= field.left + field.side - reach:
                yield from ((across, height) for height in heights)
        aside += 1


def _is_free(
    place: tuple[float, float], radius: float, taken: list[tuple[float, float, float]]
) -> bool:
    """Tell whether a place touches no other; asked a thousand times for a map."""
    x, y = place
    for other_x, other_y, other_radius in taken:
        across, up, apart = x - other_x, y - other_y, radius + other_radius + APART
        if across * across + up * up < apart * apart:
            return False
    return True


def _draw_point(canvas: Drawing, point: ChartPoint, x: float, y: float) -> None:
    if point.number is None or point.finding is None:
        _draw_mark(canvas, point.finding, x, y, SMALL)
        return
    shape = point.finding.shape
    mark(canvas, x, y, point.finding, radius=RADII.get(shape, RADIUS))
    y += {"triangle": -SHIFT, "wedge": SHIFT}.get(shape, 0.0) - TEXT * 0.36
    text(canvas, x, y, str(point.number), bold=True, colour=WHITE, anchor="middle")


def _draw_mark(canvas: Drawing, finding: Voice | None, x: float, y: float, radius: float) -> None:
    if finding is None:
        dot(canvas, x, y, radius=radius, fill=WHITE, edge=MUTED)
    else:
        mark(canvas, x, y, finding, radius=radius)


def _draw_key(
    canvas: Drawing, keys: list[tuple[Voice | None, list[str]]], x: float, top: float
) -> None:
    for finding, lines in keys:
        middle = top - len(lines) * LINE / 2
        _draw_mark(canvas, finding, x + 5, top - LINE / 2, 3.2)
        text_lines(canvas, x + KEY_INDENT, middle, lines)
        top -= len(lines) * LINE + KEY_GAP
