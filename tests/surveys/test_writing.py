"""A survey is written as the file that it could have been read from."""

from __future__ import annotations

import pytest

from surveys.library import list_surveys
from surveys.loader import parse_survey
from surveys.model import Survey
from surveys.writing import survey_as_yaml
from tests.surveys.samples import SMALL

PACKAGED = {survey.id: survey for survey in list_surveys()}


@pytest.mark.parametrize("survey", PACKAGED.values(), ids=PACKAGED)
def test_what_is_written_is_read_as_the_same_survey(survey: Survey) -> None:
    assert parse_survey(survey_as_yaml(survey)) == survey


@pytest.mark.parametrize("words", ["true", "~", "12", "a: b", "- x", "#no", "2026-11-30", "'", '"'])
def test_words_that_yaml_has_another_meaning_for_stay_words(words: str) -> None:
    survey = parse_survey(SMALL)
    item = survey.traits[0].items[0].model_copy(update={"hint": {"sv": words}})
    trait = survey.traits[0].model_copy(update={"items": (item, *survey.traits[0].items[1:])})
    odd = Survey.model_validate(
        {name: getattr(survey, name) for name in Survey.model_fields} | {"traits": (trait,)}
    )

    assert parse_survey(survey_as_yaml(odd)) == odd


def test_what_says_nothing_is_not_written() -> None:
    text = survey_as_yaml(parse_survey(SMALL))

    assert "null" not in text
    assert "{}" not in text
    assert "false" not in text
    assert text.startswith("# yaml-language-server: $schema=schema.json\n")
