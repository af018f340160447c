"""A face whose letters are emoji: pictures in colour, set among words as letters are (Type 3)."""

# ruff: noqa: ANN401, ARG002, N802, N815 - ReportLab is untyped and calls its hooks so

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Final
from weakref import WeakKeyDictionary

from reportlab.pdfbase.pdfdoc import PDFArrayCompact, PDFDictionary, PDFStream

from reports import emoji

PICTURES: Final = "Pictures"
PER_SUBSET: Final = 256

_HEIGHT: Final = 1.2
"""How much higher than the letters around it a picture is, all of a letter's room taken."""
_ASCENT, _SIDE = 0.98, 0.03
_SCALE: Final = _HEIGHT / emoji.STEPS
_TOP: Final = round(_ASCENT / _SCALE)
_ADVANCE: Final = round((_HEIGHT + 2 * _SIDE) / _SCALE)


class PictureFace:
    """What ReportLab asks of a face, for pictures; each document embeds those it shows."""

    fontName = PICTURES
    _dynamicFont = _multiByte = 1
    substitutionFonts = ()
    shapable = False

    def __init__(self) -> None:
        """Begin without documents."""
        low = _ASCENT - _HEIGHT
        self.face = SimpleNamespace(name=PICTURES, ascent=1000 * _ASCENT, descent=1000 * low)
        self._shown: WeakKeyDictionary[Any, dict[str, int]] = WeakKeyDictionary()
        self._names: WeakKeyDictionary[Any, str] = WeakKeyDictionary()

    def stringWidth(self, text: str, size: float, encoding: str = "utf-8") -> float:
        """Return the width of pictures in points: they are all equally wide."""
        return len(text) * _ADVANCE * _SCALE * size

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """Return each picture as the subset that holds it and its code there."""
        shown = self._shown.setdefault(doc, {})
        numbers = [shown.setdefault(character, len(shown)) for character in text]
        return [(n // PER_SUBSET, bytes((n % PER_SUBSET,))) for n in numbers]

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:
        """Return what a page calls a subset of the pictures of its document."""
        if doc not in self._names:
            self._names[doc] = f"F{len(doc.fontMapping) + 1}"
            doc.fontMapping[PICTURES] = f"/{self._names[doc]}"
            doc.delayedFonts.append(self)
        return f"/{self._names[doc]}+{subset}"

    def addObjects(self, doc: Any) -> None:
        """Write the pictures that were shown into the document."""
        shown = list(self._shown.pop(doc))
        for subset in range(0, len(shown), PER_SUBSET):
            name = self.getSubsetInternalName(subset // PER_SUBSET, doc)[1:]
            font = _font(shown[subset : subset + PER_SUBSET], doc, name)
            doc.idToObject["BasicFonts"].dict[name] = doc.Reference(font, name)


def _font(characters: list[str], doc: Any, name: str) -> PDFDictionary:
    glyphs = [f"/p{code}" for code in range(len(characters))]
    drawn = {
        glyph[1:]: doc.Reference(_stream(_drawn(one)), f"{name}:{glyph}")
        for glyph, one in zip(glyphs, characters, strict=True)
    }
    encoding = {"Type": "/Encoding", "Differences": PDFArrayCompact(["0", *glyphs])}
    scale = f"{_SCALE:.6f}"
    return PDFDictionary(
        {
            "Type": "/Font",
            "Subtype": "/Type3",
            "FontBBox": PDFArrayCompact([0, _TOP - emoji.STEPS, _ADVANCE, _TOP]),
            "FontMatrix": PDFArrayCompact([scale, 0, 0, scale, 0, 0]),
            "CharProcs": PDFDictionary(drawn),
            "Encoding": PDFDictionary(encoding),
            "FirstChar": 0,
            "LastChar": len(characters) - 1,
            "Widths": PDFArrayCompact([_ADVANCE] * len(characters)),
            "Resources": PDFDictionary({}),
            "ToUnicode": doc.Reference(_stream(_written(characters, name)), f"{name}:unicode"),
        }
    )


def _drawn(character: str) -> str:
    # Moved here: some readers pass over what the matrix of a face says about places.
    place = f"{_ADVANCE} 0 d0\n1 0 0 -1 {round(_SIDE / _SCALE)} {_TOP} cm"
    return f"{place}\n{emoji.operators(character)}" if character != " " else f"{_ADVANCE} 0 d0"


def _written(characters: list[str], name: str) -> str:
    """Return what copying a picture gives: what was written."""
    sequences = (_written_as(one).encode("utf-16-be").hex() for one in characters)
    rows = [f"<{code:02x}> <{sequence}>" for code, sequence in enumerate(sequences)]
    # A block holds a hundred at most.
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    written = "\n".join(
        "\n".join((f"{len(block)} beginbfchar", *block, "endbfchar")) for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        f"/CMapName /{name.replace('+', '-')} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <ff>\nendcodespacerange\n{written}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


def _written_as(character: str) -> str:
    return " " if character == " " else emoji.sequence_of(character)


def _stream(content: str) -> PDFStream:
    stream = PDFStream()
    stream.content = content
    return stream
