"""Whether the subject reads the same statement as the others, but for who speaks."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.subjects import SubjectKind

_OWN_WORD: Final = re.compile(r"\b(sin|sitt|sina|sig)\b")
_MAY_BE_ANOTHERS: Final = "sig"
"""It belongs to the nearest doer: "låter andra känna sig hörda" is not about the subject."""


def self_wordings(others: str, language: str, kind: SubjectKind) -> tuple[str, ...]:
    """Return the self wordings that may follow from others', the likeliest first.

    None where no rule is known, or where nobody speaks for the subject.
    """
    if kind.speaker is None or kind.placeholder not in others:
        return ()
    match language.partition("-")[0]:
        case "sv":
            return tuple(dict.fromkeys(_swedish(others, kind)))
        case "en":
            return tuple(dict.fromkeys(_english(others, kind)))
        case _:
            return ()


def _swedish(others: str, kind: SubjectKind) -> Iterator[str]:
    speaker = kind.speaker
    if speaker is None:
        return
    own = {word: [words] for word, words in speaker.swedish_own.items()}
    own[_MAY_BE_ANOTHERS].append(_MAY_BE_ANOTHERS)
    for chosen in product(*(own.get(part, [part]) for part in _OWN_WORD.split(others))):
        words = "".join(chosen).replace(kind.placeholder, speaker.swedish)
        yield words[:1].upper() + words[1:]


def _english(others: str, kind: SubjectKind) -> Iterator[str]:
    """Yield others' wording with the speaker and each first person its verb may have."""
    speaker = kind.speaker
    found = re.search(re.escape(kind.placeholder) + r"\s+([\w']+)", others)
    if speaker is None or not found:
        return
    before, after = others[: found.start()], others[found.end() :]
    for word, own in speaker.english_own.items():
        after = re.sub(rf"\b{word}\b", own, after)
    for verb in _first_person(found[1], speaker.english_verbs):
        words = f"{before}{speaker.english} {verb}{after}"
        yield words[:1].upper() + words[1:]


def _first_person(verb: str, irregular: dict[str, str]) -> tuple[str, ...]:
    """Return the possible first persons of a third person: tries may be trie or try."""
    if verb in irregular:
        return (irregular[verb],)
    if verb.endswith("ies"):
        return (verb[:-3] + "y", verb[:-1])
    if verb.endswith("es"):
        return (verb[:-1], verb[:-2])
    return (verb.removesuffix("s"),)
