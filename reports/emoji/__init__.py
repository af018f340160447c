"""Emoji as vector pictures: a kept set, what each is called, and how a text's are found.

A picture takes the place of a whole sequence: a hand with the tone of its skin, a family, a flag.
In a text it is one private character, which only documents made here know. The pictures are
Twemoji's (CC BY 4.0), the names those of Unicode's CLDR; `build.py` makes the file of both.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZipFile

if TYPE_CHECKING:
    from collections.abc import Callable

MISSING: Final = "\U000f0000"
"""Stands where a document has neither a picture nor a letter for what somebody wrote."""
STEPS: Final = 360
"""How wide and how high a picture is, in its own units, from its upper left corner."""

_FILE: Final = Path(__file__).with_name("emoji.zip")
_AS_PICTURE, _AS_TEXT = "\ufe0f", "\ufe0e"
_MAY_BEGIN: Final = re.compile(
    "[#*0-9\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe"
    "\u2600-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_PRIVATE: Final = re.compile("[\U000f0000-\U000fffff]")
_MISSING_SIGN: Final = (  # a frame with a stroke across
    ".42 .47 .53 rg 70 30 m 290 30 l 290 330 l 70 330 l h "
    "90 50 m 90 310 l 270 310 l 270 50 l h 100 284 m 246 50 l 260 76 l 114 310 l h f"
)
_MISSING_NAMES: Final = {
    "sv": "tecken som inte kan visas",
    "en": "character that cannot be shown",
    "fi": "merkki, jota ei voi näyttää",
}
_UNNAMED: Final = "emoji"  # the same word in each of these languages


def with_pictures(text: str, *, is_drawn: Callable[[str], bool]) -> str:
    """Return a text with each sequence that has a picture as one private character.

    A sign that is both a letter of ours, as `is_drawn` tells, and a picture is a picture only
    where whoever wrote it asked for one.
    """
    if _MAY_BEGIN.search(text) is None:
        return text
    parts, at = [], 0
    while at < len(text):
        sequence, end = _longest(text, at)
        is_picture = bool(sequence) and (
            len(sequence) > 1
            or text[at + 1 : end] == _AS_PICTURE
            or not (is_drawn(sequence) or text[at + 1 : at + 2] == _AS_TEXT)
        )
        end = end if is_picture else at + 1
        parts.append(_private(sequence) if is_picture else text[at])
        at = end
    return "".join(parts)


def is_picture(character: str) -> bool:
    """Tell whether a character stands for a picture, or for what is missing."""
    return 0 <= ord(character) - ord(MISSING) <= len(_sequences())


def sequence_of(character: str) -> str:
    """Return what was written where a private character stands now."""
    return _sequences()[ord(character) - ord(MISSING) - 1] if character != MISSING else "\ufffd"


def operators(character: str) -> str:
    """Return what draws a picture on a page of a PDF, in its own units."""
    if character == MISSING:
        return _MISSING_SIGN
    sequence = sequence_of(character)
    return _pictures(sequence[0])[sequence]


def spoken(text: str, language: str) -> str:
    """Return a text with the names of its pictures, in brackets, for whoever listens."""
    return _PRIVATE.sub(lambda found: f"[{_name(found.group(), language[:2])}]", text)


def _name(character: str, language: str) -> str:
    if character == MISSING:
        return _MISSING_NAMES.get(language, _MISSING_NAMES["en"])
    return _names(language).get(sequence_of(character), _UNNAMED)


def _longest(text: str, start: int) -> tuple[str, int]:
    """Return the longest sequence of the set that begins at a place, and where it ends."""
    found, end, bare = "", start, ""
    beginnings = _beginnings()
    for at in range(start, len(text)):
        if text[at] == _AS_PICTURE:
            end = at + 1 if end == at and found else end
            continue
        bare += text[at]
        if bare not in beginnings:
            break
        if beginnings[bare]:
            found, end = bare, at + 1
    return found, end


def _private(sequence: str) -> str:
    return chr(ord(MISSING) + 1 + _places()[sequence])


@cache
def _beginnings() -> dict[str, bool]:
    """Return everything that a sequence begins with, and whether it is a whole one."""
    found: dict[str, bool] = {}
    for sequence in _sequences():
        for end in range(1, len(sequence)):
            found.setdefault(sequence[:end], False)
        found[sequence] = True
    return found


@cache
def _places() -> dict[str, int]:
    return {sequence: place for place, sequence in enumerate(_sequences())}


@cache
def _sequences() -> list[str]:
    found: list[str] = _member("sequences.json")
    return found


@cache
def _names(language: str) -> dict[str, str]:
    found: dict[str, str] = _member(
        f"names/{language if language in _MISSING_NAMES else 'en'}.json"
    )
    return found


@cache
def _pictures(first: str) -> dict[str, str]:
    found: dict[str, str] = _member(f"pictures/{ord(first):x}.json")
    return found


def _member(name: str) -> Any:  # noqa: ANN401 - as JSON comes
    with ZipFile(_FILE) as archive:
        return json.loads(archive.read(name))
