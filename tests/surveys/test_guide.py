"""The guide to writing surveys shows one that is right."""

from __future__ import annotations

import re
from pathlib import Path

import surveys
from surveys.checks import FEWEST_ITEMS, HIGHEST_LIX
from surveys.duration import SECONDS_A_QUESTION, SECONDS_TO_CHOOSE, WORDS_A_MINUTE
from surveys.wording import MOST_WORDS
from tests.surveys.samples import advice_on

GUIDE = (Path(surveys.__file__).parent / "definitions" / "README.md").read_text(encoding="utf-8")


def test_the_survey_in_the_guide_has_neither_faults_nor_advice() -> None:
    examples = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)

    assert len(examples) == 1
    assert advice_on(examples[0]) == ()


def test_the_numbers_in_the_guide_are_those_of_the_rules() -> None:
    told = " ".join(GUIDE.split())

    assert f"at most {MOST_WORDS} words" in told
    assert f"LIX at most {HIGHEST_LIX}" in told
    assert f"words / {WORDS_A_MINUTE} + {SECONDS_TO_CHOOSE} s an item" in told
    assert f"{SECONDS_A_QUESTION} s an open question" in told
    assert FEWEST_ITEMS == 3
    assert "three items or more" in told
