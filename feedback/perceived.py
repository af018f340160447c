"""What a closed pulse says, behaviour by behaviour, for the pages of leader and coach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedback.languages import current_language
from reports.pulse import pulse_rows
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from feedback.models import Subject
    from reports.pulse import PulseRow
    from reports.release import Release


@dataclass(frozen=True, slots=True)
class Perceived:
    """One behaviour in words, and what Others say about it."""

    statement: str
    row: PulseRow


def perceived_in(pulse: Subject, release: Release) -> list[Perceived]:
    """Return what the release of a pulse says, in the page's language."""
    survey = survey_from_json(pulse.campaign.survey_json)
    language, name = current_language(), pulse.person.name
    return [
        Perceived(
            survey.item_words(survey.item(row.key), for_self=False, language=language, name=name),
            row,
        )
        for row in pulse_rows(release)
    ]
