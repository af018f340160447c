"""Text of a tagged document: paragraphs, what people wrote, the items of lists."""

# ruff: noqa: ANN401, N803 - ReportLab is untyped and calls its hooks so

from __future__ import annotations

from functools import cache, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, ClassVar, Final
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph as PlainParagraph

from reports.fonts import changes_letters
from reports.fonts.keeping import keeps
from reports.pdf.flowables import Placed
from reports.pdf.painting import colour_operands
from reports.pdf.writing import GLUED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARKS: Final = frozenset("<&")


class TagStyle(ParagraphStyle):
    """A paragraph style that also says which element the paragraph is.

    `tag` is the structure type; `outline`, when a number, makes a bookmark of that level.
    """

    defaults: ClassVar[dict[str, Any]] = {
        **ParagraphStyle.defaults,
        "tag": "P",
        "outline": None,
    }


class Paragraph(Placed, PlainParagraph):
    """Text in marks of ReportLab, tagged as its style says."""

    may_be_kept = True
    """Whether its words may be kept for other reports: most of them are in them all."""

    def __init__(self, text: str | None, style: TagStyle, **options: Any) -> None:
        """Take the text as markup; what people wrote goes through `writing.markup` first."""
        is_bare = text is not None and _MARKS.isdisjoint(text)
        if is_bare:
            # Without marks there is nothing to parse: a tenth of a report's time.
            options["frags"] = [_fragment(style).clone(text=text)]
        super().__init__(text, style, **options)
        self.key: object = object()
        self._wrapped_for: float | None = None
        self.is_first_part = True
        self.has_links = "link_open" in (text or "")
        # Wrapping turns the fragments into measured words: their text is taken down before.
        self.is_shared = is_bare and self.may_be_kept
        self.source = text if text is not None and is_bare else _characters(self.frags)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Break the text into lines, once for each width: what keeps together is asked twice."""
        if self._wrapped_for != availWidth or not hasattr(self, "blPara"):
            if self.is_shared and keeps():
                key = (self.source, self.style, self.bulletText, availWidth)
                self.blPara, self.height = _broken(*key)
                self.width = availWidth
            else:
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
        if self._is_plain:
            self.canv.add_content(self._operators())
            return
        glued = glued_lines(self)
        with self.canv.text_lines(glued=glued, with_links=self.has_links):
            super().draw()

    @property
    def _is_plain(self) -> bool:
        """Whether it is lines of one face and one colour on white, from the left: most are."""
        look = self.style
        is_text = self.blPara.kind == 0 and not self.has_links and not self.bulletText
        if not is_text or changes_letters(self.blPara.fontName):
            return False
        return bool(look.alignment == TA_LEFT and look.backColor is None)

    def _operators(self) -> str:
        """Return what ReportLab writes for such lines, in a third of the time."""
        style, block = self.style, self.blPara
        code = [_text_start(style.leftIndent, self.height - block.fontSize, block.textColor)]
        code.append(f"{style.leading:g} TL")
        for (room, words), is_glued in zip(block.lines, glued_lines(self), strict=True):
            # Without a space at a line's end, a reader would hear glued words.
            line = " ".join(words)
            ending = "" if is_glued else " "
            shown = self.canv.text_operators(
                block.fontName, block.fontSize, line + ending, may_be_kept=self.may_be_kept
            )
            code.append(_squeezed(f"{shown} T*", room, line) if room < 0 else f"{shown} T*")
        return " ".join((*code, "ET"))


class Quotation(Paragraph):
    """What somebody wrote, with a rule beside it that shows where it begins and ends."""

    may_be_kept = False  # nobody keeps a comment beside its release

    def draw(self) -> None:
        """Draw the rule as decoration, then the text."""
        colour = colour_operands(self.style.borderColor)
        with self.canv.artifact():
            self.canv.add_code(f"q {colour} RG 1.4 w 2 -1 m 2 {self.height + 1:.3f} l S Q")
        super().draw()


class ListItem(Paragraph):
    """One item of a list, with its label; stands between `Open("L")` and `Close()`."""

    bulletText: str | None  # noqa: N815 - as ReportLab calls it

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Break the text into lines; from the right no line makes room for a label at its left."""
        label = self.bulletText
        if self.style.alignment == TA_RIGHT:
            self.bulletText = None
        size = super().wrap(availWidth, availHeight)
        self.bulletText = label
        return size

    def draw(self) -> None:
        """Draw the label and the body as elements of their own."""
        with self.canv.element("LI", key=self.key):
            bullet = self.bulletText
            self.bulletText = None
            if bullet and self.is_first_part:
                with self.canv.element("Lbl"):
                    self.canv.add_content(self._label_operators(bullet))
            with self.canv.element("LBody", key=self.key):
                self._draw_text()
            self.bulletText = bullet

    def _label_operators(self, label: str) -> str:
        style = self.style
        place = style.bulletIndent
        if style.alignment == TA_RIGHT:
            taken = stringWidth(label, style.bulletFontName, style.bulletFontSize)
            place = self.width - taken - style.bulletIndent
        start = _text_start(place, self._first_baseline, style.textColor)
        shown = self.canv.text_operators(style.bulletFontName, style.bulletFontSize, label)
        return f"{start} {shown} ET"

    @property
    def _first_baseline(self) -> float:
        first = self.blPara.lines[0] if self.blPara.kind else self.blPara
        baseline: float = self.height - getattr(first, "ascent", self.style.fontSize)
        return baseline


def _text_start(x: float, y: float, colour: Any) -> str:
    return f"BT {colour_operands(colour)} rg 1 0 0 1 {x:g} {y:.5f} Tm"


def _squeezed(shown: str, room: float, line: str) -> str:
    """Return a line with narrower spaces: ReportLab breaks one that is a hair too wide no more."""
    spaces = line.count(" ") + line.count("\u00a0")
    return f"{room / spaces:.4f} Tw {shown} 0 Tw" if spaces else shown


@cache
def _fragment(style: TagStyle) -> Any:
    """Return how ReportLab reads a text of this style that has no marks."""
    (fragment,) = PlainParagraph("x", style).frags
    return fragment


@lru_cache(maxsize=2048)
def _broken(text: str, style: TagStyle, bullet: str | None, width: float) -> tuple[Any, float]:
    """Return the lines of a text without marks, which nobody changes, and how tall they are."""
    fragments = [_fragment(style).clone(text=text)]
    wrapped = PlainParagraph(text, style, bulletText=bullet, frags=fragments)
    _, height = wrapped.wrap(width, 0)
    return wrapped.blPara, height


def glued_lines(paragraph: Paragraph) -> Iterator[bool]:
    """Tell for each line of a wrapped paragraph whether its last word goes on below.

    The letters of the lines are counted: where no word of the text ends after so many, a
    long word was broken.
    """
    if len(paragraph.blPara.lines) == 1:
        yield False
        return
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
