"""An organiser sets a campaign up step by step, and launches it with half an hour to repent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from feedback.clock import utc_now
from feedback.models import (
    AuditEntry,
    Campaign,
    Instrument,
    MeasurementPoint,
    Programme,
    State,
)
from feedback.operations.people.applying import put_people
from feedback.operations.people.people_list import PeopleList
from surveys.library import find_survey
from surveys.loader import survey_from_json
from tests.factories import SMALL_SURVEY, open_campaign
from tests.feedback.office import leader, rater
from tests.feedback.world import KARIN, MAJA, ORGANISER, OTHER_ORGANISER, form_to

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from webtest import TestApp

    from tests.feedback.world import World

LAST_DAY = date(2099, 5, 29)
SHOWN = ("check", "preview/others")


@pytest.fixture
def programme_id(world: World) -> UUID:
    """Give the programme of the organiser's closed campaign."""
    return _campaign(world, world.campaign).programme_id


@pytest.fixture
def draft_id(world: World, programme_id: UUID) -> UUID:
    """Give a draft that was begun from the closed campaign, with everybody."""
    browser = world.sign_in(ORGANISER)
    _begin(browser, programme_id, source=str(world.campaign), taken="everybody")
    return _named(world, "Våren 2099").id


def _campaign(world: World, campaign_id: UUID) -> Campaign:
    with world.database.reading() as session:
        return session.get_one(Campaign, campaign_id)


def _named(world: World, name: str) -> Campaign:
    with world.database.reading() as session:
        return session.scalars(select(Campaign).where(Campaign.name == name)).one()


