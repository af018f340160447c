"""Numbers of pages to come: written when all are known, so that a document is drawn once."""

# ruff: noqa: ANN401 - ReportLab is untyped

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase.pdfmetrics import stringWidth

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class _Gap:
    """A number that is not known yet: what it names, and where it ends."""

    place: str
    face: str
    size: float
    right: float
    y: float

    @property
    def comment(self) -> str:
        """What stands for it in the code of a page: PDF passes a comment over."""
        return f"% page of {self.place}\n"


class PagesAhead:
    """Where each part of a document begins, and the gaps in which that is to be written."""

    def __init__(self) -> None:
        """Start knowing nothing."""
        self._begins: dict[str, int] = {}
        self._gaps: list[_Gap] = []
        self._kept: list[tuple[Any, list[_Gap]]] = []

    def begin(self, place: str, page: int) -> None:
        """Take down on which page a part begins."""
        self._begins[place] = page

    def awaited(self, place: str, *, face: str, size: float, right: float, y: float) -> str:
        """Return code in the place of a number that ends at a point."""
        gap = _Gap(place, face, size, right, y)
        self._gaps.append(gap)
        return gap.comment

    def keep(self, page: Any) -> None:
        """Remember a page that is finished but for its gaps."""
        if self._gaps:
            self._kept.append((page, self._gaps))
            self._gaps = []

    def fill_in(self, shown: Callable[[str, float, str], str]) -> None:
        """Write the numbers of all parts that were drawn, with what spells out a text."""
        for page, gaps in self._kept:
            for gap in gaps:
                page.stream = page.stream.replace(gap.comment, self._number(gap, shown), 1)

    def _number(self, gap: _Gap, shown: Callable[[str, float, str], str]) -> str:
        number = str(self._begins.get(gap.place, ""))
        x = gap.right - stringWidth(number, gap.face, gap.size)
        spelled = shown(gap.face, gap.size, number)
        return f"BT 1 0 0 1 {x:.2f} {gap.y:.2f} Tm {spelled} ET\n"
