"""From pieces to flowables: where each piece gets its look and its tags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache, singledispatch
from itertools import chain
from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer, TableStyle

from reports.charts.palette import BAND, RULE
from reports.charts.shapes import drawing, rule
from reports.fonts import REGULAR, SEMIBOLD, width_of
from reports.fonts.keeping import keeps
from reports.pdf import styles
from reports.pdf.cells import CellLines
from reports.pdf.cover import ContentsList, CoverColumns, column_width, numeral, on_ground
from reports.pdf.flowables import BULLETS, NUMBERS, Below, Close, Decoration, Figure, NewPage, Open
from reports.pdf.paragraphs import ListItem, Paragraph, Quotation, TagStyle
from reports.pdf.picture import PictureFigure
from reports.pdf.tables import tagged_table
from reports.pdf.writing import is_right_to_left, markup, readable
from reports.sections import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.graphics.shapes import Drawing

_TONES = {
    "body": styles.BODY,
    "lead": styles.LEAD,
    "small": styles.SMALL,
    "kicker": styles.KICKER,
    "subtitle": styles.SUBTITLE,
}

_HEAD = (styles.CELL_HEAD, styles.CELL_HEAD_NUMBER)

SURELY_SHORT, SHORT = 700, styles.HEIGHT / 3
"""A comment of so many characters needs no measuring; one that is as tall in points is not torn."""
ENOUGH = 90.0
"""How much of a page must be left for a longer comment and what heads it, in points."""
WRITING_LINE = 18.0
"""The height of a line to write on by hand, in points."""


def story(parts: Iterable[pieces.Section]) -> list[Flowable]:
    """Return all sections as flowables, each an element of its own."""
    return list(chain.from_iterable(_section(number, part) for number, part in enumerate(parts)))


def _section(number: int, section: pieces.Section) -> Iterator[Flowable]:
    if number:
        yield from _turned_page(section)
    yield Open("Sect", place=section.key)
    if section.picture:
        yield from flowables(section.picture)
    if section.ground:
        lines = [
            paragraph(section.kicker, styles.COVER_KICKER),
            paragraph(section.title, _cover_style(section.title)),
            paragraph(section.subtitle, styles.COVER_SUBTITLE),
        ]
        yield from on_ground(lines, section.ground, is_at_top=section.picture is None)
    else:
        if section.kicker:
            yield paragraph(section.kicker, styles.KICKER)
        yield paragraph(section.title, _title_style(section))
    for piece in section.pieces:
        yield from flowables(_raised(piece) if section.is_title else piece)
    yield Close()


def _cover_style(title: str) -> TagStyle:
    """Return the look of a cover's title: smaller where it would break over lines."""
    look = styles.COVER_TITLE
    width = stringWidth(title, look.fontName, look.fontSize)
    return look if width <= styles.WIDTH else styles.LONG_COVER_TITLE


def _title_style(section: pieces.Section) -> TagStyle:
    if section.is_title:
        return styles.TITLE
    return styles.SHARED_SECTION if section.shares_page else styles.SECTION


def _turned_page(section: pieces.Section) -> Iterator[Flowable]:
    if section.shares_page:
        yield CondPageBreak(section.room)
    else:
        yield NewPage()


def _raised(piece: pieces.Piece) -> pieces.Piece:
    """Return a piece whose headings follow the document's title without a gap in levels."""
    if isinstance(piece, pieces.Heading):
        return replace(piece, level=2)
    if isinstance(piece, pieces.Together):
        return replace(piece, pieces=tuple(_raised(one) for one in piece.pieces))
    return piece


def paragraph(text: str, style: TagStyle, *, width: float = styles.WIDTH) -> Paragraph:
    """Return plain text as a paragraph of a style."""
    return Paragraph(_marked(text, style, width), style)


def _marked(text: str, style: TagStyle, width: float) -> str:
    """Return the markup of a text that is no comment: in many reports, it is made once."""
    return (_kept_markup if keeps() else _markup)(text, style, width)


def _markup(text: str, style: TagStyle, width: float) -> str:
    room = width - style.leftIndent - style.rightIndent
    return markup(text, face=style.fontName, size=style.fontSize, width=room)


_kept_markup = lru_cache(maxsize=2048)(_markup)


