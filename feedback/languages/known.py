"""The languages of the product, and the texts of each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from babel.support import NullTranslations

from feedback.languages.catalogues import read_catalogue
from feedback.text.spoken import DEFAULT, FALLBACKS, LANGUAGES

STAFF_LANGUAGES: Final = ("sv", "en")
_FOLDER: Final = Path(__file__).parent.parent / "translations"


def spoken(language: str) -> str:
    """Return a person's language if it is one of ours, else the one that all get."""
    return language if language in LANGUAGES else DEFAULT


def locale_of(language: str) -> str:
    """Return the locale whose dates and numbers a language uses."""
    return FALLBACKS.get(language, language)


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the texts of a language; what it lacks comes from its fallback."""
    path = _FOLDER / language.replace("-", "_") / "LC_MESSAGES" / "messages.po"
    texts = read_catalogue(path.read_bytes(), language) if path.is_file() else NullTranslations()
    if language in FALLBACKS:
        texts.add_fallback(catalogue(FALLBACKS[language]))
    return texts
