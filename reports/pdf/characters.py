"""What a character of people becomes in a document: itself, its like, a picture, or a sign."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from reports import emoji
from reports.fonts import face_with

_KEPT_FORMATS: Final = "\u200c\u200d\u200e"
"""Part letters of a word or join them, as Persian needs; keep a number from being turned."""
_SIGNS_OF_WORD: Final = {  # Wingdings and Symbol, which Word keeps as private characters
    "\uf020": " ",
    "\uf02d": "\u2212",
    "\uf04a": "☺",
    "\uf04b": "😐",
    "\uf04c": "☹",
    "\uf06c": "●",
    "\uf06e": "■",
    "\uf06f": "□",
    "\uf071": "□",
    "\uf076": "◆",
    "\uf0a7": "▪",
    "\uf0a8": "□",
    "\uf0b7": "•",
    "\uf0d8": "►",
    "\uf0de": "⇒",
    "\uf0df": "←",
    "\uf0e0": "→",
    "\uf0e1": "↑",
    "\uf0e2": "↓",
    "\uf0e8": "→",
    "\uf0f0": "→",
    "\uf0fb": "✗",
    "\uf0fc": "✓",
    "\uf0fd": "☒",
    "\uf0fe": "☑",
}
_LIKE: Final = {"☐": "□", "☑": "✓", "☒": "✗", "✔": "✓", "✘": "✗", "➢": "►", "➔": "→"}
"""What stands for a sign that no face has, and that is no picture."""
_MISSING_RUN: Final = re.compile(f"{emoji.MISSING}+")


def drawable(text: str, face: str) -> str:
    """Return a text as a document can draw it, beginning with a face.

    Emoji are private characters of `reports.emoji` then; a run of what nothing draws is one of
    them too, for a single sign.
    """
    written = "".join(_SIGNS_OF_WORD.get(character, character) for character in text)
    pictured = emoji.with_pictures(
        "".join(map(_no_private, written)), is_drawn=lambda one: face_of(one, face) is not None
    )
    drawn = "".join(_drawn(character, face) for character in pictured)
    return _MISSING_RUN.sub(emoji.MISSING, drawn)


@cache
def face_of(character: str, preferred: str) -> str | None:
    """Return the face that draws a character, or None."""
    return face_with(character, preferred)


def _no_private(character: str) -> str:
    """Return a character; what means something only where it comes from is missing here."""
    return emoji.MISSING if unicodedata.category(character) == "Co" else character


def _drawn(character: str, face: str) -> str:
    if character.isspace():
        return character if character in "\n\u00a0" else " "
    if unicodedata.category(character) == "Cf":
        return character if character in _KEPT_FORMATS else ""
    if face_of(character, face) is not None:
        return character
    alike = _LIKE.get(character) or unicodedata.normalize("NFKC", character)
    can = alike != character and all(one == " " or face_of(one, face) for one in alike)
    return alike if can else emoji.MISSING
