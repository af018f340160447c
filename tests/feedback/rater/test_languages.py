"""The rater's language: their own, or the one chosen on the page, without losing an answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.pages import RaterPages

if TYPE_CHECKING:
    from collections.abc import Callable

    from webtest import TestApp

    from tests.factories import OpenCampaign
    from tests.pages import Shown


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
    web: TestApp, language: str, direction: str | None
) -> None:
    page = web.get(f"/s?l={language}")

    assert page.html.html.get("dir") == direction
    assert page.html.html["lang"] == language


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("fi", "Itse kysymysten kieli: ruotsi."),
        ("uk", "Мова самих запитань: шведська."),
        ("ar", "الأسئلة نفسها باللغة السويدية."),
        ("so", "Su'aalaha laftoodu waxay ku qoran yihiin luqadda Iswiidhish."),
    ],
)
def test_where_a_survey_lacks_the_language_the_page_says_in_which_one_it_asks(
    anna: RaterPages, language: str, says: str
) -> None:
    task = anna.task()
    wanted = f"?l={language}"

    pages = [anna.browser.get(one + wanted) for one in (anna.link, f"{task}/1", f"{task}/2")]

    assert [says in sentences(page) for page in pages] == [True, True, False]
    asked = pages[1].html.find(string=lambda text: "Karin Lund håller sig lugn." in text)
    within = asked.find_parent(lang=True)
    assert (within["lang"], within["dir"]) == ("sv", "auto")


@pytest.mark.parametrize("language", ["sv", "sv-simple", "en"])
def test_of_questions_in_the_pages_own_language_no_page_says_so(
    anna: RaterPages, language: str
) -> None:
    task = anna.task()

    pages = [anna.browser.get(f"{one}?l={language}") for one in (anna.link, f"{task}/1")]

    said = {"Själva frågorna är på", "The questions themselves are in"}
    assert not [page for page in pages if any(one in page for one in said)]


def test_a_telephone_number_keeps_its_order_on_a_page_from_the_right(anna: RaterPages) -> None:
    arabic, swedish = (anna.browser.get(f"{anna.link}?l={one}").text for one in ("ar", "sv"))

    number = unbroken_number(arabic)
    assert number == unbroken_number(swedish)
    assert f"\N{LEFT-TO-RIGHT MARK}{number}" in arabic
    assert "\N{LEFT-TO-RIGHT MARK}" not in swedish


def test_easy_swedish_is_easier_where_it_can_be_and_swedish_elsewhere(anna: RaterPages) -> None:
    page = anna.browser.get(f"{anna.link}?l=sv-simple")

    assert "Du kan ta en paus" in page
    assert "Det här frågar vi dig om" in page


def sentences(page: Shown) -> list[str]:
    """Return what stands in a page's paragraphs."""
    return [one.get_text().strip() for one in page.html.select("p")]


def unbroken_number(text: str) -> str:
    """Return the telephone number of a page, whose parts no line break may part."""
    found = re.search("0\\d+\N{NON-BREAKING HYPHEN}[\\d\N{NO-BREAK SPACE}]+\\d", text)
    assert found
    return found[0]
