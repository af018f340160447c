"""The register of languages: what raters may read in, and which language stands in for another.

A line here offers a language; `tests/feedback/languages/test_adding.py` says what it lacks then.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from babel import Locale

LANGUAGES: Final[dict[str, str]] = {
    "sv": "Svenska",
    "sv-simple": "Lätt svenska",
    "en": "English",
    "fi": "Suomi",
    "uk": "Українська",
    "ar": "العربية",
    "so": "Soomaali",
}
"""Every language of the product, by key, in its own words."""

FALLBACKS: Final = {"sv-simple": "sv"}
"""Which language stands in where one has no words of its own; its dates and numbers, too."""

DEFAULT: Final = "sv"


@cache
def is_from_the_right(language: str) -> bool:
    """Tell whether a language is written from right to left."""
    return Locale.parse(FALLBACKS.get(language, language)).text_direction == "rtl"


def led_from_the_left(number: str, language: str) -> str:
    """Return a telephone number so that its parts keep their order in a text of a language."""
    return f"\N{LEFT-TO-RIGHT MARK}{number}" if is_from_the_right(language) else number
