"""Code words: easy to write down, read in any spelling, too many to try."""

from __future__ import annotations

from typing import Final

import pytest

from feedback.ballot import new_code_word, read_code_word
from feedback.ballot.code_words import _SYLLABLES

THREE_WEEKS: Final = 21 * 24 * 60 * 60
OLD: Final = "banuki-solare"  # as slips had them before a code word was three


def test_a_drawn_word_reads_back_however_it_is_typed() -> None:
    drawn = new_code_word()
    first, second, third = drawn.split("-")

    for typed in (
        drawn,
        f"{first} {second} {third}",
        f" {first.upper()}{second}{third} ",
        f"{first} – {second},{third}.",
    ):
        assert read_code_word(typed) == drawn


@pytest.mark.parametrize("typed", [OLD, "BANUKI solare", " banukisolare. "])
def test_a_word_of_an_older_slip_reads_back(typed: str) -> None:
    assert read_code_word(typed) == OLD


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "banuki",
        "banuki-solarex",
        "banuki-solåre",
        f"{OLD}-{OLD}",
        "banuki-solare-mi",
        "b" * 5000,
    ],
)
def test_what_cannot_be_a_word_is_none(typed: str) -> None:
    assert read_code_word(typed) is None


def test_no_two_draws_are_alike_and_there_are_more_than_can_be_tried() -> None:
    drawn = {new_code_word() for _ in range(500)}

    assert len(drawn) == 500
    assert {len(word.split("-")) for word in drawn} == {3}
    # A campaign of three weeks, at ten times the pace of one server: less than one in 10,000.
    guesses = 10_000 * THREE_WEEKS
    assert guesses * 10_000 < len(_SYLLABLES) ** (3 * 3)
