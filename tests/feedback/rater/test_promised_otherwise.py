"""Nothing is sent on another promise than the one that was shown, whoever changed the group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select, update

from feedback.models import Draft, Envelope, Invitation, Person, Rater
from feedback.operations.people.raters import move_rater
from tests.acting import by
from tests.factories import small_survey, test_settings
from tests.pages import ANSWERED, RaterPages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Select
    from webtest import TestApp

    from feedback.config import WorkerSettings
    from tests.factories import OpenCampaign
    from tests.pages import Shown

    MakeCampaign = Callable[..., OpenCampaign]

CHANGED = "har det ändrats vilken grupp du svarar i"
TO_ALL = "Dina svar visas bara ihop med svar från minst 2 andra"
BY_ROLE = "Du svarar som närmaste chef"
SENT = "Dina svar är skickade"
STEPS = ("promise", "page 1", "page 2", "page 3", "look over")
EVERYTHING = {name: value for page in ANSWERED.values() for name, value in page.items()}


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> WorkerSettings:
    """Give settings on both engines, one after the other."""
    return test_settings(tmp_path, database_url)


@pytest.fixture
def on_one_page(web: TestApp, make_campaign: MakeCampaign) -> tuple[OpenCampaign, RaterPages]:
    """Give a campaign whose form is one page, and Anna's pages of it."""
    campaign = make_campaign(survey=small_survey(layout="one-page"))
    return campaign, RaterPages.of(web, campaign, "anna@example.se")


@pytest.mark.parametrize("step", range(len(STEPS)), ids=STEPS)
def test_a_role_written_into_the_database_is_shown_before_anything_is_sent(
    anna: RaterPages, campaign: OpenCampaign, step: int
) -> None:
    page = anna.open(anna.task())
    assert TO_ALL in page
    for _ in range(step):
        page = _go_on(page)

    _write_group(campaign, "manager")
    page = _go_on(page)

    assert CHANGED in page
    assert BY_ROLE in page
    assert campaign.count(Envelope) == 0
    assert SENT in _go_on_to_the_end(page)
    [ballot] = campaign.ballots()
    assert (ballot.group, ballot.ratings["lugn"]) == ("manager", 4)


@pytest.mark.parametrize("step", [2, 3, 4], ids=STEPS[2:])
def test_a_draft_that_was_taken_away_as_well_changes_nothing_about_it(
    anna: RaterPages, campaign: OpenCampaign, step: int
) -> None:
    page = anna.open(anna.task())
    for _ in range(step):
        page = _go_on(page)

    _write_group(campaign, "manager")
    with campaign.database.writing() as session:
        session.execute(delete(Draft))

    assert CHANGED in _go_on(page)
    assert campaign.count(Envelope) == 0


def test_a_role_written_into_the_database_is_shown_above_a_form_of_one_page(
    on_one_page: tuple[OpenCampaign, RaterPages],
) -> None:
    campaign, anna = on_one_page
    page = anna.list()

    _write_group(campaign, "manager")
    page = anna.save(page, EVERYTHING, go="send").maybe_follow()

    assert CHANGED in page
    assert BY_ROLE in page
    assert campaign.count(Envelope) == 0
    assert page.forms["answers"]["words-fortsatt"].value == "Lyssnar på alla."
    assert SENT in anna.save(page, {}, go="send")


def test_what_was_skipped_on_one_page_is_looked_over_after_the_promise(
    on_one_page: tuple[OpenCampaign, RaterPages],
) -> None:
    campaign, anna = on_one_page
    look_over = anna.save(anna.list(), {"rating-lugn": "4"}, go="send")

    _write_group(campaign, "manager")
    page = look_over.forms[0].submit().maybe_follow()

    assert CHANGED in page
    assert campaign.count(Envelope) == 0


def test_what_is_saved_while_typing_is_kept_and_the_next_step_shows_the_promise(
    web: TestApp, anna: RaterPages, campaign: OpenCampaign
) -> None:
    page = _go_on(anna.open(anna.task()))
    form = anna.fill(page, ANSWERED[1])

    _write_group(campaign, "manager")
    saved = web.post(page.html.find(id="answers")["data-save"], form.submit_fields())
    form["base"] = saved.json["base"]
    page = form.submit("go", value="next").maybe_follow()

    assert CHANGED in page
    assert SENT in _go_on_to_the_end(page)


@pytest.mark.parametrize("go", ["language:en", "look-over", "next"])
def test_no_button_leads_past_the_promise(
    anna: RaterPages, campaign: OpenCampaign, go: str
) -> None:
    page = _go_on(anna.open(anna.task()))

    _write_group(campaign, "manager")
    page = anna.save(page, ANSWERED[1], go=go).maybe_follow()

    assert page.request.path.endswith("/response")
    assert campaign.count(Draft) == 1


def test_another_language_of_the_look_over_leads_to_the_promise_too(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    look_over = anna.answer_all(anna.task())

    _write_group(campaign, "manager")
    page = look_over.click("English").maybe_follow()

    assert "the group that you are asked in has been changed" in page


def test_words_that_are_too_long_are_not_lost_and_sent_only_after_the_promise(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    page = anna.open(anna.task())
    for _ in range(3):
        page = _go_on(page)

    _write_group(campaign, "manager")
    refused = anna.save(page, {"words-fortsatt": "x" * 3001}, status=422)

    assert "x" * 3001 in refused
    assert CHANGED in anna.save(refused, {"words-fortsatt": "x"}).maybe_follow()


def test_a_move_by_the_organiser_is_told_once_and_loses_nothing(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    page = _go_on(_go_on(anna.open(anna.task())))

    with campaign.database.writing() as session:
        invitation = session.execute(_invitation_of_anna()).scalar_one()
        move_rater(session, invitation, "peer", by=by())
    page = _go_on(page)

    assert CHANGED in page
    assert TO_ALL in page
    for _ in ANSWERED:
        page = _go_on(page)
        assert CHANGED not in page
    assert SENT in _go_on_to_the_end(page)
    [ballot] = campaign.ballots()
    assert ballot.group == "peer"
    assert ballot.ratings["lugn"] == 4


def test_a_link_opened_again_another_day_begins_with_the_promise_of_now(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()
    _go_on(_go_on(anna.open(task)))

    _write_group(campaign, "manager")

    assert anna.task() == task
    page = anna.open(anna.task())
    assert BY_ROLE in page
    assert SENT in _go_on_to_the_end(page)


def _go_on(page: Shown) -> Shown:
    """Press what leads on from a page, as a browser without scripts does."""
    if "answers" in page.forms:
        form = page.forms["answers"]
        for name, value in ANSWERED[int(form["page"].value)].items():
            form[name] = value
        return form.submit("go", value="next").maybe_follow()
    if "look-over" not in page.request.path:
        return page.goto(page.html.select_one("a.govuk-button")["href"]).maybe_follow()
    return page.forms[0].submit().maybe_follow()


def _go_on_to_the_end(page: Shown) -> Shown:
    for _ in STEPS:
        if SENT not in page:
            page = _go_on(page)
    return page


def _write_group(campaign: OpenCampaign, group: str) -> None:
    """Change as what Anna is asked, as whoever writes the database can."""
    with campaign.database.writing() as session:
        anna = _invitation_of_anna().with_only_columns(Invitation.id).scalar_subquery()
        session.execute(update(Invitation).where(Invitation.id == anna).values(group=group))


def _invitation_of_anna() -> Select[Invitation]:
    return (
        select(Invitation)
        .join(Rater, Rater.id == Invitation.rater_id)
        .join(Person, Person.id == Rater.person_id)
        .where(Person.email == "anna@example.se")
    )
