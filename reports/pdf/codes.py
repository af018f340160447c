"""A QR code in a tagged document: a figure whose text says what it opens."""

# ruff: noqa: ARG002, N803 - ReportLab is untyped and names its hooks so

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportlab.lib.colors import black
from reportlab.pdfbase.pdfdoc import PDFArrayCompact
from reportlab.platypus import Flowable

if TYPE_CHECKING:
    from collections.abc import Iterator

QUIET_MODULES: Final = 4
"""The white margin that ISO/IEC 18004 asks for, in modules."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """The modules of a QR code, dark ones True, and the sentence that stands for it."""

    modules: tuple[tuple[bool, ...], ...]
    alternative: str


class CodeFigure(Flowable):
    """A QR code of a given side, its quiet zone included."""

    def __init__(self, code: QrCode, side: float) -> None:
        """Take the code and its side in points."""
        super().__init__()
        self.code, self.side = code, side

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Take a square."""
        return self.side, self.side

    def draw(self) -> None:
        """Fill all dark modules as one path, so that no hairline parts them."""
        x, y = self.canv.absolutePosition(0, 0)
        corners = (x, y, x + self.side, y + self.side)
        box = PDFArrayCompact([f"{corner:.2f}" for corner in corners])
        layout = {"O": "/Layout", "BBox": box, "Placement": "/Block"}
        texts = {"Alt": self.code.alternative}
        with (
            self.canv.element("Figure", attributes=layout, texts=texts),
            self.canv.content(),
        ):
            self.canv.setFillColor(black)
            path = self.canv.beginPath()
            for rectangle in self._dark():
                path.rect(*rectangle)
            self.canv.drawPath(path, stroke=0, fill=1)

    def _dark(self) -> Iterator[tuple[float, float, float, float]]:
        """Yield each run of dark modules of a row: x, y, width, height."""
        size = self.side / (len(self.code.modules) + 2 * QUIET_MODULES)
        for row, modules in enumerate(self.code.modules, QUIET_MODULES + 1):
            column = QUIET_MODULES
            for is_dark, run in groupby(modules):
                length = len(list(run))
                if is_dark:
                    yield column * size, self.side - row * size, length * size, size
                column += length
