"""A slip's link opens what it saved only with the code word, or starts over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from feedback.ballot import Part
from feedback.models import Draft, Person, Rater
from feedback.operations.answering.drafts import PageAnswers, save_page
from feedback.operations.answering.submitting import tasks_of
from tests.factories import OpenCampaign, small_survey
from tests.opening import open_link
from tests.pages import ANSWERED, RaterPages, Shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from webtest import TestApp

SAVED = {"rating-lugn": "4"}


def on_paper(campaign: OpenCampaign, address: str = "anna@example.se") -> None:
    """Take a rater's address away: their link is on a slip."""
    with campaign.database.writing() as session:
        person = session.scalars(select(Person).where(Person.email == address)).one()
        person.email, person.own_number = None, "17"


@pytest.fixture
def slip(web: TestApp, campaign: OpenCampaign) -> RaterPages:
    """Give the pages of a rater who has a slip."""
    on_paper(campaign)
    return RaterPages.of(web, campaign, "anna@example.se")


def begun(slip: RaterPages) -> Shown:
    """Open the first page and save it; returns the page that shows."""
    page = slip.open(slip.task(), 1).follow()
    return slip.save(page, SAVED)


def word_of(page: Shown) -> str:
    """Return the code word that a page shows."""
    return str(page.html.select_one(".note strong").text)


def test_the_word_stands_on_the_page_and_follows_along_in_the_address(slip: RaterPages) -> None:
    page = begun(slip)

    word = word_of(page)

    assert parse_qs(urlsplit(page.request.url).query)["w"] == [word]
    assert page.forms["answers"].action.endswith(f"w={word}")
    assert slip.open(slip.task(), f"1?w={word}").forms["answers"]["rating-lugn"].value == "4"


def test_the_link_alone_opens_no_draft(slip: RaterPages) -> None:
    begun(slip)

    for step in ("", "1", "look-over"):
        page = slip.open(slip.task(), step, status=403)

        assert page.html.h1.text == "Skriv ditt kodord"
        assert "rating-lugn" not in page


def test_the_word_opens_it_on_another_device(slip: RaterPages) -> None:
    word = word_of(begun(slip))

    form = slip.open(slip.task(), status=403).forms[0]
    form["word"] = word.upper().replace("-", "  ")
    page = form.submit().follow().click("Fortsätt där du slutade")

    assert page.forms["answers"]["rating-lugn"].value == "4"


def test_it_stands_on_the_list_and_above_the_first_page(slip: RaterPages) -> None:
    listed = slip.list()
    promise = listed.click("Börja|Starta|Sätt i gång")
    first = promise.click("Börja svara")

    words = {word_of(page) for page in (listed, promise, first)}
    assert len(words) == 1
    note, form = (first.text.index(mark) for mark in (words.pop() + "<", 'id="answers"'))
    assert note < form
    assert "öppnas med ditt kodord" in listed


def test_a_list_without_the_word_shows_none_once_something_is_saved(slip: RaterPages) -> None:
    begun(slip)

    page = slip.list()

    assert page.html.select_one(".note") is None
    assert "öppnas med ditt kodord" in page


def test_a_slips_link_that_has_come_apart_gets_its_word_as_well(
    slip: RaterPages, web: TestApp
) -> None:
    code = slip.link.removeprefix("/s/")

    page = web.get(f"/s/{code[:5]}/{code[5:]}").maybe_follow()

    assert word_of(page)


@pytest.mark.parametrize("typed", ["", "banuki-solare", "vad som helst"])
def test_another_word_opens_nothing(slip: RaterPages, typed: str) -> None:
    begun(slip)

    form = slip.open(slip.task(), status=403).forms[0]
    form["word"] = typed
    page = form.submit(status=422)

    assert "Det är inte rätt kodord" in page.html.select_one("#word-error").text
    slip.open(slip.task(), "1?w=banuki-solare", status=403)


def test_starting_over_throws_away_what_was_saved(slip: RaterPages, campaign: OpenCampaign) -> None:
    first = word_of(begun(slip))

    page = slip.open(slip.task(), status=403).forms[1].submit().follow().follow()

    assert campaign.count(Draft) == 0
    form = page.click("Börja svara")
    assert word_of(form) != first
    assert not form.forms["answers"]["rating-lugn"].value


