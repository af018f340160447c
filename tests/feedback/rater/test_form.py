"""The pages of the form: what they show, what they refuse, and that nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from feedback.models import Declined, Envelope
from tests.pages import ANSWERED, RaterPages

if TYPE_CHECKING:
    from collections.abc import Callable

    from webtest import TestApp

    from tests.factories import OpenCampaign

HALF_A_DAY = timedelta(hours=12)


def test_a_saved_page_shows_its_answers_again(anna: RaterPages) -> None:
    task = anna.task()
    anna.save(anna.open(task, 1), ANSWERED[1])

    form = anna.open(task, 1).forms["answers"]

    assert {name: form[name].value for name in ANSWERED[1]} == ANSWERED[1]


def test_who_comes_back_goes_on_at_the_first_gap(anna: RaterPages) -> None:
    task = anna.task()
    anna.save(anna.open(task, 1), ANSWERED[1])

    page = anna.open(task).click("Fortsätt där du slutade")

    assert page.html.h1.text == "Klar"


def test_the_look_over_counts_what_is_answered_and_names_what_is_not(anna: RaterPages) -> None:
    task = anna.task()
    anna.save(anna.open(task, 1), {"rating-lugn": "4", "rating-lika": "NO"})

    page = anna.open(task, "look-over")

    assert "Du har svarat på 2 av 6" in page
    assert "Karin Lund berättar om misstag." in page


def test_skipped_items_do_not_keep_anyone_from_sending(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()
    anna.save(anna.open(task, 1), {"rating-lugn": "4"})

    receipt = anna.send(task)

    assert "Dina svar är skickade" in receipt
    assert campaign.ballots()[0].ratings == {"lugn": 4}


def test_nothing_at_all_is_not_sent(anna: RaterPages, campaign: OpenCampaign) -> None:
    page = anna.send(anna.task(), status=422)

    assert "Du har inte svarat på något än" in page
    assert campaign.count(Envelope) == 0


def test_a_text_that_is_too_long_says_how_much_to_cut_and_loses_nothing(anna: RaterPages) -> None:
    task = anna.task()
    text = "å" * 3012

    page = anna.save(
        anna.open(task, 3), {"words-fortsatt": text, "words-borja": "Mötas."}, status=422
    )

    assert page.html.find(id="words-1").text.strip() == text
    assert "Ta bort 12 tecken" in page.html.find(id="words-1-error").text
    assert page.html.select_one(".govuk-error-summary a")["href"] == "#words-1"
    assert anna.open(task, 3).forms["answers"]["words-borja"].value == "Mötas."


def test_texts_that_do_not_fit_together_say_how_much_to_cut(anna: RaterPages) -> None:
    task = anna.task()
    texts = {"words-fortsatt": "😀" * 3000, "words-borja": "😀" * 3000}

    page = anna.save(anna.open(task, 3), texts, status=422)

    assert "för långa tillsammans" in page.html.select_one(".govuk-error-summary").text
    assert page.forms["answers"]["words-borja"].value == texts["words-borja"]


def test_line_ends_count_as_one_character(anna: RaterPages, campaign: OpenCampaign) -> None:
    task = anna.task()
    text = "rad\r\n" * 700  # 2,800 characters, 3,500 as browsers send them

    anna.save(anna.open(task, 3), {"words-fortsatt": text})
    anna.send(task)

    assert campaign.ballots()[0].comments["fortsatt"] == "\n".join(["rad"] * 700)


def test_a_value_that_is_no_step_counts_as_no_answer(
    web: TestApp, anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()
    posted = {"rating-lugn": "7", "rating-lika": "x", "rating-misstag": "6"}

    web.post(f"{task}/1", posted)
    anna.send(task)

    assert campaign.ballots()[0].ratings == {"misstag": 6}


def test_a_page_that_the_form_has_not_is_not_there(anna: RaterPages) -> None:
    page = anna.open(anna.task(), 9, status=404)

    assert "Sidan finns inte här" in page


def test_a_body_that_is_too_large_is_refused_in_a_page(web: TestApp, anna: RaterPages) -> None:
    page = web.post(f"{anna.task()}/3", {"words-fortsatt": "x" * 300_000}, status=413)

    assert "Det var för mycket på en gång" in page


def test_a_save_while_typing_tells_the_time_and_the_new_state(
    web: TestApp, anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()

    first = web.post(f"{task}/save", {"page": "1", "rating-lugn": "2"}).json
    second = web.post(
        f"{task}/save",
        {
            "page": "1",
            "rating-lugn": "3",
            "base": first["base"],
            "started": first["started"],
        },
    ).json
    anna.send(task)

    assert len(first["saved"]) == len("10:42")
    assert (first["merged"], second["merged"]) == (False, False)
    assert campaign.ballots()[0].ratings == {"lugn": 3}


def test_a_save_while_typing_brings_what_another_tab_wrote(web: TestApp, anna: RaterPages) -> None:
    task = anna.task()
    web.post(f"{task}/save", {"page": "1", "rating-lugn": "2"})

    other = web.post(f"{task}/save", {"page": "1", "rating-lika": "5"}).json

    assert other["merged"] is True
    assert other["ratings"] == {"lugn": "2", "lika": "5", "misstag": ""}


def test_declining_is_kept_and_can_be_taken_back(anna: RaterPages, campaign: OpenCampaign) -> None:
    task = anna.task()
    form = anna.open(task).click("Jag kan inte bedöma").forms[0]
    form["reason"] = "too-little"
    form["words"] = "Vi träffas sällan."

    after = form.submit().follow()
    declined = campaign.count(Declined)
    again = after.forms[0].submit().follow()

    assert after.html.select_one(".task__state").text == "Klar"
    assert (declined, campaign.count(Declined)) == (1, 0)
    assert again.html.h1.text == "Innan du svarar"


def test_a_response_counts_after_a_decline_which_stays_and_tells_nobody(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()
    left_open = anna.open(task, 1)
    anna.open(task).click("Jag kan inte bedöma").forms[0].submit()

    anna.save(left_open, ANSWERED[1])
    anna.send(task)

    assert (campaign.count(Declined), campaign.count(Envelope)) == (1, 1)


def test_a_list_that_somebody_asks_to_see_tells_no_sent_answer_from_a_declined_one(
    web: TestApp, campaign: OpenCampaign
) -> None:
    sent, declined = (
        RaterPages.of(web, campaign, address) for address in ("anna@example.se", "bo@example.se")
    )
    task = sent.task()
    sent.answer_all(task)
    sent.send(task)
    declined.open(declined.task()).click("Jag kan inte bedöma").forms[0].submit()

    lists = [one.list().text.replace(one.link, "LINK") for one in (sent, declined)]
    undone = sent.list().forms[0].submit().follow()

    assert lists[0] == lists[1]
    assert "Du har redan skickat" in undone


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("anna@example.se", "svar från minst 2 andra"),
        ("per@example.se", "Dina svar visas för Karin Lund som dina"),
        ("karin.lund@example.se", "Du svarar om dig själv"),
    ],
)
def test_the_promise_is_the_one_for_this_rater(
    web: TestApp, campaign: OpenCampaign, address: str, says: str
) -> None:
    rater = RaterPages.of(web, campaign, address)

    promise = rater.open(rater.task())

    assert says in promise


def test_the_leader_reads_the_items_in_the_first_person(
    web: TestApp, campaign: OpenCampaign
) -> None:
    leader = RaterPages.of(web, campaign, "karin.lund@example.se")

    page = leader.open(leader.task(), 1)

    assert "Jag håller mig lugn." in page
    assert "Hur ofta gör du så här?" in page


def test_the_list_names_every_leader_a_rater_is_asked_about(
    web: TestApp, make_campaign: Callable[..., OpenCampaign]
) -> None:
    campaign = make_campaign(leaders=("Karin Lund", "Lars Öberg"))
    rater = RaterPages.of(web, campaign, "dan@example.se")

    names = [name.text.strip() for name in rater.list().html.select(".task__name")]

    assert names == ["Karin Lund", "Lars Öberg"]
    assert "fredag 4 december" in rater.list()


def test_the_receipt_tells_how_many_are_left(
    web: TestApp, make_campaign: Callable[..., OpenCampaign]
) -> None:
    campaign = make_campaign(leaders=("Karin Lund", "Lars Öberg"))
    rater = RaterPages.of(web, campaign, "dan@example.se")
    task = rater.task()
    rater.answer_all(task)

    receipt = rater.send(task)

    assert "Du har 1 kvar att svara på" in receipt
    assert "Lyssnar på alla" not in receipt  # no copy of one's own answers


def test_a_form_left_open_overnight_can_still_be_sent(
    anna: RaterPages, campaign: OpenCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = anna.task()
    page = anna.open(task, 1)
    monkeypatch.setattr("feedback.rater.form.utc_now", lambda: datetime.now(UTC) + HALF_A_DAY)

    anna.save(page, ANSWERED[1])
    anna.send(task)

    assert len(campaign.ballots()[0].ratings) == 3
