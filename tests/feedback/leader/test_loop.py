"""Closing the loop: thanks to all alike, and a pulse that says whether something has changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from bs4 import BeautifulSoup
from flask import render_template
from sqlalchemy import select

from feedback.ballot import Part
from feedback.errors import InputError, StateError
from feedback.models import Campaign, Invitation, Mail, Person, Rater, State, Subject
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.links import link_of
from feedback.operations.answering.submitting import submit, tasks_of
from feedback.operations.campaigns.arranging import arrange, arrangement_of, choose_survey
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.campaigns.launching import launch_campaign
from feedback.operations.campaigns.lifecycle import undo_launch
from feedback.operations.campaigns.waves import Taken, copy_wave, later_waves
from feedback.operations.coaching.ending import end_coach_access
from feedback.operations.letters.composers import KINDS
from feedback.operations.plans.pulses import pulse_of, share_pulses, start_pulse
from feedback.operations.results.batches import wanted_reports
from feedback.reading.perceived import Behaviour, Perceived
from reports.disclosure import release_subjects
from reports.policy import DisclosurePolicy
from reports.shown.pulse import pulse_rows
from surveys.loader import survey_from_json
from tests.acting import by, noon_of
from tests.factories import small_survey, tasks_about
from tests.feedback.world import KARIN, MAJA, NOW, ORGANISER, form_to
from tests.opening import open_link
from tests.reports.campaigns import make_responses, make_survey

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.world import World
    from tests.reports.campaigns import Sheets

LATER: Final = NOW + timedelta(days=61)
TEAM: Final = tuple(f"team{number}@example.se" for number in range(5))


def test_thanks_go_to_all_who_were_asked_in_the_same_words_and_once(world: World) -> None:
    world.share_with_leader(world.karin)
    browser = world.sign_in(KARIN)
    path = f"/my-reports/{world.karin}/thanks"
    form = form_to(browser.get(path), path)
    form["text"] = "Tack! Jag ska lyssna klart."

    sent = form.submit().follow()
    again = browser.get(path)

    with world.database.reading() as session:
        queued = session.scalars(select(Mail).where(Mail.kind == "thanks")).all()
        asked = session.scalars(
            select(Person.email)
            .join(Rater, Rater.person_id == Person.id)
            .join(Invitation, Invitation.rater_id == Rater.id)
            .where(Invitation.subject_id == world.karin, Person.email != KARIN)
        ).all()
        assert sorted(str(one.person.email) for one in queued) == sorted(map(str, asked))
    assert "Your thanks are on their way" in sent
    assert "Tack! Jag ska lyssna klart." in again
    assert f"{path}" not in {form.action for form in again.forms.values()}


def test_thanks_without_words_say_so_and_send_nothing(world: World) -> None:
    world.share_with_leader(world.karin)
    path = f"/my-reports/{world.karin}/thanks"

    answer = form_to(world.sign_in(KARIN).get(path), path).submit(status=422)

    assert "Write what you want to say." in answer
    assert answer.html.title.get_text().startswith("Error: ")
    with world.database.reading() as session:
        assert session.scalars(select(Mail).where(Mail.kind == "thanks")).all() == []


def test_a_pulse_is_not_asked_before_anybody_can_have_seen_a_change(world: World) -> None:
    world.share_with_leader(world.karin)

    page = world.sign_in(KARIN).get(f"/my-reports/{world.karin}/pulse")

    assert "You can ask from 3 February 2027" in page
    with pytest.raises(InputError, match="can be asked from"):
        _start(world, days=59)


def test_a_pulse_asks_the_same_people_for_a_change_and_once(world: World) -> None:
    world.share_with_leader(world.karin)

    pulse = _start(world)

    with world.database.reading() as session:
        campaign = session.get_one(Campaign, pulse)
        survey = survey_from_json(campaign.survey_json)
        before = _asked_about(session.get_one(Subject, world.karin))
        assert _asked_about(campaign.subjects[0]) == before
        assert [item.key for item in survey.items] == ["lugn", "lyssnar"]
        assert survey.lead["en"] == "How has it become since last winter?"
        assert survey.word_for(3, "sv") == "Som förut"
    with pytest.raises(InputError, match="asked already"):
        _start(world)


def test_a_pulse_asks_about_one_to_four_behaviours(world: World) -> None:
    world.share_with_leader(world.karin)

    for keys in ([], ["lugn", "lika", "misstag", "lyssnar", "berom"], ["okänd"]):
        with pytest.raises(InputError, match="one to 4"):
            _start(world, keys)


def test_what_others_perceive_stands_on_its_page_in_its_own_words(world: World) -> None:
    world.share_with_leader(world.karin)
    pulse = _start(world)
    _answer(world, pulse, {address: {"lugn": 4, "lyssnar": 3} for address in TEAM})
    browser = world.sign_in(KARIN)
    path = f"/my-reports/{world.karin}/pulse"
    waiting = browser.get(path)
    _close(world, pulse)

    read = browser.get(path)

    assert "takes answers until" in waiting
    assert _rows(read) == [["More now"], ["About as before"]]
    assert "lean friendly" in read


def test_a_pulse_tells_how_many_only_where_two_groups_are_large(world: World) -> None:
    survey = make_survey({"P": ("clear", "calm")})
    sheets: Sheets = {"peer": [*[[4, 3]] * 9, [5, None]], "team": [[5, 3]] * 12}
    release = release_subjects(make_responses(survey, {"L1": sheets}), DisclosurePolicy())["L1"]
    behaviours = tuple(Behaviour(row.key, row) for row in pulse_rows(release))
    perceived = Perceived(behaviours, least=5, bands_from=10)

    with world.app.test_request_context():
        drawn = BeautifulSoup(
            render_template("report/perceived.html", perceived=perceived), "html.parser"
        )

    counts = [[cell.get_text(strip=True) for cell in row("td")[1:]] for row in drawn("tr")[1:]]
    assert counts == [["0", "0", "22"], ["–", "–", "–"]]


def test_the_coach_reads_what_the_leader_reads_and_not_before(world: World) -> None:
    world.share_with_leader(world.karin)
    pulse = _start(world)
    _answer(world, pulse, {address: {"lugn": 4, "lyssnar": 3} for address in TEAM})
    coach = world.sign_in(MAJA)
    path = f"/coach/{world.karin}/pulse"
    coach.get(path, status=404)
    _close(world, pulse)

    read = coach.get(f"/coach/{world.karin}").click("the pulse")
    together = coach.get("/coach/follow-up")

    assert _rows(read) == [["More now"], ["About as before"]]
    verdicts = [one.text for one in together.html.select("td .detail strong")]
    assert verdicts == ["More now", "About as before"]
    assert _rows(world.sign_in(KARIN).get(f"/my-reports/{world.karin}/pulse")) == _rows(read)
    with world.database.reading() as session:
        told = session.scalars(select(Mail).where(Mail.kind.startswith("pulse-shared"))).all()
        links = {
            str(one.person.email): KINDS[one.kind].compose(session, world.settings, one)
            for one in told
        }
    assert {to: str(letter.facts["link"]) for to, letter in links.items() if letter} == {
        KARIN: f"{world.settings.base_url}/my-reports/{world.karin}/pulse",
        MAJA: f"{world.settings.base_url}{path}",
    }


def test_a_coach_whose_access_the_leader_ended_reads_no_pulse(world: World) -> None:
    world.share_with_leader(world.karin)
    pulse = _start(world)
    _answer(world, pulse, {address: {"lugn": 4} for address in TEAM})
    coach = world.sign_in(MAJA)
    with world.database.writing() as session:
        end_coach_access(session, session.get_one(Subject, world.karin), by=by(LATER))
    _close(world, pulse)

    coach.get(f"/coach/{world.karin}/pulse", status=404)
    assert "Karin Lund" not in coach.get("/coach/follow-up", expect_errors=True)

    with world.database.reading() as session:
        kinds = set(session.scalars(select(Mail.kind).where(Mail.campaign_id == pulse)))
    assert "pulse-shared-leader" in kinds
    assert "pulse-shared-coach" not in kinds


def test_a_pulse_of_few_answers_shows_no_behaviour(world: World) -> None:
    world.share_with_leader(world.karin)
    pulse = _start(world)
    _answer(world, pulse, {address: {"lugn": 5, "lyssnar": 1} for address in TEAM[:4]})
    _close(world, pulse)

    read = world.sign_in(KARIN).get(f"/my-reports/{world.karin}/pulse")

    assert _rows(read) == [["too few answers"], ["too few answers"]]


def test_a_pulse_makes_no_report(world: World) -> None:
    world.share_with_leader(world.karin)
    pulse = _start(world)
    _answer(world, pulse, {address: {"lugn": 4} for address in TEAM})
    _close(world, pulse)
    browser = world.sign_in(KARIN)

    with world.database.reading() as session:
        subject = session.get_one(Campaign, pulse).subjects[0]
        assert subject.shared_with_leader_at is not None
        for tail in ("", "/comments", "/report.sv.pdf"):
            browser.get(f"/my-reports/{subject.id}{tail}", status=404)
        with pytest.raises(StateError, match="is a pulse"):
            wanted_reports(session, subject.campaign)


def test_no_organiser_makes_a_report_of_a_pulse_by_copying_or_arranging_it(world: World) -> None:
    world.share_with_leader(world.karin)
    pulse = _start(world)
    organiser = world.sign_in(ORGANISER)
    with world.database.writing() as session:
        campaign = session.get_one(Campaign, pulse)
        undo_launch(session, campaign, by=by())
        facts: dict[str, Any] = {"name": "Kopia", "last_day": LATER.date()}

        with pytest.raises(InputError, match="A pulse is asked once"):
            copy_wave(session, campaign, taken=Taken.EVERYBODY, **facts, by=by(LATER))
        with pytest.raises(StateError):
            arrange(session, campaign, arrangement_of(campaign), by=by(noon_of(LATER.date())))
        with pytest.raises(StateError):
            choose_survey(session, campaign, small_survey(), by=by())
        real = session.get_one(Campaign, world.campaign)
        assert campaign not in later_waves(session, real)
        name = campaign.name

    page = organiser.get(f"/programmes/{world.programmes[0]}/waves/new")

    assert name not in page


def _rows(page: Any) -> list[list[str]]:  # noqa: ANN401 - WebTest brings no types
    return [[cell.get_text(strip=True) for cell in row("td")] for row in page.html("tr")[1:]]


def _start(world: World, keys: list[str] | None = None, *, days: int = 61) -> UUID:
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        wanted = ["lugn", "lyssnar"] if keys is None else keys
        now = NOW + timedelta(days=days)
        return start_pulse(session, subject, wanted, by=by(now, zone=world.settings.zone)).id


def _answer(world: World, pulse: UUID, ratings: dict[str, dict[str, int]]) -> None:
    launch_campaign(world.database, world.settings, pulse, now=LATER)
    key = world.settings.link_key_folder.read(pulse)
    with world.database.reading() as session:
        raters = session.scalars(select(Rater).where(Rater.campaign_id == pulse)).all()
        codes = {
            str(rater.person.email): link_of(rater, key, "").removeprefix("/s/")
            for rater in raters
            if rater.person
        }
    for address, given in ratings.items():
        with world.database.writing() as session:
            access = open_link(session, world.settings.link_key_folder, codes[address])
            (task,) = tasks_of(session, access, has_conditions=False)
            submit(
                session,
                world.settings.link_key_folder,
                task.invitation,
                Part.RESPONSE,
                Answers(dict(given)),
            )


def _close(world: World, pulse: UUID) -> None:
    close_campaign(world.database, world.settings, pulse, now=LATER + timedelta(days=15))
    with world.database.writing() as session:
        share_pulses(session, now=LATER + timedelta(days=15))
        subject = session.get_one(Subject, world.karin)
        followed = pulse_of(session, subject)
        assert followed is not None
        assert followed.campaign.state is State.CLOSED


def _asked_about(subject: Subject) -> set[tuple[str, str]]:
    return {
        (str(one.rater.person.email), one.group)
        for one in tasks_about(subject)
        if one.rater.person is not None
    }
