"""The surveys that come with the package: complete, without advice, each for its programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surveys.advice import AdviceRule
from surveys.checks import advise
from surveys.duration import estimated_minutes
from surveys.library import list_surveys
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from surveys.model import Survey

PACKAGED = {survey.id: survey for survey in list_surveys()}
ABOUT = {
    "leader": {
        "leda-forandring",
        "ledarskap-kort",
        "linkoping",
        "modigt-ledarskap",
        "orebro",
        "personliga-ledarskapet",
        "vimmerby",
    },
    "team": {"leda-forandring-grupp", "ledningsgrupp"},
    "unit": {"forutsattningar", "modigt-medarbetarskap"},
    "event": {"kursutvardering"},
}


def test_every_programme_has_its_survey() -> None:
    about: dict[str, set[str]] = {}
    for survey in PACKAGED.values():
        about.setdefault(survey.subject, set()).add(survey.id)

    assert about == ABOUT


@pytest.mark.parametrize("survey", PACKAGED.values(), ids=PACKAGED)
def test_nothing_in_it_could_be_worded_better_but_what_nobody_has_read(survey: Survey) -> None:
    assert {advice.rule for advice in advise(survey)} <= {AdviceRule.UNREVIEWED}


@pytest.mark.parametrize("survey", PACKAGED.values(), ids=PACKAGED)
def test_it_is_complete_in_its_languages_and_takes_few_minutes(survey: Survey) -> None:
    assert {"sv", "sv-simple", "en", "fi"} <= set(survey.languages)
    # For whoever chooses, and for files of earlier answers: never frozen.
    asked = survey.model_copy(update={"meant_for": {}, "earlier": ()})
    assert survey_from_json(survey.canonical_json()) == asked
    assert {"sv", "en", "fi"} <= set(survey.meant_for)
    assert 1 <= len(survey.short_items) <= len(survey.items)
    assert estimated_minutes(survey, short=True) <= estimated_minutes(survey) <= 10


def test_a_key_that_two_surveys_share_has_the_same_swedish_words() -> None:
    """Else two figures would be compared that answer two questions."""
    wordings: dict[str, set[str]] = {}
    for survey in PACKAGED.values():
        if survey.subject == "leader":
            for item in survey.items:
                wordings.setdefault(item.key, set()).add(item.others["sv"])

    assert {key: words for key, words in wordings.items() if len(words) > 1} == {}


def test_figures_about_ones_own_manager_are_shown_from_five_answers_on() -> None:
    assert {PACKAGED[one].floor for one in ABOUT["unit"]} == {5}
