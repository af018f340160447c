"""How a document looks: one size of page, one scale of type, one ink."""

from __future__ import annotations

from functools import cache
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.platypus import TableStyle
from reportlab.platypus.tables import CellStyle

from reports.charts.palette import BAND, GRID, INK, MUTED, RULE, WHITE
from reports.fonts import BOLD, REGULAR, SEMIBOLD
from reports.pdf.paragraphs import TagStyle

MM: Final = 72 / 25.4
PAGE: Final = A4
LEFT: Final = 16 * MM
TOP: Final = 20 * MM
BOTTOM: Final = 17 * MM
WIDTH: Final = PAGE[0] - 2 * LEFT
HEIGHT: Final = PAGE[1] - TOP - BOTTOM
FRAME: Final = (WIDTH, HEIGHT)
ROOM: Final = (LEFT, BOTTOM, WIDTH, HEIGHT)

SMALLEST: Final = 8.5
CONTENTS: Final = 9.5


def _style(name: str, size: float, leading: float, **options: object) -> TagStyle:
    look = {
        "fontName": REGULAR,
        "textColor": HexColor(INK),
        "fontSize": size,
        "leading": leading,
        "splitLongWords": 1,
        "allowWidows": 0,
        "allowOrphans": 0,
        **options,
    }
    return TagStyle(name, **look)


@cache
def turned(style: TagStyle, *, is_from_the_right: bool) -> TagStyle:
    """Return a style, or its mirror image for words that are written from the right."""
    if not is_from_the_right:
        return style
    indents = {"leftIndent": style.rightIndent, "rightIndent": style.leftIndent}
    return TagStyle(f"{style.name} from the right", parent=style, alignment=TA_RIGHT, **indents)


_MUTED: Final = HexColor(MUTED)

TITLE: Final = _style("title", 25, 30, fontName=BOLD, tag="H1", outline=0, spaceAfter=6)
COVER_KICKER: Final = _style("cover kicker", 10.5, 15, textColor=HexColor(WHITE))
COVER_TITLE: Final = _style(
    "cover title", 32, 37, fontName=BOLD, tag="H1", outline=0, textColor=HexColor(WHITE)
)
LONG_COVER_TITLE: Final = TagStyle("long cover title", parent=COVER_TITLE, fontSize=21, leading=26)
COVER_SUBTITLE: Final = _style("cover subtitle", 10.5, 15, textColor=HexColor(WHITE))
POINT_HEADING: Final = _style(
    "point heading",
    9.5,
    13,
    fontName=SEMIBOLD,
    tag="H2",
    textColor=HexColor(MUTED),
    leftIndent=28,
    spaceBefore=14,
    spaceAfter=1,
    keepWithNext=1,
)
POINT: Final = _style("point", 12.5, 17.5, leftIndent=28, spaceAfter=4)
SECTION: Final = _style(
    "section", 18, 23, fontName=BOLD, tag="H2", outline=1, spaceAfter=8, keepWithNext=1
)
SHARED_SECTION: Final = TagStyle("section on the same page", parent=SECTION, spaceBefore=15)
HEADING: Final = _style(
    "heading",
    12,
    16,
    fontName=SEMIBOLD,
    tag="H3",
    outline=2,
    spaceBefore=13,
    spaceAfter=4,
    keepWithNext=1,
)
SMALL_HEADING: Final = TagStyle(
    "small heading", parent=HEADING, fontSize=10, leading=13, spaceBefore=6, spaceAfter=2
)
FIRST_HEADING: Final = TagStyle("first heading", parent=HEADING, tag="H2", outline=1)
BODY: Final = _style("body", 10, 14.6, spaceAfter=6)
COLUMN_HEADING: Final = TagStyle(
    "column heading", parent=FIRST_HEADING, fontSize=9.5, leading=13, spaceBefore=6, spaceAfter=2
)
COLUMN: Final = _style("column", 9.5, 13.2, spaceAfter=4)
SMALL_COLUMN: Final = _style("small column", 8.5, 11.6, textColor=_MUTED, spaceAfter=3)
LEAD: Final = _style("lead", 11.5, 16.5, spaceAfter=9)
SMALL: Final = _style("small", 9, 12.6, textColor=_MUTED, spaceBefore=2, spaceAfter=5)
KICKER: Final = _style(
    "kicker", 9.5, 13, fontName=SEMIBOLD, textColor=_MUTED, spaceAfter=2, keepWithNext=1
)
SUBTITLE: Final = _style("subtitle", 10.5, 15, textColor=_MUTED, spaceAfter=14)
NOTICE: Final = _style(
    "notice",
    10,
    14.6,
    backColor=HexColor("#e8eef5"),
    borderPadding=(8, 10, 8, 10),
    leftIndent=10,
    rightIndent=10,
    spaceBefore=12,
    spaceAfter=16,
)
ITEM: Final = _style(
    "item",
    10,
    14.6,
    leftIndent=16,
    bulletIndent=3,
    spaceAfter=3.5,
    bulletFontName=REGULAR,
    bulletFontSize=10,
)
COMMENT: Final = _style(
    "comment",
    9.5,
    12.4,
    leftIndent=12,
    spaceBefore=0.5,
    spaceAfter=3.2,
    borderColor=HexColor(RULE),
)
COMMENT_RTL: Final = TagStyle("comment from the right", parent=COMMENT, alignment=TA_RIGHT)
LINE_LABEL: Final = _style("line label", 9, 12, textColor=_MUTED, spaceBefore=3)
LINE_VALUE: Final = _style("line value", 10, 14, spaceBefore=1)
CELL: Final = _style("cell", 9, 12)
CELL_NUMBER: Final = _style("cell number", 9, 12, alignment=TA_RIGHT)
CELL_HEAD: Final = _style("cell head", 8.5, 11, fontName=SEMIBOLD)
CELL_HEAD_NUMBER: Final = _style("cell head number", 8.5, 11, fontName=SEMIBOLD, alignment=TA_RIGHT)

