"""How hard a survey is to read and how long it takes."""

from __future__ import annotations

import doctest

import pytest

from surveys import lix as lix_module
from surveys.duration import estimated_minutes
from surveys.library import find_survey
from surveys.lix import lix
from surveys.loader import parse_survey
from surveys.words import sentences_of, words_of
from tests.surveys.samples import SMALL, changed


def test_the_example_in_the_documentation_is_right() -> None:
    assert doctest.testmod(lix_module) == doctest.TestResults(failed=0, attempted=1)


@pytest.mark.parametrize(
    ("wordings", "expected"),
    [
        (["Jag går."], 2.0),
        (["Jag går hem. Du går."], 2.5),
        (["Jag förklarar."], 52.0),  # 2 words a sentence, half of them long
        (["Vänlig.", "Vänliga."], 51.0),  # six letters are not long, seven are
        (["{name} går"], 2.0),
        ([], 0.0),
        (["…"], 0.0),
    ],
)
def test_lix_is_words_a_sentence_plus_percent_long_words(
    wordings: list[str], expected: float
) -> None:
    assert lix(wordings) == pytest.approx(expected)


def test_words_with_an_apostrophe_or_a_hyphen_are_one_word() -> None:
    assert words_of("{name} doesn't use e-mail") == ["Namn", "doesn't", "use", "e-mail"]


def test_a_full_stop_inside_a_number_ends_no_sentence() -> None:
    assert sentences_of("Det tog 1.5 timmar. Sedan gick vi!") == [
        "Det tog 1.5 timmar",
        "Sedan gick vi",
    ]


def test_minutes_grow_with_items_words_and_questions() -> None:
    small = parse_survey(SMALL)
    without = parse_survey(SMALL[: SMALL.index("questions:")])

    # 3 items of 9 words take 15 s and 3 s; the question of 4 words 60 s and 1 s: 1.34 minutes.
    assert estimated_minutes(small) == 2
    assert estimated_minutes(without) == 1


def test_the_short_form_is_estimated_by_its_items() -> None:
    orebro = find_survey("orebro")

    assert estimated_minutes(orebro) == 8
    assert estimated_minutes(orebro, short=True) == 6
    assert estimated_minutes(parse_survey(changed("{name} lyssnar", "{name} inte lyssnar"))) == 2
