"""The words of a heading on which its meaning hangs, in whatever order and form they stand."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ADDRESS_WORDS: Final = re.compile(
    r"\b(?:e[- ]?post(?:[- ]?adress)?|e[- ]?mail(?:[- ]?adress| address)?|mejl(?:adress)?"
    r"|mail(?:adress)?)\b"
)
_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012–—\u2212", "-"))
_NUMBER: Final = re.compile(r"^\s*[0-9]{1,2}[.)]\s*")
_TWO_WORDS: Final = re.compile(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])")
_BETWEEN_WORDS: Final = re.compile(r"[_\s./\\()\[\]:*]+")
_LEFT_OUT: Final = frozenset(
    [
        "till",
        "pa",
        "for",
        "av",
        "hos",
        "den",
        "som",
        "arbete",
        "arbetet",
        "jobb",
        "jobbet",
        "work",
        "full",
        "to",
        "of",
        "the",
    ]
)
_STEMS: Final = {
    word: stem
    for stem, words in {
        "chef": "chefen chefens chefs ledare ledaren ledarens",
        "narmaste": "narmsta",
        "svarande": "svarandes svaranden svarandens",
        "respondent": "respondentens respondents respondenten",
        "coach": "coachens coachs coachen",
        "godkannare": "godkannarens godkannaren",
        "medarbetare": "medarbetarens medarbetaren",
        "anstalld": "anstallds anstallde anstalldes",
        "leader": "leader's leaders",
        "manager": "manager's managers",
        "rater": "rater's raters",
    }.items()
    for word in words.split()
}
"""Genitives and definite forms: the order of the words and these change no heading's meaning."""
_REMARKS: Final = re.compile(r" (?:obligatorisk[at]?|kravs|maste fyllas i|required|mandatory)$")


def words_of(heading: str) -> frozenset[str]:
    """Return the words that a heading's meaning hangs on."""
    words = normalised(heading).split()
    return frozenset(_STEMS.get(word, word) for word in words if word not in _LEFT_OUT)


def normalised(heading: str) -> str:
    """Return a heading as one of many spellings: no case, no accents, plain dashes."""
    heading = _NUMBER.sub("", heading.translate(_DASHES))
    words = _BETWEEN_WORDS.sub(" ", _TWO_WORDS.sub(" ", heading)).casefold().strip()
    plain = unicodedata.normalize("NFKD", words)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _ADDRESS_WORDS.sub("e-post", _REMARKS.sub("", plain))
