"""The text object of a tagged canvas: what ReportLab leaves out of it is heard by a reader."""

# ruff: noqa: ANN401, N802 - ReportLab is untyped and names its methods so

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from reportlab.pdfgen.textobject import PDFTextObject

if TYPE_CHECKING:
    from reports.pdf.structure import Element


class Tagging(Protocol):
    """What a text object asks of the canvas that it stands on."""

    tags_inside_text: bool

    @property
    def innermost(self) -> Element:
        """The element that is open now and has no open element below it."""

    def begin_content(self, element: Element) -> str:
        """Return the operator that opens marked content of an element."""


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

    def getCode(self) -> str:
        """Return the operators, with the marked content closed."""
        if self._tagged:
            self._code.append("EMC")
        code: str = super().getCode()
        return code
