"""Table cells whose lines fit as they are: most of them, and a fifth of a paragraph's cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.enums import TA_RIGHT
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from reports.pdf.writing import is_in_one_face

if TYPE_CHECKING:
    from reports.pdf.flowables import TagStyle


class CellLines(Flowable):
    """Lines in one face, each narrower than its cell; drawn where a paragraph would draw them."""

    def __init__(self, lines: list[str], style: TagStyle, width: float) -> None:
        """Take lines that `fits` has accepted."""
        super().__init__()
        self._lines, self._style, self._width = lines, style, width

    @staticmethod
    def fits(line: str, style: TagStyle, width: float) -> bool:
        """Tell whether a line needs neither breaking nor another face."""
        if not is_in_one_face(line, style.fontName):
            return False
        return float(stringWidth(line, style.fontName, style.fontSize)) <= width

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Take the cell's width and one line height a line."""
        return self._width, len(self._lines) * self._style.leading

    def draw(self) -> None:
        """Draw as content of the cell itself: a paragraph inside it would tell nothing more."""
        with self.canv.content():
            self._draw_lines()

    def _draw_lines(self) -> None:
        style = self._style
        text = self.canv.beginText()
        text.setFont(style.fontName, style.fontSize, style.leading)
        text.setFillColor(style.textColor)
        y = (len(self._lines) - 1) * style.leading + style.leading - style.fontSize
        for number, line in enumerate(self._lines):
            text.setTextOrigin(self._indent(line), y - number * style.leading)
            ending = " " if number < len(self._lines) - 1 else ""
            text.textOut(line + ending)
        self.canv.drawText(text)

    def _indent(self, line: str) -> float:
        if self._style.alignment != TA_RIGHT:
            return 0.0
        return self._width - float(stringWidth(line, self._style.fontName, self._style.fontSize))
