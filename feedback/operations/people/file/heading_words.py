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
_BETWEEN_WORDS: Final = re.compile(r"[_\s.,/\\()\[\]<>:;*?!”“\"&#]+|(?<=\s)-(?=\s)")
_GLUED: Final = re.compile(r"(?<=[a-zåäö])-?(?=e-?post|epost|e-mail|mejl)", re.IGNORECASE)
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
        "vilken",
        "vilket",
        "ange",
        "skriv",
        "fyll",
        "valj",
        "i",
        "to",
        "of",
        "the",
    ]
)
_STEMS: Final = {
    word: stem
    for stem, words in {
        # Whoever is rated, and whoever rates: what systems for feedback and HR call them.
        "chef": """chefen chefens chefs ledare ledaren ledarens leader leaders leader's fokusperson
            fokuspersonen fokuspersonens feedbackmottagare feedbackmottagaren feedbackmottagarens
            ratee bedomd bedomds bedomde bedomdes""",
        "svarande": """svarandes svaranden svarandens tillfragad tillfragads tillfragade
            tillfragades respondent respondents respondenten respondentens rater raters rater's
            bedomare bedomares bedomaren bedomarens feedbackgivare feedbackgivares feedbackgivaren
            feedbackgivarens uppgiftslamnare uppgiftslamnares uppgiftslamnaren uppgiftslamnarens
            utvarderare utvarderares reviewer reviewers reviewer's assessor assessors evaluator
            evaluators""",
        "narmaste": "narmsta",
        "coach": "coachens coachs coachen",
        "godkannare": "godkannarens godkannaren godkannares approver approvers approver's",
        "medarbetare": "medarbetarens medarbetaren medarbetares",
        "anstalld": "anstallds anstallde anstalldes",
        "manager": "manager's managers",
        "overordnad": "overordnads overordnade",
        "roll": "rollen role",
        "grupp": "gruppen group",
        "relation": "relationen relationship",
        "namn": "namnet name names",
        "kategori": "kategorin category",
    }.items()
    for word in words.split()
}
"""Genitives, definite forms, other names for the same: they change no heading's meaning."""
_REMARKS: Final = re.compile(r" (?:obligatorisk[at]?|kravs|maste fyllas i|required|mandatory)$")


def words_of(heading: str) -> frozenset[str]:
    """Return the words that a heading's meaning hangs on."""
    words = normalised(heading).split()
    return frozenset(_STEMS.get(word, word) for word in words if word not in _LEFT_OUT)


def normalised(heading: str) -> str:
    """Return a heading as one of many spellings: no case, no accents, plain dashes."""
    heading = _NUMBER.sub("", heading.translate(_DASHES))
    heading = _GLUED.sub(" ", _TWO_WORDS.sub(" ", heading))
    words = _BETWEEN_WORDS.sub(" ", heading).casefold().strip()
    plain = unicodedata.normalize("NFKD", words)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _ADDRESS_WORDS.sub("e-post", _REMARKS.sub("", plain))
