"""About how tall pieces are on paper, so that what belongs together shares a page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from reports.charts.shapes import width_of
from reports.sections.pieces import Bullets, Chart, Grid, Heading, Text, Together, WritingLines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.sections.pieces import Piece

PAGE: Final = 737.0
"""How tall a page is, in points."""
SECTION, SHARED_SECTION, HEADING, SMALL_HEADING, CHART_GAP = 31.0, 46.0, 33.0, 21.0, 6.0
"""How much room headings and the space below a chart take, in points."""
_TYPE: Final = {
    "body": (10.0, 14.6, 6.0),
    "bullet": (10.0, 14.6, 3.5),
    "small bullet": (8.5, 11.0, 1.0),
    "small": (9.0, 12.6, 7.0),
    "lead": (11.5, 16.5, 9.0),
}
"""The size, the leading and the space around a text by its tone, in points."""
_TITLE, _LINE_OF_TITLE = 18.0, 23.0
_BULLET_INDENT: Final = 16.0
_CELL, _CELL_EDGES = 9.0, 10.0
"""The size of a cell's words, and what it leaves free beside them, in points."""
ROW, LINE_OF_ROW = 18.4, 12.0
"""A row of a table with one line, and each line more, in points."""
LABEL, LINE = 16.0, 18.0
"""A label above lines to write on, and such a line, in points."""


def height_of(pieces: Iterable[Piece], width: float) -> float:
    """Return about how tall pieces are below each other."""
    return sum(_height(piece, width) for piece in pieces)


def title_height(title: str, width: float, *, shares_page: bool) -> float:
    """Return about how tall the title of a section is, with what stands around it."""
    lines = math.ceil(width_of(title, bold=True, size=_TITLE) / (0.97 * width))
    return (SHARED_SECTION if shares_page else SECTION) + _LINE_OF_TITLE * (max(lines, 1) - 1)


def _height(piece: Piece, width: float) -> float:
    match piece:
        case Chart():
            height = float(piece.drawing.height) + CHART_GAP
        case Text():
            height = _paragraph(piece.text, piece.tone, width)
        case Together():
            height = height_of(piece.pieces, width)
        case Heading():
            height = SMALL_HEADING if piece.is_small else HEADING
        case Bullets():
            room, tone = width - _BULLET_INDENT, "small bullet" if piece.is_small else "bullet"
            height = sum(_paragraph(text, tone, room) for text in piece.items)
        case Grid():
            more = sum(_lines_of(row, piece, width) - 1 for row in piece.rows)
            height = ROW * (len(piece.rows) + 1) + LINE_OF_ROW * more + 8.0
        case WritingLines():
            height = LABEL + LINE * piece.count
            if piece.value:
                height += _paragraph(piece.value, "body", width) - LINE
        case _:
            raise TypeError(piece)
    return height


def _lines_of(row: tuple[str, ...], grid: Grid, width: float) -> int:
    """Return how many lines the fullest cell of a row has; without widths, those it is given."""
    rooms = [share * width - _CELL_EDGES for share in grid.widths] or [math.inf] * len(row)
    return max(
        sum(math.ceil(width_of(line, size=_CELL) / room) or 1 for line in cell.split("\n"))
        for cell, room in zip(row, rooms, strict=True)
    )


def _paragraph(words: str, tone: str, width: float) -> float:
    size, leading, around = _TYPE[tone]
    # A line is filled to about 97 per cent: words are not broken.
    lines = math.ceil(width_of(words, size=size) / (0.97 * width))
    return lines * leading + around
