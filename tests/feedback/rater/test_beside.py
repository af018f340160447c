"""One question about all leaders beside each other: another way through the same drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from feedback.models import Draft, Envelope, Invitation, Person, Rater, Subject
from tests.factories import small_survey, test_settings
from tests.feedback.rater.test_code_words import on_paper, word_of
from tests.pages import RaterPages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from webtest import TestApp

    from feedback.config import WorkerSettings
    from tests.factories import OpenCampaign
    from tests.pages import Shown

    MakeCampaign = Callable[..., OpenCampaign]

LEADERS = ("Karin Lund", "Lars Öberg", "Åsa Berg")
QUESTIONS = 6
OFFER = "Svara om alla samtidigt"


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> WorkerSettings:
    """Give settings on both engines, one after the other."""
    return test_settings(tmp_path, database_url)


@pytest.fixture
def campaign(make_campaign: MakeCampaign) -> OpenCampaign:
    """Give an open campaign in which everybody is asked about three leaders."""
    return make_campaign(leaders=LEADERS)


def test_the_list_tells_the_time_in_all_and_offers_them_beside_each_other(
    anna: RaterPages,
) -> None:
    page = anna.list()

    assert _facts(page) == {
        "Tid i allt": "Ungefär 8 minuter",
        "Sista dag": "fredag 4 december",
    }
    assert OFFER in page


def test_it_is_a_choice_between_several(web: TestApp, make_campaign: MakeCampaign) -> None:
    alone = make_campaign()

    page = RaterPages.of(web, alone, "anna@example.se").list()

    assert OFFER not in page
    assert _facts(page)["Tid"] == "Ungefär 3 minuter"
    assert web.get(f"{alone.link_to('anna@example.se')}/all").follow().html.h1.text == "Din lista"


def test_a_question_names_nobody_and_asks_about_everybody(anna: RaterPages) -> None:
    page = _first(anna)

    assert page.html.h1.text == "Chefen håller sig lugn."
    assert page.html.select_one(".lead").text == "Hur ofta gör chefen så här?"
    assert [name.text for name in page.html.select("legend")] == list(LEADERS)


def test_each_answer_lies_in_its_own_leaders_draft(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    subjects = _subjects(campaign)

    page = _mark(_first(anna), {subjects["Karin Lund"]: "5", subjects["Åsa Berg"]: "NO"})

    assert page.html.h1.text == "Chefen låter samma regler gälla."
    assert campaign.count(Draft) == 2
    assert _saved(anna, subjects) == {"Karin Lund": "5", "Lars Öberg": None, "Åsa Berg": "NO"}


def test_what_was_answered_about_one_stands_there_and_can_be_taken_back(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    subjects = _subjects(campaign)
    task = f"{anna.link}/{subjects['Lars Öberg']}/response"
    anna.save(anna.open(task, 1), {"rating-lugn": "2", "rating-lika": "3"})

    page = _first(anna)
    assert page.forms["answers"][f"rating-{subjects['Lars Öberg']}"].value == "2"
    _mark(page, {subjects["Lars Öberg"]: ""})

    form = anna.open(task, 1).forms["answers"]
    assert (form["rating-lugn"].value, form["rating-lika"].value) == (None, "3")


def test_a_page_left_open_undoes_nobodys_later_answer(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    subjects = _subjects(campaign)
    left_open = _first(anna)
    _mark(_first(anna), {subjects["Karin Lund"]: "5"})

    _mark(left_open, {subjects["Lars Öberg"]: "1"})

    assert _saved(anna, subjects) == {"Karin Lund": "5", "Lars Öberg": "1", "Åsa Berg": None}


def test_while_answering_it_saves_the_same(anna: RaterPages, campaign: OpenCampaign) -> None:
    subjects = _subjects(campaign)
    page = _first(anna)
    form = page.forms["answers"]
    form[f"rating-{subjects['Karin Lund']}"] = "4"

    told = anna.browser.post(page.html.form["data-save"], form.submit_fields())

    assert told.json["started"] == f"{subjects['Karin Lund']}:4"
    assert _saved(anna, subjects)["Karin Lund"] == "4"


def test_the_last_question_leads_to_where_each_is_sent_alone(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    subjects = _subjects(campaign)
    page = _first(anna)
    for _ in range(QUESTIONS):
        page = _mark(page, dict.fromkeys(subjects.values(), "4"))

    assert page.html.h1.text == "Titta igenom och skicka"
    assert "Inget är skickat än" in page
    receipt = page.click("Titta igenom", index=0).forms[0].submit()

    assert "Dina svar är skickade" in receipt
    assert (campaign.count(Envelope), campaign.count(Draft)) == (1, 2)
    assert [leader.text for leader in _first(anna).html.select("legend")] == list(LEADERS[1:])


def test_whoever_is_moved_to_another_group_reads_the_promise_anew(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    subjects = _subjects(campaign)
    page = _first(anna)
    _move(campaign, "anna@example.se", "Lars Öberg", "manager")

    page = _mark(page, {subjects["Karin Lund"]: "4"})

    assert page.html.h1.text == "Innan du svarar"
    assert "har det ändrats vilka du ska svara om" in page
    assert "Du svarar som närmaste chef" in page
    assert _saved(anna, subjects)["Karin Lund"] == "4"


def test_no_question_is_shown_before_the_promises(anna: RaterPages) -> None:
    page = anna.browser.get(f"{anna.link}/all/1").follow()

    assert page.html.h1.text == "Innan du svarar"
    assert "Dina svar visas bara ihop med svar från minst 2 andra" in page
    assert "har det ändrats" not in page


def test_a_slip_has_one_word_for_all_of_them(anna: RaterPages, campaign: OpenCampaign) -> None:
    on_paper(campaign)
    subjects = _subjects(campaign)

    page = _first(anna)
    word = word_of(page)
    _mark(page, {subjects["Karin Lund"]: "5", subjects["Lars Öberg"]: "2"})

    for leader, rating in (("Karin Lund", "5"), ("Lars Öberg", "2")):
        form = anna.open(f"{anna.link}/{subjects[leader]}/response", f"1?w={word}").forms["answers"]
        assert form["rating-lugn"].value == rating
    assert anna.browser.get(f"{anna.link}/all", status=403).html.h1.text == "Skriv ditt kodord"


def test_themselves_a_leader_answers_alone(web: TestApp, campaign: OpenCampaign) -> None:
    leader = RaterPages.of(web, campaign, "karin.lund@example.se")

    assert OFFER not in leader.list()


def test_a_form_on_one_page_has_the_same_questions(
    web: TestApp, make_campaign: MakeCampaign
) -> None:
    made = make_campaign(leaders=LEADERS, survey=small_survey(layout="one-page"))

    page = _first(RaterPages.of(web, made, "anna@example.se"))

    assert f"Fråga 1 av {QUESTIONS}" in page


@pytest.mark.parametrize("number", ["0", "7"])
def test_there_are_no_other_questions(anna: RaterPages, number: str) -> None:
    first = _first(anna).request.url.replace("/all/1", f"/all/{number}")

    anna.browser.get(first, status=404)


def _first(anna: RaterPages) -> Shown:
    """Go from the list over the promises to the first question."""
    return anna.list().click(OFFER).maybe_follow().click("Börja svara")


def _mark(page: Shown, marks: dict[str, str]) -> Shown:
    form = page.forms["answers"]
    for subject, mark in marks.items():
        form[f"rating-{subject}"] = mark
    return form.submit("go", value="next").maybe_follow()


def _facts(page: Shown) -> dict[str, str]:
    pairs = page.html.select(".facts-line div")
    return {pair.dt.text: pair.dd.text for pair in pairs}


def _subjects(campaign: OpenCampaign) -> dict[str, str]:
    with campaign.database.reading() as session:
        rows = session.execute(select(Person.name, Subject.id).join(Subject.person))
        return {name: str(subject) for name, subject in sorted(rows)}


def _saved(anna: RaterPages, subjects: dict[str, str]) -> dict[str, str | None]:
    """Return what each leader's own form shows as the first answer."""
    forms = {
        name: anna.open(f"{anna.link}/{subject}/response", 1).forms["answers"]
        for name, subject in subjects.items()
    }
    return {name: form["rating-lugn"].value for name, form in forms.items()}


def _move(campaign: OpenCampaign, address: str, leader: str, group: str) -> None:
    with campaign.database.writing() as session:
        subject = session.scalars(
            select(Subject.id).join(Subject.person).where(Person.name == leader)
        ).one()
        rater = session.scalars(
            select(Rater.id)
            .join(Person, Person.id == Rater.person_id)
            .where(Person.email == address)
        ).one()
        session.execute(
            update(Invitation)
            .where(Invitation.subject_id == subject, Invitation.rater_id == rater)
            .values(group=group)
        )
