"""Is something wrong: one POST says so, alike before and after an answer, and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from feedback.models import Answered, Correction, Rater
from tests.factories import OpenCampaign, small_survey
from tests.pages import RaterPages

if TYPE_CHECKING:
    from collections.abc import Callable

    from webtest import TestApp


def say(rater: RaterPages, wrong: str, words: str = "") -> Any:  # noqa: ANN401 - WebTest brings no types
    """Follow the link of the list and say what is wrong."""
    form = rater.list().click("Är det fel").forms[0]
    form["wrong"], form["words"] = wrong, words
    return form.submit().follow()


def said(campaign: OpenCampaign) -> list[tuple[str, str]]:
    with campaign.database.reading() as session:
        return [(one.wrong, one.words) for one in session.scalars(select(Correction))]


@pytest.mark.parametrize("wrong", ["person", "group", "left"])
def test_one_post_says_what_is_wrong(anna: RaterPages, campaign: OpenCampaign, wrong: str) -> None:
    page = say(anna, wrong, "Jag är  vikarie.\r\n")

    assert "Du har sagt till att något är fel" in page
    assert said(campaign) == [(wrong, "Jag är vikarie.")]


def test_it_is_taken_and_shown_alike_after_an_answer(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()
    before = say(anna, "group").html.select_one(".task > div").text
    anna.answer_all(task)
    anna.send(task)
    with campaign.database.writing() as session:
        session.delete(session.scalars(select(Correction)).one())

    after = say(anna, "group").html.select_one(".task > div").text

    assert after == before
    assert said(campaign) == [("group", "")]
    assert campaign.count(Answered) == 1


def test_an_answer_leaves_the_report_alone(anna: RaterPages, campaign: OpenCampaign) -> None:
    say(anna, "left")
    task = anna.task()
    anna.answer_all(task)

    anna.send(task)

    assert said(campaign) == [("left", "")]


def test_it_can_be_taken_back(anna: RaterPages, campaign: OpenCampaign) -> None:
    page = say(anna, "person")

    page = page.forms[0].submit().follow()

    assert said(campaign) == []
    assert "Du har sagt till" not in page


def test_nothing_chosen_keeps_the_words(anna: RaterPages, campaign: OpenCampaign) -> None:
    form = anna.list().click("Är det fel").forms[0]
    form["words"] = "Fel skola."

    page = form.submit(status=422)

    assert "Välj vad som är fel" in page.html.select_one(".govuk-error-summary").text
    assert page.html.find(id="words").text.strip() == "Fel skola."
    assert said(campaign) == []


def test_nobody_says_it_about_oneself_or_without_a_name(
    web: TestApp, campaign: OpenCampaign
) -> None:
    anna = RaterPages.of(web, campaign, "anna@example.se")
    path = anna.task().replace("/response", "/wrong")
    subject = path.rpartition("/s/")[2].partition("/")[2]
    with campaign.database.writing() as session:
        for rater in session.scalars(select(Rater)):
            if rater.person and rater.person.email == "bo@example.se":
                rater.person = None

    karin = campaign.link_to("karin.lund@example.se")
    nameless = campaign.link_to("bo@example.se")

    web.get(f"{karin}/{subject}", status=410)
    web.get(f"{nameless}/{subject}", status=410)
    assert "Är det fel?" not in web.get(nameless).follow().html.select_one("main").text


def test_a_form_of_one_page_offers_it_too_and_shows_the_list_afterwards(
    web: TestApp, make_campaign: Callable[..., OpenCampaign]
) -> None:
    campaign = make_campaign(survey=small_survey(layout="one-page"))
    rater = RaterPages.of(web, campaign, "anna@example.se")

    page = say(rater, "group")

    assert page.html.h1.text == "Din lista"
    assert "Börja" in page
