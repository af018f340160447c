"""Code words: the second secret of a draft whose link stands on paper that others may see.

Two made-up words of three syllables, the same in every language: nobody needs letters that
their keyboard lacks, and they can be said over a telephone. 47 syllables to the sixth power
are 33 bits, far more than anybody can try in a campaign at the pace of a web server.
"""

from __future__ import annotations

import re
import secrets
from typing import Final

_SYLLABLES: Final = tuple(
    consonant + vowel
    for consonant in "bdklmnrstv"
    for vowel in "aeiou"
    if consonant + vowel not in {"ku", "ti", "tu"}  # what would now and then make a rude word
)
_WORDS: Final = 2
_LENGTH: Final = 3
_SHAPE: Final = re.compile(f"(?:{'|'.join(_SYLLABLES)}){{{_WORDS * _LENGTH}}}")


def new_code_word() -> str:
    """Draw a code word, such as `banuki-solare`."""
    words = ("".join(secrets.choice(_SYLLABLES) for _ in range(_LENGTH)) for _ in range(_WORDS))
    return "-".join(words)


def read_code_word(text: str) -> str | None:
    """Return a typed code word as it was drawn, or None if it cannot be one.

    Capitals, spaces and dashes do not matter.
    """
    letters = re.sub(r"[\s\-–—.,]", "", text).lower()
    if not _SHAPE.fullmatch(letters):
        return None
    middle = len(letters) // _WORDS
    return f"{letters[:middle]}-{letters[middle:]}"
