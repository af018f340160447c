"""The faces of every document: Inter for most of Europe, Noto for what Inter lacks."""

from __future__ import annotations

from codecs import charmap_encode
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from reportlab import rl_config
from reportlab.graphics import shapes
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR: Final = "Inter"
SEMIBOLD: Final = "Inter-SemiBold"
BOLD: Final = "Inter-Bold"
ITALIC: Final = "Inter-Italic"

_FOLDER: Final = Path(__file__).parent
_INTER: Final = {REGULAR: "Inter-Regular", SEMIBOLD: SEMIBOLD, BOLD: BOLD, ITALIC: ITALIC}

_NOTO: Final = {  # face by the range of characters it is taken for
    "NotoSansArabic": ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFEFF)),
    "NotoSansHebrew": ((0x590, 0x5FF), (0xFB1D, 0xFB4F)),
    "NotoSansEthiopic": ((0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F)),
    "NotoSansThai": ((0xE00, 0xE7F),),
}


class Face(TTFont):  # type: ignore[misc]  # ReportLab is untyped
    """A face whose texts are encoded at once; ReportLab goes through them letter by letter."""

    def splitString(  # noqa: N802 - ReportLab's name
        self, text: str, doc: object, encoding: str = "utf-8"
    ) -> list[tuple[int, bytes]]:
        """Return a text in the codes of the document's subset of this face."""
        state = self.state.get(doc)
        if state is not None:
            # It fails for a letter that is new to the document, or beyond its first 256.
            with suppress(UnicodeEncodeError, TypeError):
                return [(0, charmap_encode(text, "strict", state.assignments)[0])]
        split: list[tuple[int, bytes]] = super().splitString(text, doc, encoding)
        return split


@cache
def register_faces() -> None:
    """Make Inter known to ReportLab, also where it would fall back on a face it cannot embed."""
    for name, file in _INTER.items():
        _register(name, file)
    pdfmetrics.registerFontFamily(
        REGULAR, normal=REGULAR, bold=SEMIBOLD, italic=ITALIC, boldItalic=BOLD
    )
    rl_config.useA85 = 0  # pictures as bytes, not spelled out in letters
    rl_config.canvas_basefontname = rl_config.defaultGraphicsFontName = REGULAR
    shapes.STATE_DEFAULTS["fontName"] = REGULAR


def face_with(character: str, preferred: str = REGULAR) -> str | None:
    """Return the face that draws a character: the preferred one, else Noto's, else none."""
    register_faces()
    if has_glyph(preferred, character):
        return preferred
    code = ord(character)
    for name, ranges in _NOTO.items():
        if any(first <= code <= last for first, last in ranges):
            _register(name, f"{name}-Regular")
            return name if has_glyph(name, character) else None
    return None


def has_glyph(face: str, character: str) -> bool:
    """Tell whether a registered face draws a character."""
    return ord(character) in pdfmetrics.getFont(face).face.charToGlyph


@cache
def _register(name: str, file: str) -> None:
    pdfmetrics.registerFont(Face(name, str(_FOLDER / f"{file}.ttf")))
