"""Draws charts onto a page: the five shapes they are made of, as operators of a PDF page.

`reportlab.graphics.renderPDF` compares the whole graphics state for every shape, and the
canvas goes through a text object for every word; written out directly, a chart takes a tenth
of the time.
"""

# ruff: noqa: ANN401 - ReportLab is untyped

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, Rect, String

from reports.fonts import width_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.pdf.tagging import TaggedCanvas

_BEND: Final = 0.5522847498
"""How far the handles of a Bézier curve lie, in radii, for a quarter of a circle."""
_PAINTS: Final = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}
_SHARES: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}


def paint(drawing: Drawing, canvas: TaggedCanvas) -> None:
    """Draw a chart with its lower left corner at the canvas's origin."""
    painter = _Painter(canvas)
    for shape in drawing.contents:
        _PAINTERS[type(shape)](painter, shape)
    canvas.add_code("\n".join(("q", *painter.code, "Q")))


def colour_operands(colour: Any) -> str:
    """Return a colour as three numbers, which stay with it: a cache would compare its parts."""
    operands: str | None = vars(colour).get("operands")
    if operands is None:
        operands = colour.operands = " ".join(f"{part:.4g}" for part in colour.rgb())
    return operands


@cache
def _circle(r: float) -> str:
    """Return a circle around the origin; a report has a hundred, of few sizes."""
    bend = r * _BEND
    path = [f"{r:.2f} 0 m"]
    for across, up in ((1, 1), (-1, 1), (-1, -1), (1, -1)):  # from the right, against the clock
        start = (across * r, up * bend) if across == up else (across * bend, up * r)
        end = (across * bend, up * r) if across == up else (across * r, up * bend)
        goal = (0.0, up * r) if across == up else (across * r, 0.0)
        points = " ".join(f"{x:.2f} {y:.2f}" for x, y in (start, end, goal))
        path.append(f"{points} c")
    return " ".join((*path, "h"))


class _Painter:
    """Remembers the colours in use, so that they are written only when they change."""

    def __init__(self, canvas: TaggedCanvas) -> None:
        self.code = ["1 j"]  # round joins: the corners of a mark are not to stick out
        self._canvas = canvas
        self._fill = self._stroke = ""
        self._width = -1.0

    def rect(self, shape: Rect) -> None:
        self._add(f"{shape.x:.2f} {shape.y:.2f} {shape.width:.2f} {shape.height:.2f} re", shape)

    def circle(self, shape: Circle) -> None:
        paint = self._paint_of(shape)  # sets the colours: what stands between q and Q is forgotten
        self.code.append(f"q 1 0 0 1 {shape.cx:.2f} {shape.cy:.2f} cm {_circle(shape.r)} {paint} Q")

    def polygon(self, shape: Polygon) -> None:
        first, *others = zip(shape.points[::2], shape.points[1::2], strict=True)
        lines = " ".join(f"{x:.2f} {y:.2f} l" for x, y in others)
        self._add(f"{first[0]:.2f} {first[1]:.2f} m {lines} h", shape)

    def line(self, shape: Line) -> None:
        self._use_stroke(shape)
        self.code.append(f"{shape.x1:.2f} {shape.y1:.2f} m {shape.x2:.2f} {shape.y2:.2f} l S")

    def string(self, shape: String) -> None:
        self._use_fill(shape.fillColor)
        x, share = shape.x, _SHARES[shape.textAnchor]
        if share:
            x -= share * width_of(shape.text, shape.fontName, shape.fontSize)
        shown = self._canvas.text_operators(shape.fontName, shape.fontSize, shape.text)
        self.code.append(f"BT 1 0 0 1 {x:.2f} {shape.y:.2f} Tm {shown} ET")

    def _add(self, path: str, shape: Any) -> None:
        """Add a path with the edge and the filling of its shape."""
        paint = self._paint_of(shape)
        self.code.append(f"{path} {paint}")

    def _paint_of(self, shape: Any) -> str:
        """Set the colours of a shape; return what paints its edge and its filling."""
        is_filled, has_edge = shape.fillColor is not None, shape.strokeColor is not None
        if is_filled:
            self._use_fill(shape.fillColor)
        if has_edge:
            self._use_stroke(shape)
        return _PAINTS[is_filled, has_edge]

    def _use_fill(self, colour: Any) -> None:
        operands = colour_operands(colour)
        if operands != self._fill:
            self._fill = operands
            self.code.append(f"{operands} rg")

    def _use_stroke(self, shape: Any) -> None:
        operands = colour_operands(shape.strokeColor)
        if operands != self._stroke:
            self._stroke = operands
            self.code.append(f"{operands} RG")
        if shape.strokeWidth != self._width:
            self._width = shape.strokeWidth
            self.code.append(f"{shape.strokeWidth:g} w")


_PAINTERS: Final[dict[type, Callable[[_Painter, Any], None]]] = {
    Rect: _Painter.rect,
    Circle: _Painter.circle,
    Polygon: _Painter.polygon,
    Line: _Painter.line,
    String: _Painter.string,
}
