"""The flowables of a tagged document.

Only these and the tables of `tables` may stand in a story: anything else would draw
content that belongs to no element.
"""

# ruff: noqa: ANN401, ARG002, N802, N803, N815 - ReportLab is untyped and calls its hooks so

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, ClassVar, Final
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfdoc import PDFArrayCompact
from reportlab.platypus import Flowable
from reportlab.platypus import Paragraph as PlainParagraph
from reportlab.platypus.paragraph import _drawBullet

from reports.pdf.painting import paint
from reports.pdf.writing import GLUED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportlab.graphics.shapes import Drawing

    from reports.pdf.tagging import TaggedCanvas

BULLETS: Final = {"O": "/List", "ListNumbering": "/Disc"}
_MARKS: Final = frozenset("<&")
NUMBERS: Final = {"O": "/List", "ListNumbering": "/Decimal"}


class TagStyle(ParagraphStyle):
    """A paragraph style that also says which element the paragraph is.

    `tag` is the structure type; `outline`, when a number, makes a bookmark of that level.
    """

    defaults: ClassVar[dict[str, Any]] = {
        **ParagraphStyle.defaults,
        "tag": "P",
        "outline": None,
    }


class Paragraph(PlainParagraph):
    """Text in marks of ReportLab, tagged as its style says."""

    def __init__(self, text: str | None, style: TagStyle, **options: Any) -> None:
        """Take the text as markup; what people wrote goes through `writing.markup` first."""
        if text is not None and _MARKS.isdisjoint(text):
            # Without marks there is nothing to parse: a tenth of a report's time.
            options["frags"] = [_fragment(style).clone(text=text)]
        super().__init__(text, style, **options)
        self.key: object = object()
        self._wrapped_for: float | None = None
        self.is_first_part = True
        self.has_links = "link_open" in (text or "")
        # Wrapping turns the fragments into measured words: their text is taken down before.
        self.source = _characters(self.frags)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Break the text into lines, once for each width: what keeps together is asked twice."""
        if self._wrapped_for != availWidth or not hasattr(self, "blPara"):
            super().wrap(availWidth, availHeight)
            self._wrapped_for = availWidth
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Paragraph]:
        """Split as paragraphs do; the parts go on with the same element."""
        parts: list[Paragraph] = super().split(availWidth, availHeight)
        for number, part in enumerate(parts):
            part.key, part.has_links = self.key, self.has_links
            part.is_first_part = self.is_first_part and number == 0
        return parts

    def draw(self) -> None:
        """Draw inside the element that the style names, with a bookmark for a heading."""
        if self.style.outline is not None and self.is_first_part:
            title = self.getPlainText(identify=True)
            self.canv.add_bookmark(title, self.style.outline, above=self.height + 12)
        with self.canv.element(self.style.tag, key=self.key):
            self._draw_text()

    def _draw_text(self) -> None:
        glued = glued_lines(self)
        with self.canv.text_lines(glued=glued, with_links=self.has_links):
            super().draw()


class Quotation(Paragraph):
    """What somebody wrote, with a rule beside it that shows where it begins and ends."""

    def draw(self) -> None:
        """Draw the rule as decoration, then the text."""
        with self.canv.artifact():
            self.canv.setStrokeColor(self.style.borderColor)
            self.canv.setLineWidth(1.4)
            self.canv.line(2, -1, 2, self.height + 1)
        super().draw()


class ListItem(Paragraph):
    """One item of a list, with its label; stands between `Open("L")` and `Close()`."""

    def draw(self) -> None:
        """Draw the label and the body as elements of their own."""
        with self.canv.element("LI", key=self.key):
            bullet = self.bulletText
            self.bulletText: str | None = None
            if bullet and self.is_first_part:
                with self.canv.element("Lbl"), self.canv.content():
                    _drawBullet(self.canv, 0, self._first_baseline, bullet, self.style, rtl=False)
            with self.canv.element("LBody", key=self.key):
                self._draw_text()
            self.bulletText = bullet

    @property
    def _first_baseline(self) -> float:
        first = self.blPara.lines[0] if self.blPara.kind else self.blPara
        baseline: float = self.height - getattr(first, "ascent", self.style.fontSize)
        return baseline


class Open(Flowable):
    """Open an element that holds the following flowables up to `Close`; draws nothing."""

    _ZEROSIZE = 1
    keepWithNext = 1

    def __init__(self, role: str, *, attributes: dict[str, Any] | None = None) -> None:
        """Take the structure type, as Sect or L."""
        super().__init__()
        self.role, self.attributes = role, attributes

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def drawOn(self, canvas: TaggedCanvas, x: float, y: float, _sW: float = 0) -> None:
        """Open the element on the canvas."""
        canvas.open_element(self.role, attributes=self.attributes)


class Close(Flowable):
    """Close what `Open` opened; draws nothing."""

    _ZEROSIZE = 1

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def drawOn(self, canvas: TaggedCanvas, x: float, y: float, _sW: float = 0) -> None:
        """Close the element on the canvas."""
        canvas.close_element()


class Figure(Flowable):
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


class Decoration(Flowable):
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


@cache
def _fragment(style: TagStyle) -> Any:
    """Return how ReportLab reads a text of this style that has no marks."""
    (fragment,) = PlainParagraph("x", style).frags
    return fragment


def glued_lines(paragraph: Paragraph) -> Iterator[bool]:
    """Tell for each line of a wrapped paragraph whether its last word goes on below.

    The letters of the lines are counted: where no word of the text ends after so many, a
    long word was broken.
    """
    ends = set(accumulate(map(len, paragraph.source.split())))
    reached = 0
    for line in _line_texts(paragraph):
        reached += len("".join(line.split()))
        yield reached not in ends


def _characters(fragments: Iterable[Any]) -> str:
    pieces = []
    is_glued = False
    for frag in fragments:
        if getattr(frag, "lineBreak", False) and not is_glued:
            pieces.append("\n")
        words = getattr(frag, "words", None)
        pieces.append(" ".join(words) if words else getattr(frag, "text", "") or "")
        is_glued = getattr(getattr(frag, "cbDefn", None), "label", "") == GLUED
    return "".join(pieces)


def _line_texts(paragraph: PlainParagraph) -> Iterator[str]:
    for line in paragraph.blPara.lines:
        if paragraph.blPara.kind == 0:
            yield "".join(line[1])
        else:
            yield "".join(getattr(word, "text", "") or "" for word in line.words)


def link(address: str, text: str) -> str:
    """Return the markup of a link inside a paragraph."""
    label = quoteattr(address)
    return (
        f'<a href={label} color="#0b5394"><onDraw name="link_open" label={label}/>'
        f'<u>{escape(text)}</u><onDraw name="link_close" label=""/></a>'
    )
