"""The faces of every document: Inter for most of Europe, others for what Inter lacks.

Noto has the scripts of many who answer here, and pictures are a face of their own. Chinese is
drawn where the machine has Debian's `fonts-droid-fallback`: a face of four megabytes.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from reportlab import rl_config
from reportlab.graphics import shapes
from reportlab.pdfbase import pdfmetrics

from reports.emoji import is_picture
from reports.fonts.face import Face
from reports.fonts.keeping import keeps
from reports.fonts.pictures import PICTURES, PictureFace
from reports.fonts.shaped import ShapedFace

REGULAR: Final = "Inter"
SEMIBOLD: Final = "Inter-SemiBold"
BOLD: Final = "Inter-Bold"
ITALIC: Final = "Inter-Italic"

_FOLDER: Final = Path(__file__).parent
_INTER: Final = {REGULAR: "Inter-Regular", SEMIBOLD: SEMIBOLD, BOLD: BOLD, ITALIC: ITALIC}

EXTRA: Final = Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")
"""The face that is not ours, and not everywhere."""
_CHINESE: Final = "Chinese"
_OTHERS: Final = {  # face by the ranges of characters it is taken for
    "NotoSansArabic": (
        (0x200C, 0x200D),
        (0x600, 0x6FF),
        (0x750, 0x77F),
        (0x8A0, 0x8FF),
        (0xFB50, 0xFEFF),
    ),
    "NotoSansHebrew": ((0x590, 0x5FF), (0xFB1D, 0xFB4F)),
    "NotoSansEthiopic": ((0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB00, 0xAB2F)),
    "NotoSansThai": ((0xE00, 0xE7F),),
    _CHINESE: ((0x2E80, 0x312F), (0x31A0, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF)),
}
_SHAPED: Final = {"NotoSansArabic": True, "NotoSansHebrew": True, "NotoSansThai": False}
"""The faces that change letters beside others, and whether their scripts run to the left."""


@cache
def register_faces() -> None:
    """Make Inter known to ReportLab, also where it would fall back on a face it cannot embed."""
    for name, file in _INTER.items():
        pdfmetrics.registerFont(Face(name, str(_FOLDER / f"{file}.ttf")))
    pdfmetrics.registerFontFamily(
        REGULAR, normal=REGULAR, bold=SEMIBOLD, italic=ITALIC, boldItalic=BOLD
    )
    pdfmetrics.registerFont(PictureFace())
    rl_config.useA85 = 0  # pictures as bytes, not spelled out in letters
    rl_config.canvas_basefontname = rl_config.defaultGraphicsFontName = REGULAR
    shapes.STATE_DEFAULTS["fontName"] = REGULAR


def face_with(character: str, preferred: str = REGULAR) -> str | None:
    """Return the face that draws a character: the preferred one, else Noto's, else none."""
    register_faces()
    if has_glyph(preferred, character):
        return preferred
    if is_picture(character):
        return PICTURES
    code = ord(character)
    for name, ranges in _OTHERS.items():
        if any(first <= code <= last for first, last in ranges):
            return name if is_there(name) and has_glyph(name, character) else None
    return None


def has_glyph(face: str, character: str) -> bool:
    """Tell whether a registered face draws a character."""
    return ord(character) in pdfmetrics.getFont(face).face.charToGlyph


def width_of(text: str, face: str, size: float) -> float:
    """Return how wide a text is in points."""
    return _kept_width(text, face, size) if keeps() else _width(text, face, size)


def _width(text: str, face: str, size: float) -> float:
    register_faces()
    return float(pdfmetrics.stringWidth(text, face, size))


_kept_width: Final = lru_cache(maxsize=8192)(_width)


def changes_letters(face: str) -> bool:
    """Tell whether what a face draws is not heard as its letters say: it is shaped, or pictures."""
    return face == PICTURES or face in _SHAPED


def forget_words() -> None:
    """Forget what was shaped: the words of people belong to one document."""
    for name in _SHAPED:
        if name in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.getFont(name).shaped.cache_clear()


@cache
def is_there(name: str) -> bool:
    """Register one of the other faces; tell whether this machine has it."""
    file = EXTRA if name == _CHINESE else _FOLDER / f"{name}-Regular.ttf"
    if not file.exists():
        return False
    if name in _SHAPED:
        face: Face = ShapedFace(name, str(file), runs_left=_SHAPED[name])
    else:
        face = Face(name, str(file))
    pdfmetrics.registerFont(face)
    return True
