"""The leader ends the coach's access: all that belongs to the report closes at that moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import pytest
from pypdf import PdfReader

from feedback.models import Plan, StandIn, Subject
from feedback.operations.coaching.ending import end_coach_access
from feedback.operations.coaching.talks import Talk, set_talk
from feedback.operations.plans.planning import begin_plan
from feedback.operations.plans.readers import COACH, PEER, share_plan
from tests.acting import by
from tests.factories import person
from tests.feedback.world import KARIN, MAJA, NILS, NOW, form_to

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.world import World

SIV: Final = "siv.ros@example.se"  # a colleague who reads the plan
TALK: Final = datetime.now(UTC) + timedelta(days=20)


@pytest.fixture
def plan(world: World) -> UUID:
    """Give Karin's plan about her report, shared with her coach, a stand-in and a colleague."""
    return _shared_plan(world)


def test_the_plan_closes_to_the_coach_at_the_moment_of_the_report(world: World, plan: UUID) -> None:
    leader, coach, stand_in, friend = (world.sign_in(one) for one in (KARIN, MAJA, NILS, SIV))
    before = [_answers(browser, world, plan) for browser in (coach, stand_in)]

    _end(leader, world)

    assert all(404 not in answers.values() for answers in before)
    for browser in (coach, stand_in):
        assert set(_answers(browser, world, plan).values()) == {404}
        assert "Karin Lund" not in browser.get("/plans/", status="*")
    friend.get(f"/plans/{plan}", status=200)


def test_the_page_says_what_ends_and_asks_about_the_plan(world: World, plan: UUID) -> None:
    del plan
    _set_talk(world)

    page = world.sign_in(KARIN).get(f"/my-reports/{world.karin}/coach")

    assert "your plan, which you have shared with Maja Berg, Nils Falk" in page
    assert "your talk on" in page
    assert "and the pulse" in page
    assert "Siv Ros" not in page


def test_once_ended_the_page_asks_no_more(world: World, plan: UUID) -> None:
    del plan
    leader = world.sign_in(KARIN)

    _end(leader, world)

    page = leader.get(f"/my-reports/{world.karin}/coach")
    assert page.html.h1.get_text(strip=True) == "Maja Berg's access has ended"


def test_the_plan_stays_open_where_the_leader_chooses_so(world: World, plan: UUID) -> None:
    leader, coach = world.sign_in(KARIN), world.sign_in(MAJA)

    _end(leader, world, keeps_plan=True)

    answers = _answers(coach, world, plan)
    assert {path for path, status in answers.items() if status == 200} == {
        path for path in answers if path.startswith("/plans/")
    }


def test_a_plan_shared_anew_after_the_end_opens_again(world: World, plan: UUID) -> None:
    coach = world.sign_in(MAJA)
    _end(world.sign_in(KARIN), world)

    with world.database.writing() as session:
        mine = session.get_one(Plan, plan)
        share_plan(session, mine, name="Maja Berg", email=MAJA, relation=COACH, now=NOW)

    coach.get(f"/plans/{plan}", status=200)
    coach.get(f"/coach/{world.karin}", status=404)


def test_another_leaders_plan_stays_open_to_the_same_coach(world: World, plan: UUID) -> None:
    del plan
    with world.database.writing() as session:
        olle = session.get_one(Subject, world.olle).person
        theirs = begin_plan(session, olle, None, now=NOW, language="sv")
        share_plan(session, theirs, name="Maja Berg", email=MAJA, relation=COACH, now=NOW)
        theirs_id = theirs.id
    coach = world.sign_in(MAJA)

    _end(world.sign_in(KARIN), world)

    coach.get(f"/plans/{theirs_id}", status=200)


def test_the_operation_closes_the_plan_on_both_engines(world_on_both: World) -> None:
    world = world_on_both
    plan = _shared_plan(world)
    _set_talk(world)

    with world.database.writing() as session:
        end_coach_access(session, session.get_one(Subject, world.karin), by=by(NOW))

    with world.database.reading() as session:
        readers = {reader.person.email for reader in session.get_one(Plan, plan).readers}
        assert readers == {SIV}
        assert session.get_one(Subject, world.karin).talk_at is None


def test_page_and_pdf_made_after_the_end_name_no_coach(world: World, plan: UUID) -> None:
    del plan
    leader = world.sign_in(KARIN)
    before = [_page_and_pdf(leader, world, language) for language in ("sv", "en")]

    _end(leader, world)

    after = [_page_and_pdf(leader, world, language) for language in ("sv", "en")]
    assert all(
        "you and your coach can open" in text or "du och din coach kan" in text
        for _, text in before
    )
    for page, text in after:
        assert "together with your coach" not in page
        assert "your coach can open" not in text
        assert "din coach" not in text
    assert "Bara du kan öppna den här rapporten." in after[0][1]
    assert "Only you can open this report." in after[1][1]


def test_a_coach_whose_last_day_has_passed_stands_in_no_report(world: World) -> None:
    world.share_with_leader(world.karin)
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        subject.coach_access_until = date(2020, 1, 7)

    _, text = _page_and_pdf(world.sign_in(KARIN), world, "sv")

    assert "din coach" not in text


def test_a_report_that_is_read_in_the_talk_says_so(world: World) -> None:
    world.share_with_leader(world.karin)
    with world.database.writing() as session:
        session.get_one(Subject, world.karin).shares_before_talk = False

    page, text = _page_and_pdf(world.sign_in(KARIN), world, "sv")

    assert "i kväll" not in text
    assert "Fundera på tillsammans" in text
    assert "tonight" not in page


def _page_and_pdf(browser: Any, world: World, language: str) -> tuple[str, str]:  # noqa: ANN401 - WebTest brings no types
    page = browser.get(f"/my-reports/{world.karin}")
    pdf = browser.get(f"/my-reports/{world.karin}/report.{language}.pdf")
    printed = " ".join(one.extract_text() for one in PdfReader(BytesIO(pdf.body)).pages)
    return page.text, " ".join(printed.split())


def _shared_plan(world: World) -> UUID:
    world.share_with_leader(world.karin)
    today = NOW.date()
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        nils = person(session, NILS, "Nils Falk")
        days = {"from_day": today - timedelta(days=9), "until_day": today + timedelta(days=400)}
        session.add(StandIn(subject=subject, person=nils, **days))
        made = begin_plan(session, subject.person, subject, now=NOW, language="sv")
        for address, name, relation in (
            (MAJA, "Maja Berg", COACH),
            (NILS, "Nils Falk", PEER),
            (SIV, "Siv Ros", PEER),
        ):
            share_plan(session, made, name=name, email=address, relation=relation, now=NOW)
        return made.id


def _set_talk(world: World) -> None:
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        set_talk(session, subject, Talk(TALK), by=by(NOW, name=MAJA, zone=world.settings.zone))


def _answers(browser: Any, world: World, plan: UUID) -> dict[str, int]:  # noqa: ANN401 - WebTest brings no types
    paths = [f"/plans/{plan}{tail}" for tail in ("", "/plan.sv.pdf", "/plan.ics")]
    paths += [f"/coach/{world.karin}{tail}" for tail in ("", "/notes", "/talk", "/comments")]
    return {path: browser.get(path, status="*").status_int for path in paths}


def _end(leader: Any, world: World, *, keeps_plan: bool = False) -> None:  # noqa: ANN401 - as above
    path = f"/my-reports/{world.karin}/coach"
    form = form_to(leader.get(path), path)
    if keeps_plan:
        form["keeps_plan"] = True
    form.submit().follow()
