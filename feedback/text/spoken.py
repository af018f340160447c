"""The register of languages: what raters may read in, and which language stands in for another.

A line here offers a language; `tests/feedback/languages/test_adding.py` says what it lacks then.
"""

from __future__ import annotations

from typing import Final

LANGUAGES: Final[dict[str, str]] = {
    "sv": "Svenska",
    "sv-simple": "Lätt svenska",
    "en": "English",
    "fi": "Suomi",
}
"""Every language of the product, by key, in its own words."""

FALLBACKS: Final = {"sv-simple": "sv"}
"""Which language stands in where one has no words of its own; its dates and numbers, too."""

DEFAULT: Final = "sv"
