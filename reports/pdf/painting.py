"""Draws charts onto a page: the five shapes they are made of, without ReportLab's state machine.

`reportlab.graphics.renderPDF` compares the whole graphics state for every shape, which takes
three times as long.
"""

# ruff: noqa: ANN401 - ReportLab is untyped

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, Rect, String

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.pdfgen.canvas import Canvas

ROUND: Final = 1


def paint(drawing: Drawing, canvas: Canvas) -> None:
    """Draw a chart with its lower left corner at the canvas's origin."""
    canvas.saveState()
    canvas.setLineJoin(ROUND)
    painter = _Painter(canvas)
    for shape in drawing.contents:
        painter.paint(shape)
    canvas.restoreState()


class _Painter:
    """Remembers the colours in use, so that they are written only when they change."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._fill: Any = None
        self._stroke: Any = None
        self._width: float | None = None

    def paint(self, shape: Any) -> None:
        _PAINTERS[type(shape)](self, shape)

    def rect(self, shape: Rect) -> None:
        stroke, fill = self._prepare(shape)
        place = (shape.x, shape.y, shape.width, shape.height)
        self._canvas.rect(*place, stroke=stroke, fill=fill)

    def circle(self, shape: Circle) -> None:
        stroke, fill = self._prepare(shape)
        self._canvas.circle(shape.cx, shape.cy, shape.r, stroke=stroke, fill=fill)

    def polygon(self, shape: Polygon) -> None:
        stroke, fill = self._prepare(shape)
        corners = list(zip(shape.points[::2], shape.points[1::2], strict=True))
        path = self._canvas.beginPath()
        path.moveTo(*corners[0])
        for corner in corners[1:]:
            path.lineTo(*corner)
        path.close()
        self._canvas.drawPath(path, stroke=stroke, fill=fill)

    def line(self, shape: Line) -> None:
        self._use_stroke(shape)
        self._canvas.line(shape.x1, shape.y1, shape.x2, shape.y2)

    def string(self, shape: String) -> None:
        self._use_fill(shape.fillColor)
        self._canvas.setFont(shape.fontName, shape.fontSize)
        draw = {
            "start": self._canvas.drawString,
            "middle": self._canvas.drawCentredString,
            "end": self._canvas.drawRightString,
        }[shape.textAnchor]
        draw(shape.x, shape.y, shape.text)

    def _prepare(self, shape: Any) -> tuple[int, int]:
        """Set what a shape is drawn with, and return whether it has an edge and a filling."""
        if shape.fillColor is not None:
            self._use_fill(shape.fillColor)
        if shape.strokeColor is not None:
            self._use_stroke(shape)
        return int(shape.strokeColor is not None), int(shape.fillColor is not None)

    def _use_fill(self, colour: Any) -> None:
        if colour != self._fill:
            self._fill = colour
            self._canvas.setFillColor(colour)

    def _use_stroke(self, shape: Any) -> None:
        if shape.strokeColor != self._stroke:
            self._stroke = shape.strokeColor
            self._canvas.setStrokeColor(shape.strokeColor)
        if shape.strokeWidth != self._width:
            self._width = shape.strokeWidth
            self._canvas.setLineWidth(shape.strokeWidth)


_PAINTERS: Final[dict[type, Callable[[_Painter, Any], None]]] = {
    Rect: _Painter.rect,
    Circle: _Painter.circle,
    Polygon: _Painter.polygon,
    Line: _Painter.line,
    String: _Painter.string,
}
