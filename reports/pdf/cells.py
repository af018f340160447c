"""Table cells whose lines fit as they are: most of them, and a fifth of a paragraph's cost."""

# ruff: noqa: N802, N803 - ReportLab names its hooks so

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib.enums import TA_RIGHT
from reportlab.platypus import Flowable

from reports.fonts import width_of
from reports.pdf.painting import colour_operands
from reports.pdf.writing import is_in_one_face

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.pdf.paragraphs import TagStyle
    from reports.pdf.tagging import TaggedCanvas


class CellLines(Flowable):
    """Lines in one face, each narrower than its cell; drawn where a paragraph would draw them."""

    def __init__(self, lines: Sequence[str], style: TagStyle, width: float) -> None:
        """Take lines that `fits` has accepted."""
        super().__init__()
        self._lines, self._style, self._width = lines, style, width

    @staticmethod
    def fits(line: str, style: TagStyle, width: float) -> bool:
        """Tell whether a line needs neither breaking nor another face."""
        if not is_in_one_face(line, style.fontName):
            return False
        return width_of(line, style.fontName, style.fontSize) <= width

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """Take the cell's width and one line height a line."""
        return self._width, len(self._lines) * self._style.leading

    def drawOn(self, canvas: TaggedCanvas, x: float, y: float, _sW: float = 0) -> None:
        """Draw as content of the cell itself: a paragraph inside it would tell nothing more."""
        canvas.add_content(self._operators(canvas, x, y))

    def _operators(self, canvas: TaggedCanvas, x: float, y: float) -> str:
        style, last = self._style, len(self._lines) - 1
        code = [f"q BT {colour_operands(style.textColor)} rg"]
        height = y + len(self._lines) * style.leading - style.fontSize
        for number, line in enumerate(self._lines):
            left, baseline = x + self._indent(line), height - number * style.leading
            # Without a space at a line's end, a reader would hear glued words.
            words = line if number == last else f"{line} "
            shown = canvas.text_operators(style.fontName, style.fontSize, words)
            code.append(f"1 0 0 1 {left:.2f} {baseline:.2f} Tm {shown}")
        return " ".join((*code, "ET Q"))

    def _indent(self, line: str) -> float:
        if self._style.alignment != TA_RIGHT:
            return 0.0
        return self._width - width_of(line, self._style.fontName, self._style.fontSize)
