"""Texts by language: which one a reader gets when a language has none of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field, StringConstraints

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME: Final = "{name}"
"""The placeholder of the leader's name in a wording."""

INITIATIVE: Final = "{initiative}"
"""The placeholder of what a campaign is about: one text a subject, in lines above the items."""

FALLBACKS: Final = {"sv-simple": "sv"}
"""Which language stands in where a text has none of its own."""

LANGUAGE_PATTERN: Final = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
LONGEST_TEXT: Final = 2000

Language = Annotated[str, Field(pattern=LANGUAGE_PATTERN)]
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)
]
LocalisedText = dict[Language, Words]
"""A text by language key, as in {"sv": …, "sv-simple": …, "en": …}."""


def nearest_wording(
    wordings: tuple[LocalisedText, ...], language: str, languages: tuple[str, ...]
) -> str:
    """Return the first wording of the nearest language that has one, or nothing.

    The language weighs more than the wording: an English reader gets others' English
    rather than the self wording in Swedish.
    """
    for candidate in _nearest_first(wordings, language, languages):
        for wording in wordings:
            if candidate in wording:
                return wording[candidate]
    return ""


def _nearest_first(
    wordings: tuple[LocalisedText, ...], language: str, languages: tuple[str, ...]
) -> Iterator[str]:
    yield language
    if language in FALLBACKS:
        yield FALLBACKS[language]
    yield language.partition("-")[0]  # a reader of en-GB reads en
    yield from languages
    for wording in wordings:
        yield from wording
