"""What a programme is for: our own sentence in each reader's language, or the organiser's."""

from __future__ import annotations

from typing import Final

DEVELOPMENT: Final = "Utveckling av ledarskapet, inte lön eller omplacering."
"""The purpose that a programme has unless it names another; printed for raters and leaders."""

_DEVELOPMENT_IN: Final = {
    "sv-simple": "Chefen ska bli bättre på att leda. Det gäller inte chefens lön eller tjänst.",
    "en": "Development of leadership, not pay or transfer.",
    "fi": "Johtamisen kehittäminen, ei palkka eikä siirto toisiin tehtäviin.",
    "uk": "Розвиток керівництва, а не зарплата чи переведення на іншу посаду.",  # noqa: RUF001 - Ukrainian
    "ar": "تطوير القيادة، لا الراتب ولا النقل إلى عمل آخر.",
    "so": "Horumarinta hoggaaminta, ee maaha mushahar ama beddelid shaqo.",
}


def purpose_in(purpose: str, language: str) -> str:
    """Return a purpose as its reader reads it; what an organiser wrote stays as it is."""
    return _DEVELOPMENT_IN.get(language, purpose) if purpose == DEVELOPMENT else purpose
