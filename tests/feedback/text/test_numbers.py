"""Numbers in a row are read however they are parted, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.text.numbers import read_numbers, write_numbers


@given(st.lists(st.integers(0, 10**9 - 1)).map(tuple))
def test_numbers_are_read_as_they_were_written(numbers: tuple[int, ...]) -> None:
    assert read_numbers(write_numbers(numbers)) == numbers


@pytest.mark.parametrize("text", ["7,3,1", "7, 3, 1", " 7 3  1 ", "7;3;1", "7,\n3,1,"])
def test_commas_and_spaces_part_numbers(text: str) -> None:
    assert read_numbers(text) == (7, 3, 1)


@pytest.mark.parametrize("text", ["7 dagar", "-3", "7.5", "varje dag", "9" * 10_000, "²"])
def test_anything_else_is_refused(text: str) -> None:
    assert read_numbers(text) is None
