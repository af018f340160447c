"""Code words: easy to write down, read in any spelling, too many to try."""

from __future__ import annotations

import pytest

from feedback.ballot import new_code_word, read_code_word
from feedback.ballot.code_words import _SYLLABLES


def test_a_drawn_word_reads_back_however_it_is_typed() -> None:
    drawn = new_code_word()
    first, second = drawn.split("-")

    for typed in (drawn, f"{first} {second}", f" {first.upper()}{second} ", f"{first} – {second}."):
        assert read_code_word(typed) == drawn


@pytest.mark.parametrize("typed", ["", "banuki", "banuki-solarex", "banuki-solåre", "b" * 5000])
def test_what_cannot_be_a_word_is_none(typed: str) -> None:
    assert read_code_word(typed) is None


def test_no_two_draws_are_alike_and_there_are_more_than_can_be_tried() -> None:
    drawn = {new_code_word() for _ in range(500)}

    assert len(drawn) == 500
    # Ten years of guessing at thirty a second.
    assert len(_SYLLABLES) ** 6 > 30 * 60 * 60 * 24 * 365 * 10
