"""The nearest colour that stands out enough is found, whatever colour one begins with."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import colours
from reports.colours import BLACK, WHITE, contrast, mixed, standing_out

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(COLOURS)
def test_every_colour_can_be_made_to_be_read_on_white(colour: str) -> None:
    found = standing_out(colour, BLACK, {WHITE: 4.5})

    assert contrast(found, WHITE) >= 4.5
    assert found == colour or contrast(colour, WHITE) < 4.5


@given(COLOURS, COLOURS)
def test_a_mixture_has_its_ends(one: str, other: str) -> None:
    assert (mixed(one, other, 1), mixed(one, other, 0)) == (one, other)


def test_examples_are_right() -> None:
    assert doctest.testmod(colours).failed == 0
