"""The whole way by HTTP: from the link to the receipt, and what lies in the envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.ballot import Part
from feedback.models import Answered, Draft, Envelope
from tests.factories import small_survey, test_settings
from tests.pages import ANSWERED, RaterPages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from webtest import TestApp

    from feedback.config import WorkerSettings
    from tests.factories import OpenCampaign

EVERYTHING = {name: value for page in ANSWERED.values() for name, value in page.items()}


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> WorkerSettings:
    """Give settings on both engines, one after the other."""
    return test_settings(tmp_path, database_url)


def test_what_was_answered_lies_in_the_envelope_as_it_was_answered(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()
    anna.answer_all(task)

    receipt = anna.send(task)

    [ballot] = campaign.ballots()
    assert "Dina svar är skickade" in receipt
    assert (ballot.group, ballot.part) == ("team", Part.RESPONSE)
    assert ballot.ratings == {
        "lugn": 4,
        "lika": 5,
        "misstag": "NO",
        "lyssnar": 6,
        "berom": 1,
        "mal": 3,
    }
    assert ballot.comments == {"fortsatt": "Lyssnar på alla."}


def test_a_response_that_is_sent_twice_is_counted_once(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()
    anna.answer_all(task)

    receipts = [anna.send(task), anna.send(task)]

    assert all("Dina svar är skickade" in receipt for receipt in receipts)
    assert (campaign.count(Envelope), campaign.count(Answered)) == (1, 1)


def test_sending_leaves_no_draft(anna: RaterPages, campaign: OpenCampaign) -> None:
    task = anna.task()
    anna.answer_all(task)
    drafts_before = campaign.count(Draft)

    anna.send(task)

    assert (drafts_before, campaign.count(Draft)) == (1, 0)


def test_two_tabs_lose_neither_answer_and_are_told(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()
    first, second = anna.open(task, 1), anna.open(task, 1)

    anna.save(first, {"rating-lugn": "2"})
    after_second = anna.save(second, {"rating-lika": "3"})
    anna.send(task)

    assert "öppen på två ställen" in after_second
    assert campaign.ballots()[0].ratings == {"lugn": 2, "lika": 3}


def test_an_older_tab_does_not_undo_a_later_answer(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()
    anna.save(anna.open(task, 1), {"rating-lugn": "2"})
    old = anna.open(task, 1)

    anna.save(anna.open(task, 1), {"rating-lugn": "6"})
    anna.save(old, {"rating-lika": "1"})
    anna.send(task)

    assert campaign.ballots()[0].ratings == {"lugn": 6, "lika": 1}


def test_the_back_button_changes_an_answer_and_counts_it_once(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()
    first = anna.open(task, 1)
    anna.save(first, {"rating-lugn": "2"})

    anna.save(first, {"rating-lugn": "5"})  # the page as it stood, pressed once more
    anna.send(task)

    assert campaign.ballots()[0].ratings == {"lugn": 5}


def test_a_save_that_comes_after_sending_changes_nothing_and_says_so(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()
    left_open = anna.open(task, 1)
    anna.answer_all(task)
    anna.send(task)

    late = anna.save(left_open, {"rating-lugn": "1"}, status=409)

    assert "Det du ändrade efteråt är inte sparat" in late
    assert campaign.count(Draft) == 0
    assert campaign.ballots()[0].ratings["lugn"] == 4


def test_the_leaders_conditions_are_an_envelope_of_their_own(
    web: TestApp, campaign: OpenCampaign
) -> None:
    leader = RaterPages.of(web, campaign, "karin.lund@example.se")
    response, conditions = leader.task(0), leader.task(1)
    leader.answer_all(response)
    half_way = leader.send(response)

    receipt = leader.save(
        leader.open(conditions, 1), {"rating-stod": "5", "rating-antal": "2"}, go="send"
    )

    by_part = {ballot.part: ballot for ballot in campaign.ballots()}
    assert "Du har 1 kvar att svara på" in half_way
    assert "kvar att svara på" not in receipt
    assert "Dina svar är skickade" in receipt
    assert by_part[Part.CONDITIONS].ratings == {"stod": 5, "antal": 2}
    assert set(by_part[Part.RESPONSE].ratings) == {k[7:] for n in (1, 2) for k in ANSWERED[n]}


def test_a_survey_on_one_page_about_one_person_is_the_link_and_one_post(
    web: TestApp, make_campaign: Callable[..., OpenCampaign]
) -> None:
    campaign = make_campaign(survey=small_survey(layout="one-page"))
    rater = RaterPages.of(web, campaign, "anna@example.se")

    page = rater.list()
    receipt = rater.save(page, EVERYTHING, go="send")

    assert "Det här lovar vi" in page
    assert "Dina svar är skickade" in receipt
    assert campaign.ballots()[0].ratings["berom"] == 1
    assert campaign.count(Draft) == 0


def test_a_survey_on_one_page_points_out_once_what_was_skipped(
    web: TestApp, make_campaign: Callable[..., OpenCampaign]
) -> None:
    campaign = make_campaign(survey=small_survey(layout="one-page"))
    rater = RaterPages.of(web, campaign, "anna@example.se")

    answered = {name: value for name, value in EVERYTHING.items() if name != "rating-mal"}

    look_over = rater.save(rater.list(), answered, go="send")
    receipt = look_over.forms[0].submit()

    assert "Du har svarat på 5 av 6" in look_over
    assert "Dina svar är skickade" in receipt
    assert "mal" not in campaign.ballots()[0].ratings


def test_a_survey_on_one_page_about_two_people_begins_with_the_list(
    web: TestApp, make_campaign: Callable[..., OpenCampaign]
) -> None:
    campaign = make_campaign(
        survey=small_survey(layout="one-page"), leaders=("Karin Lund", "Lars Öberg")
    )
    rater = RaterPages.of(web, campaign, "anna@example.se")

    page = rater.open(rater.task())

    assert rater.list().html.h1.text == "Din lista"
    assert "answers" in page.forms


def test_a_text_that_is_too_long_for_one_page_is_shown_again(
    web: TestApp, make_campaign: Callable[..., OpenCampaign]
) -> None:
    campaign = make_campaign(survey=small_survey(layout="one-page"))
    rater = RaterPages.of(web, campaign, "anna@example.se")
    long = {**EVERYTHING, "words-fortsatt": "å" * 3001}

    page = rater.save(rater.list(), long, go="send", status=422)

    assert "Ta bort 1 tecken" in page.html.select_one(".govuk-error-summary").text
    assert page.forms["answers"]["words-fortsatt"].value == long["words-fortsatt"]
    assert campaign.ballots() == []


def test_texts_that_fit_the_draft_but_no_envelope_are_refused_with_what_to_cut(
    web: TestApp, make_campaign: Callable[..., OpenCampaign]
) -> None:
    campaign = make_campaign(survey=small_survey(layout="one-page"))
    rater = RaterPages.of(web, campaign, "anna@example.se")
    large = {**EVERYTHING, "words-fortsatt": "😀" * 2100, "words-borja": "😀" * 2100}

    page = rater.save(rater.list(), large, go="send", status=422)

    assert "för långa tillsammans" in page.html.select_one(".govuk-error-summary").text
    assert page.forms["answers"]["words-borja"].value == large["words-borja"]
    assert campaign.ballots() == []


def test_a_rating_that_no_longer_fits_beside_the_words_is_refused_in_its_page(
    anna: RaterPages, web: TestApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback.ballot.drafts.DRAFT_SIZE", 512)
    task = anna.task()

    def write(length: int) -> bool:
        words = {"page": "3", "words-borja": "x" * length}
        return not web.post(f"{task}/save", words).json["refused"]

    brim = next(length for length in range(512, 0, -1) if write(length))
    page = anna.save(anna.open(task, 1), {"rating-lugn": "4"}, status=422)

    assert brim > 300
    assert f"{task}/3" in page.html.select_one(".govuk-error-summary a")["href"]
    assert page.forms["answers"]["rating-lugn"].value == "4"
    assert anna.open(task, 3).forms["answers"]["words-borja"].value == "x" * brim