def test_a_save_with_another_word_neither_reads_nor_overwrites(
    slip: RaterPages, web: TestApp
) -> None:
    task, word = slip.task(), word_of(begun(slip))

    web.post(f"{task}/save?w=banuki-solare", {"page": "1", "rating-lugn": "1"}, status=403)

    assert slip.open(task, f"1?w={word}").forms["answers"]["rating-lugn"].value == "4"


def test_the_whole_way_on_a_slip_needs_no_word(slip: RaterPages, campaign: OpenCampaign) -> None:
    page = slip.open(slip.task(), 1).follow()
    for answers in ANSWERED.values():
        page = slip.save(page, answers)

    receipt = page.forms[0].submit()

    assert "Dina svar är skickade" in receipt
    assert len(campaign.ballots()) == 1
    assert "Du har redan skickat" in slip.open(receipt.request.path.removesuffix("/submit"))


def test_a_form_of_one_page_has_its_word_from_the_first_look(
    web: TestApp, make_campaign: Callable[..., OpenCampaign]
) -> None:
    campaign = make_campaign(survey=small_survey(layout="one-page"))
    on_paper(campaign)
    slip = RaterPages.of(web, campaign, "anna@example.se")

    page = slip.list()
    slip.save(page, SAVED, go="list")

    assert word_of(page)
    assert slip.list(status=403).html.h1.text == "Skriv ditt kodord"


def test_a_language_chosen_keeps_the_word(slip: RaterPages) -> None:
    page = begun(slip)

    english = slip.save(page, {}, go="language:en")

    assert word_of(english) == word_of(page)
    assert english.html.html["lang"] == "en"


def test_a_mailed_link_has_no_word(anna: RaterPages) -> None:
    page = anna.save(anna.open(anna.task(), 1), SAVED)

    assert page.html.select_one(".note") is None
    assert anna.open(anna.task(), 1).forms["answers"]["rating-lugn"].value == "4"


def test_what_a_slip_saved_before_there_were_words_still_opens(
    slip: RaterPages, campaign: OpenCampaign
) -> None:
    code = slip.link.rpartition("/")[2]
    with campaign.database.writing() as session:
        access = open_link(session, campaign.settings.link_key_folder, code)
        [task] = tasks_of(session, access, has_conditions=False)
        answers = PageAnswers({"lugn": 4})
        save_page(
            session,
            access,
            task.invitation,
            Part.RESPONSE,
            answers,
            now=datetime(2026, 11, 30, 9, tzinfo=UTC),
        )

    assert slip.open(slip.task(), 1).forms["answers"]["rating-lugn"].value == "4"


def test_no_word_is_kept_in_the_database(slip: RaterPages, campaign: OpenCampaign) -> None:
    word = word_of(begun(slip))

    with campaign.database.reading() as session:
        draft = session.scalars(select(Draft)).one()
        raters = session.scalars(select(Rater)).all()

    assert word.encode() not in draft.ciphertext + draft.nonce
    assert all(rater.link_version == 1 for rater in raters)


def test_what_an_older_slip_saved_with_two_words_opens_with_them(
    slip: RaterPages, campaign: OpenCampaign
) -> None:
    code = campaign.link_to("anna@example.se").removeprefix("/s/")
    with campaign.database.writing() as session:
        access = open_link(session, campaign.settings.link_key_folder, code)
        access = replace(access, code_word="banuki-solare")
        [task] = tasks_of(session, access, has_conditions=False)
        answers = PageAnswers({"lugn": 4})
        save_page(session, access, task.invitation, Part.RESPONSE, answers, now=datetime.now(UTC))

    form = slip.open(slip.task(), status=403).forms[0]
    form["word"] = "Banuki Solare"
    page = form.submit().follow().click("Fortsätt där du slutade")

    assert page.forms["answers"]["rating-lugn"].value == "4"
    assert word_of(page) == "banuki-solare"


def test_a_new_slip_draws_three_words(slip: RaterPages) -> None:
    assert len(word_of(begun(slip)).split("-")) == 3
