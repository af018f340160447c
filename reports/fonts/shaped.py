"""Faces whose letters change beside others: joined as in Arabic, stacked as in Thai."""

# ruff: noqa: ANN401, ARG002, N802 - ReportLab is untyped and names its hooks so

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Final

from reportlab.pdfbase.ttfonts import ShapedStr, shapeFragWord

from reports.fonts.face import Face

_SIZE: Final = 1000


class ShapedFace(Face):
    """A face whose texts HarfBuzz shapes; they are one word each, as the eye sees it."""

    def __init__(self, name: str, filename: str, *, runs_left: bool) -> None:
        """Take a file, and whether words are handed over from their last letter to their first."""
        super().__init__(name, filename)
        self.runs_left = runs_left
        self._name_glyphs()
        self.shaped = lru_cache(maxsize=4096)(self._shaped)

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        """Return the width of a text in points, as it is shaped."""
        return float(sum(one.x_advance for one in _shapes(self.shaped(text)))) * size / 1000

    def _shaped(self, text: str) -> Any:
        """Return a text as its glyphs, from the left, each with its place."""
        look = SimpleNamespace(fontName=self.fontName, fontSize=_SIZE)
        word = [0, (look, text[::-1] if self.runs_left else text)]
        return shapeFragWord(word, force=True)[1][1]

    def _name_glyphs(self) -> None:
        """Give every glyph without a letter of its own a private one, the same in each process."""
        font = self.hbFont(_SIZE)
        for glyph in range(self.hbFace.glyph_count):
            if glyph not in self.face.glyphToChar:
                advance = font.get_glyph_h_advance(glyph)
                self.hbAddPrivate(font.glyph_to_string(glyph), glyph, advance)


def _shapes(text: Any) -> list[Any]:
    shapes: list[Any] = text.__shapeData__ if isinstance(text, ShapedStr) else []
    return shapes
