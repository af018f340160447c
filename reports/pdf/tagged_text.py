"""The text object of a tagged canvas: what ReportLab leaves out of it is heard by a reader."""

# ruff: noqa: ANN401, N802 - ReportLab is untyped and names its methods so

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.textobject import PDFTextObject

from reports.fonts.pictures import PictureFace
from reports.fonts.shaped import ShapedFace

if TYPE_CHECKING:
    from reports.pdf.structure import Element


class Tagging(Protocol):
    """What a text object asks of the canvas that it stands on."""

    tags_inside_text: bool
    is_spoken: bool

    @property
    def innermost(self) -> Element:
        """The element that is open now and has no open element below it."""

    def begin_content(self, element: Element) -> str:
        """Return the operator that opens marked content of an element."""

    def span_of(self, text: str) -> str:
        """Return the operator that begins a span heard as a text."""


class TaggedText(PDFTextObject):
    """A text object whose lines end in a space, and in which links and spans can be opened.

    ReportLab drops the space at a line break, so that a reader would hear glued words
    (ISO 32000-1, 14.8.2.5).
    """

    def __init__(self, canvas: Tagging, *args: Any, **options: Any) -> None:
        """Open marked content inside the text object when a paragraph holds links."""
        super().__init__(canvas, *args, **options)
        self._tagged = canvas.tags_inside_text
        if self._tagged:
            self._code.append(canvas.begin_content(canvas.innermost))

    def _textOut(self, text: str, TStar: int = 0) -> None:  # noqa: N803 - ReportLab's names
        if TStar and not self._canvas.next_line_is_glued() and text[-1:] != " ":
            text += " "
        super()._textOut(text, TStar)

    def _formatText(self, text: str) -> str:
        face = getFont(self._fontname)
        code: str
        if isinstance(face, ShapedFace) and not text.isspace():
            # Its glyphs are no letters any more: heard is what was written.
            code = self._heard(text, super()._formatText(face.shaped(text)))
        elif isinstance(face, PictureFace):
            formatted = super()._formatText
            code = " ".join(self._heard(one, formatted(one)) for one in text)
        else:
            code = super()._formatText(text)
        return code

    def _heard(self, text: str, shown: str) -> str:
        """Return operators as a span that is heard as a text, unless such a one is open."""
        is_open = self._canvas.is_spoken or text.isspace()
        return shown if is_open else f"{self._canvas.span_of(text)} {shown} EMC"

    def getCode(self) -> str:
        """Return the operators, with the marked content closed."""
        if self._tagged:
            self._code.append("EMC")
        code: str = super().getCode()
        return code
