"""The shapes that charts are made of: text in our face, marks of each series, lines."""

# ruff: noqa: ANN401 - ReportLab is untyped

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, Rect, String
from reportlab.graphics.shapes import Shape as CheckedShape
from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from reports.charts.palette import BAND, GRID, INK, MUTED, WHITE
from reports.fonts import REGULAR, SEMIBOLD, register_faces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.charts.palette import Series, Shape

# ReportLab would check each attribute of each shape as it is set: a sixteenth of a report's time.
if "__setattr__" in vars(CheckedShape):
    del CheckedShape.__setattr__

_ink = cache(HexColor)

TEXT: Final = 8.5  # nothing in a report is smaller
VALUE: Final = 9.5
LINE: Final = 10.6
RADIUS: Final = 3.2
PHONE: Final = 320.0  # up to this width a label stands above its row, not beside it

Anchor = Literal["start", "middle", "end"]


def drawing(width: float, height: float) -> Drawing:
    """Return an empty drawing, with our faces ready."""
    register_faces()
    return Drawing(width, height)


def text(
    onto: Drawing,
    x: float,
    y: float,
    words: str,
    *,
    size: float = TEXT,
    bold: bool = False,
    colour: str = INK,
    anchor: Anchor = "start",
) -> None:
    """Write one line with its baseline at y."""
    face = SEMIBOLD if bold else REGULAR
    onto.add(
        String(
            x,
            y,
            words,
            fontName=face,
            fontSize=size,
            fillColor=_ink(colour),
            textAnchor=anchor,
        )
    )


def text_lines(
    onto: Drawing, x: float, middle: float, lines: list[str], *, bold: bool = False
) -> None:
    """Write several lines, centred on a height."""
    first = middle - TEXT * 0.36 + (len(lines) - 1) * LINE / 2
    for number, line in enumerate(lines):
        text(onto, x, first - number * LINE, line, bold=bold)


def width_of(words: str, *, size: float = TEXT, bold: bool = False) -> float:
    """Return how wide a text is in points."""
    register_faces()
    return float(stringWidth(words, SEMIBOLD if bold else REGULAR, size))


def wrapped(words: str, width: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines of at most this width; a word too long is broken inside."""
    lines = [""]
    for word in _fitting_words(words.split(), width, bold=bold):
        candidate = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(candidate, bold=bold) > width:
            lines.append(word)
        else:
            lines[-1] = candidate
    return lines


def _fitting_words(words: list[str], width: float, *, bold: bool) -> Iterable[str]:
    for word in words:
        rest = word
        while width_of(rest, bold=bold) > width and len(rest) > 1:
            cut = _longest_start(rest, width, bold=bold)
            yield rest[:cut]
            rest = rest[cut:]
        yield rest


def _longest_start(word: str, width: float, *, bold: bool) -> int:
    fitting = [end for end in range(1, len(word)) if width_of(word[:end], bold=bold) <= width]
    return max(fitting, default=1)


def mark(onto: Drawing, x: float, y: float, series: Series, *, radius: float = RADIUS) -> None:
    """Draw the mark of a series, with a white edge that keeps touching marks apart."""
    onto.add(_outline(series.shape, x, y, radius, _paint(series.colour)))


def _paint(colour: str) -> dict[str, Any]:
    return {
        "fillColor": _ink(colour),
        "strokeColor": _ink(WHITE),
        "strokeWidth": 0.8,
        "strokeLineJoin": 1,
    }


def _outline(shape: Shape, x: float, y: float, radius: float, paint: dict[str, Any]) -> Any:
    if shape == "circle":
        return Circle(x, y, radius, **paint)
    if shape == "square":
        return Rect(x - 0.9 * radius, y - 0.9 * radius, 1.8 * radius, 1.8 * radius, **paint)
    if shape == "bar":
        return Rect(x - 1.6, y - 1.6 * radius, 3.2, 3.2 * radius, **paint)
    corners = _CORNERS[shape]
    points = [value for dx, dy in corners for value in (x + dx * radius, y + dy * radius)]
    return Polygon(points, **paint)


_CORNERS: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    "diamond": ((0, 1.3), (1.3, 0), (0, -1.3), (-1.3, 0)),
    "triangle": ((0, 1.2), (1.15, -0.85), (-1.15, -0.85)),
    "wedge": ((0, -1.2), (1.15, 0.85), (-1.15, 0.85)),
    "hexagon": tuple(
        (1.15 * math.cos(math.radians(angle)), 1.15 * math.sin(math.radians(angle)))
        for angle in range(0, 360, 60)
    ),
}


def rule(
    onto: Drawing,
    x0: float,
    y0: float,
    x1: float,
    y1: float,
    *,
    colour: str = GRID,
    width: float = 0.6,
) -> None:
    """Draw a line."""
    onto.add(Line(x0, y0, x1, y1, strokeColor=_ink(colour), strokeWidth=width))


def box(
    onto: Drawing,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str | None = BAND,
    edge: str | None = None,
) -> None:
    """Draw a rectangle."""
    onto.add(
        Rect(
            x,
            y,
            width,
            height,
            fillColor=_ink(fill) if fill else None,
            strokeColor=_ink(edge) if edge else None,
            strokeWidth=0.6,
        )
    )


def legend_rows(series: Iterable[Series], width: float) -> list[list[Series]]:
    """Break a legend into rows that fit a width."""
    rows: list[list[Series]] = [[]]
    used = 0.0
    for one in series:
        needed = _legend_width(one)
        if rows[-1] and used + needed > width:
            rows.append([])
            used = 0.0
        rows[-1].append(one)
        used += needed
    return rows


def legend(onto: Drawing, x: float, top: float, rows: list[list[Series]]) -> None:
    """Draw the mark and the name of each series."""
    for number, row in enumerate(rows):
        left, y = x, top - 11 - number * 14
        for one in row:
            mark(onto, left + 5, y + 3, one)
            text(onto, left + 13, y, one.label, colour=MUTED)
            left += _legend_width(one)


def _legend_width(series: Series) -> float:
    return 13 + width_of(series.label) + 9