@singledispatch
def flowables(piece: Any) -> Iterable[Flowable]:  # noqa: ANN401 - singledispatch's own default
    """Return the flowables of one piece."""
    raise TypeError(piece)


@flowables.register
def _(piece: pieces.Heading) -> Iterable[Flowable]:
    if piece.is_small:
        return [paragraph(piece.text, styles.SMALL_HEADING)]
    return [paragraph(piece.text, styles.HEADING if piece.level == 3 else styles.FIRST_HEADING)]


@flowables.register
def _(piece: pieces.Text) -> Iterable[Flowable]:
    return [paragraph(piece.text, _TONES[piece.tone])]


@flowables.register
def _(piece: pieces.Callout) -> Iterable[Flowable]:
    return [paragraph(piece.text, styles.NOTICE)]


@flowables.register
def _(piece: pieces.Bullets) -> Iterable[Flowable]:
    yield Open("L", attributes=NUMBERS if piece.numbered else BULLETS)
    style = styles.SMALL_ITEM if piece.is_small else styles.ITEM
    for number, text in enumerate(piece.items, 1):
        label = f"{number}." if piece.numbered else "•"
        yield ListItem(_marked(text, style, styles.WIDTH), style, bulletText=label)
    yield Close()


@flowables.register
def _(piece: pieces.Chart) -> Iterable[Flowable]:
    return [Figure(piece.drawing, piece.alternative), Below(0, 6)]


@flowables.register
def _(piece: pieces.Picture) -> Iterable[Flowable]:
    return [PictureFigure(piece), Spacer(0, 16)]


@flowables.register
def _(piece: pieces.KeyPoint) -> Iterable[Flowable]:
    return [
        numeral(piece.number, piece.colour),
        paragraph(piece.heading, styles.POINT_HEADING),
        paragraph(piece.text, styles.POINT),
    ]


@flowables.register
def _(piece: pieces.Contents) -> Iterable[Flowable]:
    return [ContentsList(piece)]


@flowables.register
def _(piece: pieces.Comment) -> Iterable[Flowable]:
    comment = _quotation(piece)
    # A short comment keeps to one page; a long one begins where it stands, or it left half a page.
    return [KeepTogether([comment])] if _is_short(piece, comment) else [comment]


def _is_short(piece: pieces.Comment, drawn: Quotation) -> bool:
    return len(piece.text) <= SURELY_SHORT or drawn.wrap(*styles.FRAME)[1] <= SHORT


def _quotation(comment: pieces.Comment) -> Quotation:
    style = styles.COMMENT_RTL if is_right_to_left(comment.text) else styles.COMMENT
    return Quotation(_markup(comment.text, style, styles.WIDTH), style)


@flowables.register
def _(piece: pieces.Together) -> Iterable[Flowable]:
    drawn = list(chain.from_iterable(map(_unkept, piece.pieces)))
    last = piece.pieces[-1]
    if not isinstance(last, pieces.Comment) or _is_short(last, drawn[-1]):
        return [KeepTogether(drawn)]
    for heading in drawn[:-1]:
        heading.keepWithNext = 0  # would move all of the comment with it
    return [CondPageBreak(ENOUGH), *drawn]


@flowables.register
def _(piece: pieces.SideBySide) -> Iterable[Flowable]:
    width = column_width(len(piece.pieces))
    columns = [
        [_in_column(one, width) for one in column.pieces]
        for column in piece.pieces
        if isinstance(column, pieces.Together)
    ]
    return [CoverColumns(columns, width, piece.colour)]


def _in_column(piece: pieces.Piece, width: float) -> Paragraph:
    match piece:
        case pieces.Heading():
            return paragraph(piece.text, styles.COLUMN_HEADING, width=width)
        case pieces.Text(tone="small"):
            return paragraph(piece.text, styles.SMALL_COLUMN, width=width)
        case pieces.Text():
            return paragraph(piece.text, styles.COLUMN, width=width)
        case _:
            raise TypeError(piece)


def _unkept(piece: pieces.Piece) -> Iterable[Flowable]:
    """Return flowables of a piece that is kept with others: what keeps itself is torn off them."""
    return [_quotation(piece)] if isinstance(piece, pieces.Comment) else flowables(piece)


