"""Detours: what a rehearsal, a plan, a stand-in or a declined task might let somebody read."""

from __future__ import annotations

import email
from datetime import UTC, datetime, timedelta
from email import policy
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import select

from feedback.coach import heatmap
from feedback.errors import InputError
from feedback.jobs import Worker
from feedback.models import Campaign, Invitation, Mail, Person, Plan, StandIn, Subject
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.coaching.naming import Named, name_coach, name_stand_in
from feedback.operations.plans.planning import USE, add_goal, set_follow_up
from feedback.operations.plans.readers import PEER, share_plan
from feedback.operations.plans.reminders import queue_plan_reminders
from tests.acting import by, noon_of
from tests.days import today_in_sweden
from tests.factories import person
from tests.feedback.world import KARIN, MAJA, NILS, NOW, OLLE, ORGANISER

if TYPE_CHECKING:
    from tests.feedback.world import World

DAY: Final = timedelta(days=1)
MORNING: Final = datetime(2026, 12, 8, 10, 0, tzinfo=UTC)  # a working day
SECRET: Final = "Lyssna klart innan jag svarar."


@pytest.mark.parametrize("has_real_campaign", [True, False])
def test_a_plan_of_ones_own_is_never_mailed_to_whoever_rehearses(
    world: World, *, has_real_campaign: bool
) -> None:
    _plan_to_look_at(world)
    with world.database.writing() as session:
        _rehearse(session.get_one(Campaign, world.campaign))
        if has_real_campaign:
            karin = session.get_one(Subject, world.karin).person
            real = session.get_one(Campaign, world.other_campaign)
            session.add(Subject(campaign=real, person=karin))

    Worker(world.database, world.settings, now=lambda: MORNING).send()

    mailed = [to for to, text in _mails(world) if SECRET in text]
    assert mailed == ([KARIN] if has_real_campaign else [])


def test_sharing_a_plan_renames_nobody(world: World) -> None:
    with world.database.writing() as session:
        plan = session.get_one(Plan, world.plan)
        share_plan(session, plan, name="Surgubben", email=OLLE, relation=PEER, now=NOW)

    with world.database.reading() as session:
        assert session.scalar(select(Person.name).where(Person.email == OLLE)) == "Olle Ek"


def test_a_rehearsal_stands_beside_nothing_real(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heatmap, "LEAST_LEADERS", 1)
    with world.database.writing() as session:
        for one in session.scalars(select(Subject)):
            one.coach, one.shared_with_coach_at = person(session, MAJA), NOW
        _rehearse(session.get_one(Campaign, world.campaign))

    page = world.sign_in(MAJA).get("/coach/side-by-side")

    assert "Sara Holm" in page
    assert "Karin Lund" not in page


def test_no_organiser_lets_themself_read_a_report(world: World) -> None:
    world.share_with_coach(world.karin)
    today = today_in_sweden()
    organiser = by(noon_of(today), ORGANISER, world.settings.zone)
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        myself = Named(ORGANISER.upper(), from_day=today, until=today)

        with pytest.raises(InputError, match="somebody else names you"):
            name_coach(session, subject, myself, by=organiser)
        with pytest.raises(InputError, match="somebody else names you"):
            name_stand_in(session, [subject], myself, by=organiser)


def test_the_leader_sees_who_stands_in_for_the_coach(world: World) -> None:
    world.share_with_leader(world.karin)
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        nils = person(session, NILS, "Nils Falk")
        session.add(
            StandIn(
                subject=subject,
                person=nils,
                from_day=today_in_sweden(),
                until_day=today_in_sweden() + DAY,
            )
        )

    page = world.sign_in(KARIN).get(f"/my-reports/{world.karin}")

    assert "Nils Falk (nils.falk@example.se) stands in for the coach and can read it too" in page


def test_the_leader_is_not_told_of_a_coach_whose_days_are_over(world: World) -> None:
    world.share_with_leader(world.karin)
    with world.database.writing() as session:
        session.get_one(Subject, world.karin).coach_access_until = today_in_sweden() - DAY

    page = world.sign_in(KARIN).get(f"/my-reports/{world.karin}")

    assert "Only you. Organisers" in page


def test_what_an_organiser_does_to_a_rater_stands_in_the_departments_own_log(world: World) -> None:
    invitation = world.invitations[world.campaign]
    with world.database.writing() as session:
        asked = session.get_one(Invitation, invitation)
        audit_log.note(session, by(NOW, ORGANISER), Act.CORRECT_ADDRESS, asked)

    with world.database.reading() as session:
        ours, theirs = (
            audit_log.latest(session, department_ids=[department])
            for department in world.departments
        )
        assert [one.object for one in ours if one.actor == ORGANISER] == [
            f"invitation {invitation}"
        ]
        assert [one for one in theirs if one.actor == ORGANISER] == []


def _plan_to_look_at(world: World) -> None:
    with world.database.writing() as session:
        plan = session.get_one(Plan, world.plan)
        add_goal(session, plan, kind=USE, about="", text=SECRET, now=NOW)
        set_follow_up(session, plan, MORNING.date(), now=NOW)
        queue_plan_reminders(session, now=MORNING, zone=world.settings.zone)
        assert session.scalars(select(Mail).where(Mail.kind == "plan-look")).all()


def _rehearse(campaign: Campaign) -> None:
    campaign.is_rehearsal, campaign.rehearsal_address = True, ORGANISER


def _mails(world: World) -> list[tuple[str, str]]:
    files = (world.settings.instance / "mail").glob("*.eml")
    mails = [email.message_from_bytes(one.read_bytes(), policy=policy.default) for one in files]
    bodies = [(mail["To"].addresses[0].addr_spec, mail.get_body(("plain",))) for mail in mails]
    return [(to, body.get_content()) for to, body in bodies if body]
