"""What people wrote, made safe to draw: never markup, never a missing glyph, never a crash.

Text stays as it is where a face has its letters. What no face has is replaced by its Unicode
name in brackets; invisible format characters are left out. Lines with right-to-left letters
are broken, joined and turned here, since ReportLab does none of that.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

import arabic_reshaper  # type: ignore[import-untyped]  # it brings no types
from bidi.algorithm import get_display  # type: ignore[import-untyped]  # as above
from reportlab.pdfbase.pdfmetrics import stringWidth

from reports.fonts import face_with

if TYPE_CHECKING:
    from collections.abc import Iterator

GLUED: Final = "glued"
"""The label at the end of a line that ends inside a word."""

_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_INVISIBLE: Final = frozenset({"Cf"})  # zero-width and direction marks
_VARIATION_SELECTORS: Final = re.compile("[\ufe00-\ufe0f]")
_LINE_ENDS: Final = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_KEPT_SPACES: Final = "\n\u00a0"  # what ends a line, and what must not end one
_COMMON: Final = ((0x20, 0x250), (0x2010, 0x2200))  # Latin letters; dashes, quotes, arrows
_BLANKS: Final = re.compile(" +")


def markup(text: str, *, face: str, size: float, width: float) -> str:
    """Return markup that draws a text inside a paragraph of this face, size and width."""
    lines = readable(text, face=face).split("\n")
    return "<br/>".join(_line_markup(line, face, size, width) for line in lines)


def readable(text: str, *, face: str) -> str:
    """Return the text with every character that cannot be drawn replaced by its name."""
    if _is_plain(text, face):
        return _BLANKS.sub(" ", text).strip()
    composed = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    visible = _VARIATION_SELECTORS.sub("", composed)
    replaced = "".join(_replacement(character, face) for character in visible)
    return _BLANKS.sub(" ", replaced).strip()


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
        direction = unicodedata.bidirectional(character)
        if direction == "L" or direction in _RIGHT_TO_LEFT:
            return direction != "L"
    return False


def is_in_one_face(text: str, face: str) -> bool:
    """Tell whether one face draws a whole text, from left to right."""
    if _is_plain(text, face):
        return True
    return all(_face(character, face) == face for character in text)


def _in_one_face(text: str, face: str) -> str:
    return "".join(character for character in text if _face(character, face) == face)


def _replacement(character: str, face: str) -> str:
    if character.isspace():
        return character if character in _KEPT_SPACES else " "
    if unicodedata.category(character) in _INVISIBLE:
        return ""
    if _face(character, face) is not None:
        return character
    return f"[{unicodedata.name(character, '').lower() or f'U+{ord(character):04X}'}]"


@cache
def _face(character: str, preferred: str) -> str | None:
    return face_with(character, preferred)


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
        if _replacement(one, face) == one
        and _face(one, face) == face
        and unicodedata.bidirectional(one) not in _RIGHT_TO_LEFT
    )
    return re.compile(f"[{''.join(map(re.escape, plain))}\n]*")


def _line_markup(line: str, face: str, size: float, width: float) -> str:
    if _is_plain(line, face):
        return escape(line)
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in line):
        broken = _broken_lines(line, face, size, width)
        return "<br/>".join(_turned_markup(part, face, glued=glued) for part, glued in broken)
    return _in_faces(line, face)


def _in_faces(text: str, face: str) -> str:
    runs = groupby(text, key=lambda character: _face(character, face) or face)
    return "".join(_run_markup("".join(run), name, face) for name, run in runs)


def _run_markup(run: str, name: str, face: str) -> str:
    return escape(run) if name == face else f'<font name="{name}">{escape(run)}</font>'


def _turned_markup(line: str, face: str, *, glued: bool) -> str:
    """Return one line as the eye sees it, with the written order for those who listen.

    `glued` says that the line ends inside a word, which goes on in the next line.
    """
    shown = _in_faces(_visual(line, face), face)
    label = GLUED if glued else ""
    opening = f'<onDraw name="span_open" label="{line.encode().hex()}"/>'
    return f'{opening}{shown}<onDraw name="span_close" label="{label}"/>'


def _visual(line: str, face: str) -> str:
    joined = _reshaper().reshape(line)
    if any(_face(character, face) is None for character in joined):
        joined = line  # unjoined letters are readable, missing ones are not
    base = "R" if is_right_to_left(line) else "L"
    shown = get_display(joined, base_dir=base)
    return shown if isinstance(shown, str) else shown.decode()


@cache
def _reshaper() -> arabic_reshaper.ArabicReshaper:
    return arabic_reshaper.ArabicReshaper(configuration={"delete_harakat": False})


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
    runs = groupby(_visual(text, face), key=lambda character: _face(character, face) or face)
    return sum(float(stringWidth("".join(run), name, size)) for name, run in runs)
