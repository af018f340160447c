"""Which languages are written from the right, and how a telephone number stands in them."""

from __future__ import annotations

import pytest

from feedback.text.spoken import LANGUAGES, is_from_the_right, led_from_the_left

NUMBER = "019-21 10 10"


def test_arabic_alone_is_written_from_the_right() -> None:
    assert [language for language in LANGUAGES if is_from_the_right(language)] == ["ar"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_telephone_number_is_marked_only_where_its_parts_would_change_places(
    language: str,
) -> None:
    mark = "\N{LEFT-TO-RIGHT MARK}" if language == "ar" else ""

    assert led_from_the_left(NUMBER, language) == mark + NUMBER
