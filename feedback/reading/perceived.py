"""What a closed pulse says, behaviour by behaviour, for the pages of leader and coach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedback.languages import current_language
from reports.policy import bands_from
from reports.shown.pulse import pulse_rows
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from feedback.models import Subject
    from reports.release import Release
    from reports.shown.pulse import PulseRow


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One behaviour in words, and what Others say about it."""

    statement: str
    row: PulseRow


@dataclass(frozen=True, slots=True)
class Perceived:
    """All behaviours of a pulse, and how many answers they and their bands need."""

    behaviours: tuple[Behaviour, ...]
    least: int
    bands_from: int

    @property
    def has_bands(self) -> bool:
        """Whether any of them shows how the answers are spread."""
        return any(one.row.spread for one in self.behaviours)


def perceived_in(pulse: Subject, release: Release) -> Perceived:
    """Return what the release of a pulse says, in the page's language."""
    survey = survey_from_json(pulse.campaign.survey_json)
    language, name = current_language(), pulse.person.name
    behaviours = tuple(
        Behaviour(
            survey.item_words(survey.item(row.key), for_self=False, language=language, name=name),
            row,
        )
        for row in pulse_rows(release)
    )
    figures = release.figures
    return Perceived(behaviours, least=figures.k2, bands_from=bands_from(figures.k2))
