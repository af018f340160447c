"""Whether the leader reads the same statement as the others, but for the subject."""

from __future__ import annotations

import re
from typing import Final

from surveys.texts import NAME

_SWEDISH_OWN: Final = {"sin": "min", "sitt": "mitt", "sina": "mina", "sig": "mig"}
_ENGLISH_VERBS: Final = {
    "is": "am",
    "has": "have",
    "does": "do",
    "goes": "go",
    "isn't": "am not",
    "hasn't": "haven't",
    "doesn't": "don't",
}
_NAME_AND_VERB: Final = re.compile(re.escape(NAME) + r"\s+([\w']+)")


def self_wordings(others: str, language: str) -> tuple[str, ...]:
    """Return the self wordings that follow from others' wording; none if no rule is known."""
    match language.partition("-")[0]:
        case "sv":
            return (_swedish(others),) if NAME in others else ()
        case "en":
            return _english(others)
        case _:
            return ()


def _swedish(others: str) -> str:
    own = re.sub(r"\b(sin|sitt|sina|sig)\b", lambda found: _SWEDISH_OWN[found[0]], others)
    own = own.replace(NAME, "jag")
    return own[:1].upper() + own[1:]


def _english(others: str) -> tuple[str, ...]:
    """Return others' wording with I and each first person its verb may have."""
    found = _NAME_AND_VERB.search(others)
    if not found:
        return ()
    before, after = others[: found.start()], others[found.end() :]
    return tuple(f"{before}I {verb}{after}" for verb in _first_person(found[1]))


def _first_person(verb: str) -> tuple[str, ...]:
    """Return the possible first persons of a third person: tries may be trie or try."""
    if verb in _ENGLISH_VERBS:
        return (_ENGLISH_VERBS[verb],)
    if verb.endswith("ies"):
        return (verb[:-3] + "y", verb[:-1])
    if verb.endswith("es"):
        return (verb[:-1], verb[:-2])
    return (verb.removesuffix("s"),)
