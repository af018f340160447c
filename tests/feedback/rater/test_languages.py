"""The rater's language: their own, or the one chosen on the page, without losing an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.languages import LANGUAGES
from tests.pages import RaterPages

if TYPE_CHECKING:
    from collections.abc import Callable

    from webtest import TestApp

    from tests.factories import OpenCampaign


@pytest.mark.parametrize(
    ("language", "heading", "html_language"),
    [("sv", "Din lista", "sv"), ("sv-simple", "Din lista", "sv"), ("en", "Your list", "en")],
)
def test_pages_are_in_the_language_of_the_people_file(
    web: TestApp,
    make_campaign: Callable[..., OpenCampaign],
    language: str,
    heading: str,
    html_language: str,
) -> None:
    rater = RaterPages.of(web, make_campaign(language=language), "anna@example.se")

    page = rater.list()

    assert page.html.h1.text == heading
    assert page.html.html["lang"] == html_language


def test_a_language_switched_midway_keeps_what_the_page_holds(anna: RaterPages) -> None:
    task = anna.task()

    page = anna.save(anna.open(task, 1), {"rating-lugn": "2"}, go="language:en")

    assert "Karin Lund stays calm." in page
    assert page.forms["answers"]["rating-lugn"].value == "2"


def test_a_chosen_language_follows_along_to_the_receipt(anna: RaterPages) -> None:
    task = anna.task()
    page = anna.save(anna.open(task, 1), {"rating-lugn": "2"}, go="language:en")
    for answers in ({"rating-lika": "2"}, {"rating-mal": "2"}, {"words-borja": "Meet."}):
        page = anna.save(page, answers)

    receipt = page.forms[0].submit()

    assert "Your answers are sent" in receipt


def test_an_unknown_language_falls_back_to_the_raters_own(anna: RaterPages) -> None:
    page = anna.browser.get(f"{anna.link}?l=xx")

    assert page.html.h1.text == "Din lista"


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fi", None)])
def test_a_language_written_from_the_right_turns_the_page(
    web: TestApp, monkeypatch: pytest.MonkeyPatch, language: str, direction: str | None
) -> None:
    monkeypatch.setitem(LANGUAGES, "ar", "العربية")

    page = web.get(f"/s?l={language}")

    assert page.html.html.get("dir") == direction
    assert page.html.html["lang"] == language


def test_easy_swedish_is_easier_where_it_can_be_and_swedish_elsewhere(anna: RaterPages) -> None:
    page = anna.browser.get(f"{anna.link}?l=sv-simple")

    assert "Du kan ta en paus" in page
    assert "Det här frågar vi dig om" in page