@flowables.register
def _(_piece: pieces.PageEnd) -> Iterable[Flowable]:
    return [NewPage()]


@flowables.register
def _(piece: pieces.WritingLines) -> Iterable[Flowable]:
    yield paragraph(piece.label, styles.LINE_LABEL)
    if piece.value:
        yield paragraph(piece.value, styles.LINE_VALUE)
    lines = piece.count - (1 if piece.value else 0)
    if lines:
        yield Decoration(_writing_lines(lines))


@flowables.register
def _(piece: pieces.Grid) -> Iterable[Flowable]:
    widths = [share * styles.WIDTH for share in piece.widths] or natural_widths(piece)
    edge = _edge(piece)
    looks = [_HEAD, *(_look(piece, number) for number in range(len(piece.rows)))]
    rows = [
        [
            _cell(text, look[column >= piece.text_columns], widths[column] - 2 * edge)
            for column, text in enumerate(row)
        ]
        for look, row in zip(looks, (piece.header, *piece.rows), strict=True)
    ]
    table = tagged_table(
        rows,
        widths=widths,
        style=_table_style(piece),
        summary=piece.summary,
        looks=styles.SMALL_CELLS if piece.is_small else styles.CELLS,
    )
    return [table, Below(0, 8)]


def _edge(grid: pieces.Grid) -> float:
    return styles.SMALL_CELL_EDGE if grid.is_small else styles.CELL_EDGE


def _look(grid: pieces.Grid, row: int) -> tuple[TagStyle, TagStyle]:
    """Return how words and how numbers of a row look."""
    if not grid.is_small:
        return styles.CELL, styles.CELL_NUMBER
    if row in grid.strong:
        return styles.SMALL_CELL_STRONG, styles.SMALL_CELL_STRONG_NUMBER
    return styles.SMALL_CELL, styles.SMALL_CELL_NUMBER


def _table_style(grid: pieces.Grid) -> TableStyle:
    if not grid.strong:
        return styles.TABLE
    ground = HexColor(BAND)
    grounds = [("BACKGROUND", (0, row + 1), (-1, row + 1), ground) for row in sorted(grid.strong)]
    # A row that heads others does not stay at the foot of a page.
    kept = [("NOSPLIT", (0, row + 1), (0, row + 2)) for row in sorted(grid.strong)]
    return TableStyle([*grounds, *kept], parent=styles.TABLE)


def natural_widths(grid: pieces.Grid) -> list[float]:
    """Return columns as wide as their longest word; the first takes what is left.

    The first keeps at least a quarter of the width: then other columns break inside words.
    """
    edges = 2 * _edge(grid) + 1
    widths = [_longest_word(grid, column) + edges for column in range(1, len(grid.header))]
    room = styles.WIDTH * 0.75
    if sum(widths) > room:
        widths = [width * room / sum(widths) for width in widths]
    return [styles.WIDTH - sum(widths), *widths]


def _longest_word(grid: pieces.Grid, column: int) -> float:
    head = (width_of(word, SEMIBOLD, 8.5) for word in _words(grid.header[column]))
    body = (width_of(word, REGULAR, 9) for row in grid.rows for word in _words(row[column]))
    return max((*head, *body), default=0.0)


def _words(text: str) -> list[str]:
    return text.replace("\n", " ").split(" ")


def _cell(text: str, style: TagStyle, width: float) -> Flowable:
    lines = (_kept_lines if keeps() else _lines)(text, style, width)
    return CellLines(lines, style, width) if lines else paragraph(text, style, width=width)


def _lines(text: str, style: TagStyle, width: float) -> tuple[str, ...]:
    """Return the lines of a cell, or none where they need breaking or another face."""
    lines = readable(text, face=style.fontName).split("\n")
    return tuple(lines) if all(CellLines.fits(line, style, width) for line in lines) else ()


_kept_lines = lru_cache(maxsize=4096)(_lines)


def _writing_lines(count: int) -> Drawing:
    lines = drawing(styles.WIDTH, count * WRITING_LINE)
    for number in range(count):
        y = number * WRITING_LINE + 1
        rule(lines, 0, y, styles.WIDTH, y, colour=RULE)
    return lines
