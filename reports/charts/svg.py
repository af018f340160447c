"""The same drawings as SVG, for pages: text stays text, in the page's own face."""

# ruff: noqa: ANN401 - ReportLab is untyped

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, Rect, String
from reportlab.pdfbase.pdfmetrics import stringWidth

from reports.fonts import SEMIBOLD

if TYPE_CHECKING:
    from collections.abc import Callable

_ANCHORS: Final = {"start": "", "middle": ' text-anchor="middle"', "end": ' text-anchor="end"'}


def to_svg(drawing: Drawing, *, title: str) -> str:
    """Return a drawing as an SVG element that a page can hold, or a file of its own.

    `title` is what a screen reader says instead of the drawing: its first sentence names the
    drawing, the others describe it.
    """
    width, height = _number(drawing.width), _number(drawing.height)
    body = "".join(_shape(shape, drawing.height) for shape in drawing.contents)
    name, _, description = title.partition(". ")
    # The same chart has the same ids each time; two charts of a page never share one.
    key = hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()[:12]
    labelled = f"title-{key} description-{key}" if description else f"title-{key}"
    described = f'<desc id="description-{key}">{escape(description)}</desc>' if description else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="Inter, system-ui, sans-serif" '
        f'role="img" aria-labelledby="{labelled}">'
        f'<title id="title-{key}">{escape(name)}</title>{described}{body}</svg>'
    )


def _shape(shape: Any, height: float) -> str:
    return _WRITERS[type(shape)](shape, height)


def _rect(shape: Rect, height: float) -> str:
    top = height - shape.y - shape.height
    place = f'x="{_number(shape.x)}" y="{_number(top)}"'
    size = f'width="{_number(shape.width)}" height="{_number(shape.height)}"'
    return f"<rect {place} {size}{_paint(shape)}/>"


def _circle(shape: Circle, height: float) -> str:
    place = f'cx="{_number(shape.cx)}" cy="{_number(height - shape.cy)}"'
    return f'<circle {place} r="{_number(shape.r)}"{_paint(shape)}/>'


def _polygon(shape: Polygon, height: float) -> str:
    pairs = zip(shape.points[::2], shape.points[1::2], strict=True)
    points = " ".join(f"{_number(x)},{_number(height - y)}" for x, y in pairs)
    return f'<polygon points="{points}"{_paint(shape)}/>'


def _line(shape: Line, height: float) -> str:
    start = f'x1="{_number(shape.x1)}" y1="{_number(height - shape.y1)}"'
    end = f'x2="{_number(shape.x2)}" y2="{_number(height - shape.y2)}"'
    return f"<line {start} {end}{_stroke(shape)}/>"


def _string(shape: String, height: float) -> str:
    weight = ' font-weight="600"' if shape.fontName == SEMIBOLD else ""
    anchor = _ANCHORS[shape.textAnchor]
    # In whatever face a page is shown, words keep the width that their place was made for.
    width = stringWidth(shape.text, shape.fontName, shape.fontSize)
    return (
        f'<text x="{_number(shape.x)}" y="{_number(height - shape.y)}" '
        f'font-size="{_number(shape.fontSize)}"{weight}{anchor} '
        f'textLength="{_number(width)}" lengthAdjust="spacingAndGlyphs" '
        f'fill="{_colour(shape.fillColor)}">{escape(shape.text)}</text>'
    )


_WRITERS: Final[dict[type, Callable[[Any, float], str]]] = {
    Rect: _rect,
    Circle: _circle,
    Polygon: _polygon,
    Line: _line,
    String: _string,
}


def _paint(shape: Any) -> str:
    fill = "none" if shape.fillColor is None else _colour(shape.fillColor)
    return f' fill="{fill}"{_stroke(shape)}'


def _stroke(shape: Any) -> str:
    if shape.strokeColor is None:
        return ""
    return f' stroke="{_colour(shape.strokeColor)}" stroke-width="{_number(shape.strokeWidth)}"'


def _colour(colour: Any) -> str:
    return f"#{colour.hexval()[2:]}"


def _number(value: float) -> str:
    # A tenth is less than a pixel, and more would weigh on a page of many charts.
    return f"{value:.1f}".rstrip("0").rstrip(".")