def _begin(browser: TestApp, programme_id: UUID, **fields: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    path = f"/programmes/{programme_id}/waves/new"
    form = form_to(browser.get(path), path)
    form["name"], form["last_day"] = "Våren 2099", str(LAST_DAY)
    for name, value in fields.items():
        form[name] = value
    return form.submit(status="*")


def _tick(form: Any, name: str, *values: str) -> None:  # noqa: ANN401 - WebTest brings no types
    for tick in form.fields[name]:
        tick.checked = tick._value in values


def _surveys_on(page: Any) -> str:  # noqa: ANN401 - WebTest brings no types
    [named] = [row for row in page.html.select("dl.facts div") if row.dt.text == "Surveys"]
    return str(named.dd.text)


def _press(browser: TestApp, campaign_id: UUID, act: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    path = f"/campaigns/{campaign_id}"
    return form_to(browser.get(path), f"{path}/{act}").submit().follow()


def test_a_programme_is_made_in_the_browser(world: World) -> None:
    browser = world.sign_in(ORGANISER)
    form = form_to(browser.get("/programmes/new"), "/programmes/new")
    form["name"], form["coaches"] = "Nya chefer", "siv.ros@example.se"

    page = form.submit().follow()

    assert "Nya chefer" in page.html.find("h1").text
    assert "siv.ros@example.se" in page
    with world.database.reading() as session:
        made = session.scalars(select(Programme).where(Programme.name == "Nya chefer")).one()
        noted = session.scalars(select(AuditEntry).where(AuditEntry.action == "create programme"))
        assert [entry.object for entry in noted] == [f"programme {made.id}"]


def test_a_campaign_asks_the_one_of_its_programmes_surveys_that_was_chosen(
    world: World, programme_id: UUID
) -> None:
    browser = world.sign_in(ORGANISER)
    path = f"/programmes/{programme_id}/edit"
    form = form_to(browser.get(path), path)
    form["survey_id"] = "orebro"
    _tick(form, "other_surveys", "linkoping", "vimmerby")

    page = form.submit().follow()
    _begin(browser, programme_id, source="linkoping")

    titles = [find_survey(key).title["en"] for key in ("orebro", "linkoping", "vimmerby")]
    assert _surveys_on(page) == ", ".join(titles)
    offered = form_to(page.click("New campaign"), f"/programmes/{programme_id}/waves/new")
    begun = [words for _key, _is_chosen, words in offered["source"].options]
    assert begun[:3] == [f"The programme, with the survey {title}" for title in titles]
    survey = survey_from_json(_named(world, "Våren 2099").survey_json)
    assert survey.id == "linkoping"


def test_a_survey_is_asked_no_longer_where_its_tick_is_taken_away(
    world: World, programme_id: UUID
) -> None:
    browser = world.sign_in(ORGANISER)
    path = f"/programmes/{programme_id}/edit"
    form = form_to(browser.get(path), path)
    form["survey_id"] = "orebro"
    _tick(form, "other_surveys", "linkoping")
    form.submit()
    again = form_to(browser.get(path), path)
    assert [tick.value for tick in again.fields["other_surveys"] if tick.checked] == ["linkoping"]
    _tick(again, "other_surveys")

    again.submit()

    assert _begin(browser, programme_id, source="").status_int == 302
    assert survey_from_json(_named(world, "Våren 2099").survey_json).id == "orebro"


def test_saving_a_programme_keeps_the_surveys_whose_files_are_gone(
    world: World, programme_id: UUID
) -> None:
    browser = world.sign_in(ORGANISER)
    path = f"/programmes/{programme_id}/edit"
    with world.database.writing() as session:
        surveys = [Instrument(survey_id=key) for key in ("gone", "orebro", "gone-too")]
        session.get_one(Programme, programme_id).instruments = surveys

    page = form_to(browser.get(path), path).submit().follow()

    assert _surveys_on(page) == f"gone, {find_survey('orebro').title['en']}, gone-too"
    assert _begin(browser, programme_id, source="orebro").status_int == 302


def test_a_faulty_form_keeps_what_was_typed_and_says_every_fault(
    world: World, programme_id: UUID
) -> None:
    browser = world.sign_in(ORGANISER)
    path = f"/programmes/{programme_id}/edit"
    form = form_to(browser.get(path), path)
    form["purpose"], form["coaches"] = " ", "siv.ros"

    page = form.submit(status=422)

    assert "siv.ros is no e-mail address." in page
    assert "The purpose is empty" in page
    assert form_to(page, path)["coaches"].value == "siv.ros"


def test_a_new_campaign_begins_from_the_next_measurement_point(
    world: World, programme_id: UUID
) -> None:
    browser = world.sign_in(ORGANISER)
    path = f"/programmes/{programme_id}/edit"
    form = form_to(browser.get(path), path)
    form["points"] = "2099-05-28 Uppföljning\n2098-05-30 Före"

    page = form.submit().follow()
    wave = form_to(page.click("New campaign"), f"/programmes/{programme_id}/waves/new")

    assert "2098-05-30 Före, 2099-05-28 Uppföljning" in page
    assert (wave["name"].value, wave["last_day"].value) == ("Före", "2098-05-30")


def test_every_faulty_measurement_point_is_told_at_once(world: World, programme_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)
    path = f"/programmes/{programme_id}/edit"
    form = form_to(browser.get(path), path)
    form["points"] = "i maj Uppföljning\n2098-05-30"

    page = form.submit(status=422)

    assert "i maj Uppföljning does not begin with a day" in page
    assert "2098-05-30 has no name after it." in page
    assert form_to(page, path)["points"].value.startswith("i maj")


def test_a_new_wave_begins_from_another_with_its_people(world: World, draft_id: UUID) -> None:
    page = world.sign_in(ORGANISER).get(f"/campaigns/{draft_id}")

    assert "2 leaders" in page
    assert _campaign(world, draft_id).last_day == LAST_DAY


def test_people_are_not_taken_from_nowhere(world: World, programme_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)

    page = _begin(browser, programme_id, taken="leaders")

    assert page.status_int == 422
    assert "Choose the campaign whose people it takes over." in page


def test_a_wave_is_copied_within_its_programme_only(world: World, programme_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)
    path = f"/programmes/{programme_id}/waves/new"
    token = form_to(browser.get(path), path)["csrf_token"].value

    answer = browser.post(
        path,
        {
            "csrf_token": token,
            "name": "Stulen",
            "last_day": str(LAST_DAY),
            "source": str(world.other_campaign),
            "taken": "everybody",
        },
        status="*",
    )

    assert answer.status_int == 422
    with world.database.reading() as session:
        assert session.scalar(select(Campaign).where(Campaign.name == "Stulen")) is None


def test_settings_are_kept_and_shown_again(world: World, draft_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)
    path = f"/campaigns/{draft_id}/settings"
    form = form_to(browser.get(path), path)
    form["reminder_days"], form["k"], form["share_rule"] = "10 5,2", "4", "looked_through"
    form.submit().follow()

    again = form_to(browser.get(path), path)

    assert again["reminder_days"].value == "10, 5, 2"
    assert (again["k"].value, again["share_rule"].value) == ("4", "looked_through")


def test_reminders_that_are_no_numbers_are_told_at_the_field(world: World, draft_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)
    path = f"/campaigns/{draft_id}/settings"
    form = form_to(browser.get(path), path)
    form["reminder_days"] = "varje dag"

    page = form.submit(status=422)

    assert (
        "Write whole numbers with commas between" in page.html.find(id="reminder_days-error").text
    )


def test_every_survey_can_be_seen_as_a_rater_and_as_the_leader(
    world: World, draft_id: UUID
) -> None:
    browser = world.sign_in(ORGANISER)

    others = browser.get(f"/campaigns/{draft_id}/preview/others?l=sv")
    own = browser.get(f"/campaigns/{draft_id}/preview/self?l=en")

    assert "Karin Lund håller sig lugn." in others
    assert "I stay calm." in own
    assert "Conditions" in own
    assert not others.html.select("form, button[type=submit]")


def test_a_survey_is_chosen_from_those_there_are(
    world: World, programme_id: UUID, tmp_path: Path
) -> None:
    (tmp_path / "small.yaml").write_text(SMALL_SURVEY, encoding="utf-8")
    world.app.extensions["feedback.settings"].surveys = tmp_path
    browser = world.sign_in(ORGANISER)
    _begin(browser, programme_id)
    draft = _named(world, "Våren 2099")
    path = f"/campaigns/{draft.id}/survey"
    page = browser.get(path)
    form = form_to(page, path)
    before = form["survey_id"].value
    form["survey_id"] = "orebro"

    form.submit().follow()

    assert before == "small"
    assert form_to(browser.get(path), path)["survey_id"].value == "orebro"
    unread = "Nobody who speaks the language has reviewed the survey in Finnish yet."
    for shown in (page, *(browser.get(f"/campaigns/{draft.id}/{at}") for at in SHOWN)):
        assert unread in " ".join(shown.html.find("main").get_text(" ").split())


def test_each_survey_says_for_whom_it_is_and_shows_three_statements(
    world: World, draft_id: UUID
) -> None:
    page = world.sign_in(ORGANISER).get(f"/campaigns/{draft_id}/survey")

    words = " ".join(page.html.find("main").get_text(" ").split())
    assert "Leaders without a leadership platform of their own, or a first time." in words
    assert words.count("Three of its statements :") == 7
    for item in find_survey("orebro").samples:
        assert item.others["en"].replace("{name}", "Kim Exempel") in words
    assert "The management team as a team" not in words  # no campaign can ask it yet


def test_the_check_names_people_with_workplace_and_address(world: World, draft_id: UUID) -> None:
    world.app.extensions["feedback.settings"].own_domains = "kommun.se"
    with world.database.writing() as session:
        people = PeopleList((leader("Eva Dahl", rater("Anna Berg"), rater("Dan Frid", "peer")),))
        put_people(session, session.get_one(Campaign, draft_id), people)

    page = world.sign_in(ORGANISER).get(f"/campaigns/{draft_id}/check")

    text = " ".join(page.html.find("main").get_text(" ").split())
    assert "Outside the organisation: 3. Is that right?" in text
    assert "Anna Berg · anna.berg@example.se" in text
    assert "Eva Dahl · Norra skolan: Team, 1 invited – is not shown" in text
    assert "3 invitations go first" in text


def test_a_launch_waits_half_an_hour_and_can_be_taken_back(world: World, draft_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)
    asked = browser.get(f"/campaigns/{draft_id}").click("Launch …")

    page = form_to(asked, f"/campaigns/{draft_id}/launch").submit().follow()
    launched = _campaign(world, draft_id)
    back = _press(browser, draft_id, "undo-launch")

    assert "take it back" in page
    assert launched.launch_at is not None
    assert timedelta(minutes=29) < launched.launch_at - utc_now() <= timedelta(minutes=30)
    assert "Nothing was sent" in back
    assert _campaign(world, draft_id).state is State.DRAFT


def test_a_rehearsal_is_marked_on_every_page_about_it(world: World, programme_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)
    _begin(browser, programme_id, source=str(world.campaign), taken="everybody", is_rehearsal="y")
    made = _named(world, "Våren 2099")
    paths = ["", "/settings", "/survey", "/check", "/launch", "/make-real"]

    pages = [browser.get(f"/campaigns/{made.id}{path}") for path in paths]

    assert made.rehearsal_address == ORGANISER
    assert all("REHEARSAL" in page.html.find("main").text for page in pages)


def test_a_rehearsal_is_made_real_in_the_browser(world: World, programme_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)
    _begin(browser, programme_id, source=str(world.campaign), taken="everybody", is_rehearsal="y")
    path = f"/campaigns/{_named(world, 'Våren 2099').id}/make-real"
    form = form_to(browser.get(path), path)
    form["name"], form["last_day"] = "På riktigt", str(LAST_DAY)

    page = form.submit().follow()

    assert "2 leaders" in page
    assert not _named(world, "På riktigt").is_rehearsal


def test_a_programme_shows_all_its_waves_in_one_table(
    world: World, programme_id: UUID, draft_id: UUID
) -> None:
    page = world.sign_in(ORGANISER).get(f"/programmes/{programme_id}")

    rows = [row.get_text(" ", strip=True) for row in page.html.select("tbody tr")]
    assert any(row.startswith("Hösten 2026 Ended") for row in rows)
    assert any(row.startswith("Våren 2099 Draft 29 May 2099 2") for row in rows)
    assert f"/campaigns/{draft_id}" in page


def test_a_programme_shows_its_key_figures_and_its_waves_over_time(
    world: World, programme_id: UUID, draft_id: UUID
) -> None:
    with world.database.writing() as session:
        programme = session.get_one(Programme, programme_id)
        programme.points = (MeasurementPoint(date(2099, 11, 27), "Hösten 2099"),)
        asked = session.get_one(Campaign, draft_id).name

    page = world.sign_in(ORGANISER).get(f"/programmes/{programme_id}")

    figures = {one.dt.text: one.dd.text for one in page.html.select("#figures + dl > div")}
    lanes = [one.get_text(" ", strip=True) for one in page.html.select(".timeline li > div")]
    assert figures["Leaders"] == "2"
    assert figures["Share that answered"] == "– None yet"
    assert any(lane.startswith("Measurement points 1 Hösten 2099, 27") for lane in lanes)
    assert any(lane.startswith(f"{asked} 2 leaders") for lane in lanes)
    assert any(lane.startswith("Load at most") for lane in lanes)


def test_a_programme_of_another_department_does_not_exist(world: World, programme_id: UUID) -> None:
    browser = world.sign_in(OTHER_ORGANISER)

    for path in ("", "/edit", "/waves/new"):
        browser.get(f"/programmes/{programme_id}{path}", status=404)


def test_raters_coaches_and_leaders_see_that_it_is_a_rehearsal(world: World) -> None:
    world.share_with_leader(world.karin)
    made = open_campaign(world.database, world.settings)
    with world.database.writing() as session:
        for campaign_id in (world.campaign, made.id):
            campaign = session.get_one(Campaign, campaign_id)
            campaign.is_rehearsal, campaign.rehearsal_address = True, ORGANISER
    link = made.link_to("anna@example.se")
    promise = f"{link}/{_subject_of(world, made.id)}/response"

    pages = {
        link: world.browser().get(f"{link}?l=en"),
        promise: world.browser().get(f"{promise}?l=en"),
        f"{promise}/1": world.browser().get(f"{promise}/1?l=en"),
    }
    for who, path in ((MAJA, f"/coach/{world.karin}"), (KARIN, f"/my-reports/{world.karin}")):
        with world.database.writing() as session:  # these pages open to whoever rehearses
            session.get_one(Campaign, world.campaign).rehearsal_address = who
        pages[path] = world.sign_in(who).get(path)

    assert [path for path, page in pages.items() if "REHEARSAL" not in page] == []


def _subject_of(world: World, campaign_id: UUID) -> UUID:
    with world.database.reading() as session:
        return session.get_one(Campaign, campaign_id).subjects[0].id
