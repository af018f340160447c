"""A first page: a coloured ground under whose document it is, and a list of its contents."""

# ruff: noqa: ARG002, N803 - ReportLab is untyped and calls its hooks so

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Spacer

from reports.charts.palette import GRID, INK
from reports.charts.shapes import box, drawing, text
from reports.fonts import REGULAR, SEMIBOLD
from reports.pdf import styles
from reports.pdf.flowables import Decoration, Placed
from reports.pdf.painting import colour_operands
from reports.pdf.writing import readable, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportlab.platypus import Flowable

    from reports.pdf.paragraphs import Paragraph
    from reports.pdf.tagging import TaggedCanvas
    from reports.sections.pieces import Contents

AROUND, BETWEEN, BELOW = 20.0, 4.0, 12.0
"""How much ground there is around and between the words, how much white below it, in points."""
ABOVE_PAGE: Final = 200.0
NUMBER: Final = 19.0
ROW, HEAD, GUTTER = 16.5, 20.0, 24.0
RULE_HEIGHT, ABOVE_COLUMNS, BELOW_COLUMNS = 1.5, 18.0, 10.0


def on_ground(lines: list[Paragraph], colour: str, *, is_at_top: bool) -> Iterable[Flowable]:
    """Yield paragraphs on a ground as wide as the page, which begins where they do or above it."""
    height = sum(line.wrap(styles.WIDTH, styles.HEIGHT)[1] for line in lines)
    height += BETWEEN * (len(lines) - 1) + 2 * AROUND
    above = ABOVE_PAGE if is_at_top else 0.0
    ground = drawing(0, 0)
    box(ground, -styles.LEFT, -height, styles.PAGE[0], height + above, fill=colour)
    yield Decoration(ground)
    yield Spacer(0, AROUND)
    for number, line in enumerate(lines):
        if number:
            yield Spacer(0, BETWEEN)
        yield line
    yield Spacer(0, AROUND + BELOW)


def numeral(number: int, colour: str) -> Decoration:
    """Return a large number that stands left of the following paragraph and takes no room."""
    drawn = drawing(0, 0)
    text(
        drawn,
        0,
        -styles.POINT_HEADING.spaceBefore - 24,
        str(number),
        size=NUMBER,
        bold=True,
        colour=colour,
    )
    found = Decoration(drawn)
    found.keepWithNext = 1
    return found


def column_width(count: int) -> float:
    """Return how wide each of so many columns is, in points."""
    return float(styles.WIDTH - GUTTER * (count - 1)) / count


class CoverColumns(Placed):
    """Paragraphs in columns beside each other, each under a rule; heard one column at a time."""

    def __init__(self, columns: list[list[Paragraph]], width: float, colour: str) -> None:
        """Take the paragraphs of each column, how wide one is, and the colour of the rules."""
        super().__init__()
        self.spaceBefore, self.spaceAfter = ABOVE_COLUMNS, BELOW_COLUMNS
        self._parts, self._part_width, self.colour = columns, width, colour

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Take the room of the tallest column."""
        self.height = max(self._end_of(column) for column in self._parts)
        return availWidth, self.height

    def _end_of(self, column: list[Paragraph]) -> float:
        return sum(self._room(one) for one in column)

    def _room(self, one: Paragraph) -> float:
        height = one.wrap(self._part_width, styles.HEIGHT)[1]
        return float(one.getSpaceBefore() + height + one.getSpaceAfter())

    def draw(self) -> None:
        """Draw each column from its top."""
        for number, column in enumerate(self._parts):
            x, y = number * (self._part_width + GUTTER), self.height
            ground = drawing(0, 0)
            box(ground, 0, -RULE_HEIGHT, self._part_width, RULE_HEIGHT, fill=self.colour)
            Decoration(ground).drawOn(self.canv, x, y)
            for one in column:
                below = y - self._room(one)
                one.drawOn(self.canv, x, below + one.getSpaceAfter())
                y = below


class ContentsList(Placed):
    """Where each part begins, in two columns; nothing where the page has no room for it."""

    def __init__(self, contents: Contents) -> None:
        """Take the titles and the keys of what they name."""
        super().__init__()
        self.contents = contents
        self._is_drawn = False

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Take the room of the longer column, or none."""
        height = HEAD + ROW * self._rows
        self._is_drawn = height <= availHeight
        return availWidth, height if self._is_drawn else 0.0

    @property
    def _rows(self) -> int:
        return -(-len(self.contents.entries) // 2)

    def draw(self) -> None:
        """Draw the title and the entries, whose pages are filled in when all are known."""
        if not self._is_drawn:
            return
        top = HEAD + ROW * self._rows - 12
        with self.canv.element("TOC"):
            with self.canv.element("Caption"):
                words = self._words(0, top, self.contents.title, SEMIBOLD)
                self.canv.add_content(words)
            for number, (key, title) in enumerate(self.contents.entries):
                column, row = divmod(number, self._rows)
                width = (styles.WIDTH - GUTTER) / 2
                self._draw_entry(
                    column * (width + GUTTER), top - 5 - ROW * (row + 1), width, key, title
                )

    def _draw_entry(self, x: float, y: float, width: float, key: str, title: str) -> None:
        canvas: TaggedCanvas = self.canv
        with canvas.artifact():
            rule = colour_operands(HexColor(GRID))
            canvas.add_code(
                f"q {rule} RG 0.6 w {x:.2f} {y - 4:.2f} m {x + width:.2f} {y - 4:.2f} l S Q"
            )
        fitting = shortened(title, face=REGULAR, size=styles.CONTENTS, width=width - 16)
        with canvas.element("TOCI"), canvas.content():
            canvas.add_code(self._words(x, y, fitting, REGULAR))
            ahead = canvas.pages_ahead
            right, size = x + width, styles.CONTENTS
            canvas.add_code(ahead.awaited(key, face=REGULAR, size=size, right=right, y=y))

    def _words(self, x: float, y: float, words: str, face: str) -> str:
        shown = self.canv.text_operators(face, styles.CONTENTS, readable(words, face=face) + " ")
        return f"BT {colour_operands(HexColor(INK))} rg 1 0 0 1 {x:.2f} {y:.2f} Tm {shown} ET"
