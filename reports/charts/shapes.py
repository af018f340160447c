"""The shapes that charts are made of: text in our face, marks of each series, lines."""

# ruff: noqa: ANN401 - ReportLab is untyped

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, Rect, String
from reportlab.lib.colors import HexColor

from reports import fonts
from reports.charts.palette import BAND, GRID, INK, MUTED, WHITE
from reports.fonts import REGULAR, SEMIBOLD, register_faces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.charts.palette import Voice

_ink = cache(HexColor)

_EMPTY: Final = {
    Circle: (0, 0, 0),
    Drawing: (0, 0),
    Line: (0, 0, 0, 0),
    Polygon: ([],),
    Rect: (0, 0, 0, 0),
    String: (0, 0, ""),
}
"""What ReportLab must at least be told to make a shape of each kind."""

TEXT: Final = 8.5  # nothing in a report is smaller
VALUE: Final = 9.5
LINE: Final = 10.6
RADIUS: Final = 3.2
DASH: Final = 5
PHONE: Final = 320.0  # up to this width a label stands above its row, not beside it

Anchor = Literal["start", "middle", "end"]


def drawing(width: float, height: float) -> Drawing:
    """Return an empty drawing, with our faces ready."""
    register_faces()
    return _shape(Drawing, width=width, height=height, contents=[])


def _add(onto: Drawing, kind: type, **attributes: Any) -> None:
    onto.contents.append(_shape(kind, **attributes))


def _shape(kind: type, **attributes: Any) -> Any:
    """Return a shape: ReportLab looks up each default and checks each attribute of each anew.

    That was a twelfth of a report's time.
    """
    shape: Any = object.__new__(kind)
    vars(shape).update(_usual(kind), **attributes)
    return shape


@cache
def _usual(kind: type) -> dict[str, Any]:
    usual: dict[str, Any] = vars(kind(*_EMPTY[kind]))
    return usual


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
    look = {"fontName": face, "fontSize": size, "fillColor": _ink(colour)}
    _add(onto, String, x=x, y=y, text=words, textAnchor=anchor, **look)


def text_lines(
    onto: Drawing, x: float, middle: float, lines: list[str], *, bold: bool = False
) -> None:
    """Write several lines, centred on a height."""
    first = middle - TEXT * 0.36 + (len(lines) - 1) * LINE / 2
    for number, line in enumerate(lines):
        text(onto, x, first - number * LINE, line, bold=bold)


@lru_cache(maxsize=4096)  # the words of charts are the survey's, in every report again
def width_of(words: str, *, size: float = TEXT, bold: bool = False) -> float:
    """Return how wide a text is in points."""
    return fonts.width_of(words, SEMIBOLD if bold else REGULAR, size)


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


def mark(onto: Drawing, x: float, y: float, series: Voice, *, radius: float = RADIUS) -> None:
    """Draw the mark of a series, with a white edge that keeps touching marks apart."""
    if series.shape == "circle":
        dot(onto, x, y, radius=radius, fill=series.colour)
    elif series.shape == "square":
        _add_box(onto, x, y, 1.8 * radius, 1.8 * radius, series)
    elif series.shape == "bar":
        _add_box(onto, x, y, 3.2, 3.2 * radius, series)
    else:
        corners = _CORNERS[series.shape]
        points = [value for dx, dy in corners for value in (x + dx * radius, y + dy * radius)]
        _add(onto, Polygon, points=points, **_look(series.colour))


def dot(
    onto: Drawing,
    x: float,
    y: float,
    *,
    radius: float,
    fill: str,
    edge: str = WHITE,
    width: float = 0.8,
) -> None:
    """Draw a circle."""
    _add(onto, Circle, cx=x, cy=y, r=radius, **_look(fill, edge, width))


def _add_box(onto: Drawing, x: float, y: float, width: float, height: float, series: Voice) -> None:
    """Add a rectangle that stands around a point."""
    place = {"x": x - width / 2, "y": y - height / 2, "width": width, "height": height}
    _add(onto, Rect, **place, **_look(series.colour))


def _look(fill: str | None, edge: str | None = WHITE, width: float = 0.8) -> dict[str, Any]:
    return {
        "fillColor": _ink(fill) if fill else None,
        "strokeColor": _ink(edge) if edge else None,
        "strokeWidth": width,
    }


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
    ends = {"x1": x0, "y1": y0, "x2": x1, "y2": y1}
    _add(onto, Line, **ends, strokeColor=_ink(colour), strokeWidth=width)


def dashes(onto: Drawing, x0: float, y0: float, x1: float, y1: float, *, colour: str) -> None:
    """Draw a dashed line, each dash a line of its own: whatever draws shapes can draw it."""
    length = math.hypot(x1 - x0, y1 - y0)
    for start in range(0, int(length - DASH), 2 * DASH):
        first, last = start / length, (start + DASH) / length
        rule(
            onto,
            x0 + (x1 - x0) * first,
            y0 + (y1 - y0) * first,
            x0 + (x1 - x0) * last,
            y0 + (y1 - y0) * last,
            colour=colour,
            width=0.9,
        )


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
    place = {"x": x, "y": y, "width": width, "height": height}
    _add(onto, Rect, **place, **_look(fill, edge, 0.6))


def legend_rows(series: Iterable[Voice], width: float) -> list[list[Voice]]:
    """Break a legend into rows that fit a width."""
    rows: list[list[Voice]] = [[]]
    used = 0.0
    for one in series:
        needed = _legend_width(one)
        if rows[-1] and used + needed > width:
            rows.append([])
            used = 0.0
        rows[-1].append(one)
        used += needed
    return rows


def legend(onto: Drawing, x: float, top: float, rows: list[list[Voice]]) -> None:
    """Draw the mark and the name of each series."""
    for number, row in enumerate(rows):
        left, y = x, top - 11 - number * 14
        for one in row:
            mark(onto, left + 5, y + 3, one)
            text(onto, left + 13, y, one.label, colour=MUTED)
            left += _legend_width(one)


def legend_width(row: Iterable[Voice]) -> float:
    """Return how wide one row of a legend is."""
    return sum(map(_legend_width, row))


def _legend_width(series: Voice) -> float:
    return 13 + width_of(series.label) + 9
