"""Whatever accent is chosen, text is read and marks are seen on every ground, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedback.requests.accent import OWN, dark_shades, light_shades, stylesheet
from reports.colours import contrast
from tests.house_rules.repository import text_of

YELLOW, NEAR_WHITE, BLACK, WHITE = "#ffd400", "#fdfdf8", "#000000", "#ffffff"
LIGHT, DARK = (WHITE, "#f6f5f1", "#efede7"), ("#121716", "#1a2120", "#283131")
OF_ACCENT = re.compile("--(app-(primary|chosen)|brand|link|tint|stripe|m[0-9]|govuk-(brand|link))")
INK, QUIET, DARK_INK, DARK_QUIET = "#1a2221", "#4a5553", "#ebe8e1", "#b3bcb9"


def worst(shade: str, *grounds: str) -> float:
    """Return the least contrast of a shade on grounds."""
    return min(contrast(shade, ground) for ground in grounds)


@given(st.integers(0, 0xFFFFFF).map("#{:06x}".format))
@example(YELLOW)
@example(NEAR_WHITE)
@example(BLACK)
@example(WHITE)
def test_text_is_read_and_marks_are_seen_whatever_the_accent(accent: str) -> None:
    light, dark = light_shades(accent), dark_shades(accent)

    for shades, grounds, inks in (
        (light, LIGHT, (INK, QUIET)),
        (dark, DARK, (DARK_INK, DARK_QUIET)),
    ):
        assert worst(WHITE, shades.brand, shades.brand_hover) >= 4.5
        for read in (shades.link, shades.link_hover, shades.m3):
            assert worst(read, *grounds, shades.tint) >= 4.5
        assert worst(shades.m2, *grounds, shades.tint) >= 3
        assert min(worst(ink, shades.tint) for ink in inks) >= 4.5
    assert worst(light.brand, *LIGHT) >= 3
    assert worst(dark.brand, "#1a2120") >= 3


def test_an_accent_that_can_be_read_is_used_as_it_is() -> None:
    shades = light_shades(OWN)

    assert {shades.stripe, shades.brand, shades.link, shades.m3} == {OWN}


def test_yellow_stays_yellow_where_nothing_is_read() -> None:
    shades = light_shades(YELLOW)

    assert shades.stripe == YELLOW
    assert shades.brand != YELLOW


@pytest.mark.parametrize("name", ["rater", "staff"])
def test_what_the_stylesheet_sets_is_what_the_pages_use(name: str) -> None:
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", text_of(Path(f"feedback/static/{name}.css"))))
    given_names = set(re.findall(r"(--[a-z0-9-]+):", stylesheet(YELLOW)))

    of_accent = {one for one in used if OF_ACCENT.match(one)}
    assert of_accent
    assert of_accent <= given_names | {"--app-primary-text", "--govuk-link-active-colour"}
