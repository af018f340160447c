"""Splits a wording into words and sentences, as every measure and rule here counts them."""

from __future__ import annotations

import re
from typing import Final

_PLACEHOLDER: Final = re.compile(r"\{[a-z]+\}")
_WORD: Final = re.compile(r"\w+(?:['’-]\w+)*")
_SENTENCE_END: Final = re.compile(r"[.!?]+(?=\s|$)")


def words_of(wording: str) -> list[str]:
    """Return the words of a text; a name that is filled in counts as one short word."""
    return _WORD.findall(_PLACEHOLDER.sub("Namn", wording))


def sentences_of(wording: str) -> list[str]:
    """Return the sentences of a text; what has no full stop is one too."""
    return [part.strip() for part in _SENTENCE_END.split(wording) if part.strip()]
