"""What people wrote, made safe to draw: never markup, never a missing glyph, never a crash.

Text stays as it is where a face has its letters. Emoji are pictures, which are heard by their
names; what nothing draws is one sign, heard as such; invisible format characters are left out.
Lines with right-to-left letters are broken and turned here, since ReportLab does neither.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from bidi.algorithm import get_display  # type: ignore[import-untyped]  # it brings no types
from reportlab.pdfbase.pdfmetrics import stringWidth

from reports.emoji import is_picture
from reports.pdf.characters import drawable, face_of

if TYPE_CHECKING:
    from collections.abc import Iterator

GLUED: Final = "glued"
"""The label at the end of a line that ends inside a word."""

_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_LEFT_TO_RIGHT_MARK: Final = "\u200e"
"""Stands before a number that a line from the right must not turn round; it is never drawn."""
_OF_TURNED_LINES: Final = re.compile("[\u200c-\u200e]")  # joiners of Persian, and that mark
_STAND_INS: Final = {0x200C: "\U00010857", 0x200D: "\U00010858"}
"""Letters that no face has, which stay when a line is turned; joiners would be taken out."""
_STOOD_IN: Final = {ord(letter): chr(joiner) for joiner, letter in _STAND_INS.items()}
_UNDIRECTED: Final = tuple(map(chr, range(0x1D300, 0x1D357)))
"""Signs of no direction and no face of ours: they stand for pictures while a line is turned."""
_VARIATION_SELECTORS: Final = re.compile("[\ufe00-\ufe0d]")  # the last two are for pictures
_LINE_ENDS: Final = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_COMMON: Final = ((0x20, 0x250), (0x2010, 0x2200))  # Latin letters; dashes, quotes, arrows
_BLANKS: Final = re.compile(" +")


def markup(text: str, *, face: str, size: float, width: float) -> str:
    """Return markup that draws a text inside a paragraph of this face, size and width."""
    lines = readable(text, face=face).split("\n")
    return "<br/>".join(_line_markup(line, face, size, width) for line in lines)


def readable(text: str, *, face: str) -> str:
    """Return the text with one private character for each picture, and for what is missing."""
    if _is_plain(text, face):
        return _BLANKS.sub(" ", text).strip()
    composed = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    drawn = drawable(_VARIATION_SELECTORS.sub("", composed), face)
    if not _turns(drawn):
        drawn = _OF_TURNED_LINES.sub("", drawn)
    return _BLANKS.sub(" ", drawn).strip()


def shortened(text: str, *, face: str, size: float, width: float) -> str:
    """Return one line of drawable text, with an ellipsis where it would be too wide.

    For headers and footers, which are drawn in one face: letters that it lacks are left out.
    """
    line = " ".join(_in_one_face(readable(text, face=face), face).split())
    if stringWidth(line, face, size) <= width:
        return line
    kept = line
    while kept and stringWidth(f"{kept}…", face, size) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def is_right_to_left(text: str) -> bool:
    """Tell whether the first letter with a direction runs from right to left."""
    for character in text:
        direction = "" if is_picture(character) else unicodedata.bidirectional(character)
        if direction == "L" or direction in _RIGHT_TO_LEFT:
            return direction != "L"
    return False


def is_in_one_face(text: str, face: str) -> bool:
    """Tell whether one face draws a whole text, from left to right."""
    if _is_plain(text, face):
        return True
    return all(face_of(character, face) == face for character in text)


def _in_one_face(text: str, face: str) -> str:
    return "".join(character for character in text if face_of(character, face) == face)


def _is_plain(text: str, face: str) -> bool:
    """Tell whether a text has only common characters that a face draws as they stand: most do."""
    return _plain_text(face).fullmatch(text) is not None


@cache
def _plain_text(face: str) -> re.Pattern[str]:
    # Looked up letter by letter in a set, texts took four times as long.
    common = (chr(code) for first, last in _COMMON for code in range(first, last))
    kept = (one for one in common if one == unicodedata.normalize("NFC", one))
    plain = (
        one
        for one in kept
        if drawable(one, face) == one
        and face_of(one, face) == face
        and unicodedata.bidirectional(one) not in _RIGHT_TO_LEFT
    )
    return re.compile(f"[{''.join(map(re.escape, plain))}\n]*")


def _line_markup(line: str, face: str, size: float, width: float) -> str:
    if _is_plain(line, face):
        return escape(line)
    if _turns(line):
        # Of the whole, whichever word a line of it begins with.
        base = "R" if is_right_to_left(line) else "L"
        broken = _broken_lines(line, face, size, width)
        return "<br/>".join(_turned_markup(part, face, base, glued=glued) for part, glued in broken)
    return _in_faces(line, face)


def _turns(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)


def _in_faces(text: str, face: str) -> str:
    runs = groupby(text, key=lambda character: face_of(character, face) or face)
    return "".join(_run_markup("".join(run), name, face) for name, run in runs)


def _run_markup(run: str, name: str, face: str) -> str:
    return escape(run) if name == face else f'<font name="{name}">{escape(run)}</font>'


def _turned_markup(line: str, face: str, base: str, *, glued: bool) -> str:
    """Return one line as the eye sees it, with the written order for those who listen.

    `glued` says that the line ends inside a word, which goes on in the next line.
    """
    shown = _in_faces(_visual(line, base), face)
    label = GLUED if glued else ""
    heard = line.replace(_LEFT_TO_RIGHT_MARK, "")
    opening = f'<onDraw name="span_open" label="{heard.encode().hex()}"/>'
    return f'{opening}{shown}<onDraw name="span_close" label="{label}"/>'


def _visual(line: str, base: str) -> str:
    """Return one line as the eye sees it, from the left; `base` is the way its text runs."""
    # A picture's private character would count as a letter from the left.
    pictures = dict(zip(sorted(set(filter(is_picture, line))), _UNDIRECTED, strict=False))
    shown = get_display(line.translate(_STAND_INS | str.maketrans(pictures)), base_dir=base)
    turned = shown if isinstance(shown, str) else shown.decode()
    back = str.maketrans({sign: picture for picture, sign in pictures.items()})
    return turned.replace(_LEFT_TO_RIGHT_MARK, "").translate(_STOOD_IN | back)


def _broken_lines(line: str, face: str, size: float, width: float) -> Iterator[tuple[str, bool]]:
    """Yield lines that fit, each with whether it ends inside a word."""
    current = ""
    for word, glued in _short_words(line, face, size, width):
        candidate = f"{current} {word}".strip()
        if current and _width(candidate, face, size) > width:
            yield current, False
            candidate = word
        if glued:
            yield candidate, True
            candidate = ""
        current = candidate
    yield current, False


def _short_words(line: str, face: str, size: float, width: float) -> Iterator[tuple[str, bool]]:
    """Yield words, those too long in parts; a part that goes on is glued to the next."""
    for word in line.split(" "):
        start = 0
        for end in range(1, len(word) + 1):
            if _width(word[start:end], face, size) > width:
                yield word[start : end - 1], True
                start = end - 1
        yield word[start:], False


def _width(text: str, face: str, size: float) -> float:
    runs = groupby(_visual(text, "L"), key=lambda character: face_of(character, face) or face)
    return sum(float(stringWidth("".join(run), name, size)) for name, run in runs)
