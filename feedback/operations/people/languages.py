"""The languages that people may be listed with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.errors import Fault
from feedback.text.spoken import LANGUAGES
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.models import Campaign
    from surveys.model import Survey


def languages_for(survey: Survey) -> frozenset[str]:
    """Return the languages that somebody who is asked with a survey may have."""
    # Mails and pages have languages of their own; what a survey lacks is read in its first.
    return frozenset({*survey.languages, *LANGUAGES})


def language_faults(campaign: Campaign, language: str) -> Iterator[Fault]:
    """Say it if neither the survey nor the product knows a language."""
    known = languages_for(survey_from_json(campaign.survey_json))
    if language not in known:
        yield Fault(
            "The survey is not in the language “%(language)s”. Write %(languages)s.",
            language=language,
            languages=", ".join(sorted(known)),
        )
