"""The flowables of a tagged document that are no text: elements that open, charts, decoration.

Only these, the paragraphs and the tables of `tables` may stand in a story: anything else would
draw content that belongs to no element.
"""

# ruff: noqa: ARG002, N802, N803, N815 - ReportLab is untyped and calls its hooks so

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reportlab.pdfbase.pdfdoc import PDFArrayCompact
from reportlab.platypus import Flowable, FrameBreak, Spacer

from reports.pdf.painting import paint

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

    from reports.pdf.tagging import TaggedCanvas

BULLETS: Final = {"O": "/List", "ListNumbering": "/Disc"}
NUMBERS: Final = {"O": "/List", "ListNumbering": "/Decimal"}


class Placed(Flowable):
    """What leaves the state of the canvas as it found it, so that nothing has to be kept of it."""

    def drawOn(self, canvas: TaggedCanvas, x: float, y: float, _sW: float = 0) -> None:
        """Draw with the origin at a place."""
        before = canvas.move_to(x, y)
        self._drawOn(canvas)
        canvas.move_back(before)


class Open(Flowable):
    """Open an element that holds the following flowables up to `Close`; draws nothing."""

    _ZEROSIZE = 1
    keepWithNext = 1

    def __init__(
        self, role: str, *, attributes: dict[str, Any] | None = None, place: str = ""
    ) -> None:
        """Take the structure type, as Sect or L, and what a list of contents calls it."""
        super().__init__()
        self.role, self.attributes, self.place = role, attributes, place

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def drawOn(self, canvas: TaggedCanvas, x: float, y: float, _sW: float = 0) -> None:
        """Open the element on the canvas."""
        canvas.open_element(self.role, attributes=self.attributes)
        if self.place:
            canvas.pages_ahead.begin(self.place, canvas.getPageNumber())


class Close(Flowable):
    """Close what `Open` opened; draws nothing."""

    _ZEROSIZE = 1

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def drawOn(self, canvas: TaggedCanvas, x: float, y: float, _sW: float = 0) -> None:
        """Close the element on the canvas."""
        canvas.close_element()


class NewPage(Flowable):
    """Turn the page, unless nothing stands on it yet.

    What takes no room, as `Close` and the space below a table, moves on to the next page when
    this one is full to the last point. ReportLab's own break would leave that page empty.
    """

    _ZEROSIZE = 1

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Take no room, and ask for the next page."""
        if self.canv.has_content:
            self._frame.add_generated_content(FrameBreak)
        return 0, 0

    def draw(self) -> None:
        """Draw nothing."""


class Figure(Placed):
    """A drawing with the text that stands for it."""

    def __init__(self, drawing: Drawing | None, alternative: str) -> None:
        """Take a drawing and one sentence with its message; a subclass may paint without one."""
        super().__init__()
        self.drawing, self.alternative = drawing, alternative
        if drawing is not None:
            self.width, self.height = drawing.width, drawing.height

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Take the room of the drawing."""
        return self.width, self.height

    def paint(self) -> None:
        """Draw what the figure shows, with its lower left corner at the origin."""
        paint(self.drawing, self.canv)

    def draw(self) -> None:
        """Draw inside a Figure element that knows its box on the page."""
        x, y = self.canv.absolutePosition(0, 0)
        corners = (x, y, x + self.width, y + self.height)
        box = PDFArrayCompact([f"{corner:.2f}" for corner in corners])
        layout = {"O": "/Layout", "BBox": box, "Placement": "/Block"}
        texts = {"Alt": self.alternative}
        with (
            self.canv.element("Figure", attributes=layout, texts=texts),
            self.canv.content(),
        ):
            self.paint()


class Below(Spacer):
    """Room below what stands above it, as much as its page has: it begins no page of its own."""

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Take the room, or what is left."""
        return availWidth, min(self.height, availHeight)


class Decoration(Placed):
    """Lines to write on, rules and bands: what carries no information."""

    def __init__(self, drawing: Drawing) -> None:
        """Take what is drawn as an artifact."""
        super().__init__()
        self.drawing = drawing

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Take the room of the drawing."""
        return self.drawing.width, self.drawing.height

    def draw(self) -> None:
        """Draw as an artifact."""
        with self.canv.artifact():
            paint(self.drawing, self.canv)