SMALL_ITEM: Final = TagStyle(
    "small item", parent=ITEM, fontSize=8.5, leading=11, spaceAfter=1, bulletFontSize=8.5
)
SMALL_CELL: Final = _style("small cell", 8.5, 10)
SMALL_CELL_NUMBER: Final = TagStyle("small number", parent=SMALL_CELL, alignment=TA_RIGHT)
SMALL_CELL_STRONG: Final = TagStyle("small strong cell", parent=SMALL_CELL, fontName=SEMIBOLD)
SMALL_CELL_STRONG_NUMBER: Final = TagStyle(
    "small strong number", parent=SMALL_CELL_STRONG, alignment=TA_RIGHT
)

LETTER_ITEM: Final = TagStyle(
    "letter item", parent=ITEM, fontSize=11.5, leading=16.5, spaceAfter=5, bulletFontSize=11.5
)
TYPED: Final = _style("typed", 14, 19, fontName=SEMIBOLD, spaceAfter=6)
SLIP_KICKER: Final = _style("slip kicker", 8.5, 11, textColor=_MUTED, spaceAfter=2)
SLIP_TITLE: Final = _style("slip title", 11.5, 14, fontName=BOLD, tag="H1", spaceAfter=4)
SLIP_BODY: Final = _style("slip body", 8.5, 11.2, spaceAfter=3)
SLIP_TYPED: Final = _style("slip typed", 10.5, 14, fontName=SEMIBOLD, spaceAfter=3)

CELL_EDGE, SMALL_CELL_EDGE = 5.0, 2.8
"""What a cell leaves free beside its words, in points."""
TABLE: Final = TableStyle(
    [
        ("BACKGROUND", (0, 0), (-1, 0), HexColor(BAND)),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, HexColor(RULE)),
        ("LINEBELOW", (0, 1), (-1, -1), 0.5, HexColor(GRID)),
    ]
)


def _room(place: str, edge: float, above: float = 2.8, below: float = 3.6) -> CellStyle:
    room = CellStyle("room")
    room.valign = place
    room.leftPadding = room.rightPadding = edge
    room.topPadding, room.bottomPadding = above, below
    return room


CELLS: Final = _room("BOTTOM", CELL_EDGE), _room("MIDDLE", CELL_EDGE)
SMALL_CELLS: Final = _room("BOTTOM", SMALL_CELL_EDGE), _room("MIDDLE", SMALL_CELL_EDGE, 0.5, 1.3)
"""Where words stand in cells of the first row and of the others, and what is free around them."""
