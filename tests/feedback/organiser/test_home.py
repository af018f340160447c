"""The first page of an organiser says what needs them, what runs and what comes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from feedback.clock import utc_now
from feedback.models import Campaign, Invitation, ProgressBand, Subject, Wrong
from feedback.operations.campaigns.needs import Matter, needs_of
from feedback.operations.people.corrections import report_wrong
from tests.days import today_in_sweden
from tests.factories import open_campaign
from tests.feedback.world import ORGANISER, OTHER_ORGANISER

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.world import World


def _open(world: World) -> UUID:
    made = open_campaign(world.database, world.settings, leaders=("Eva Dahl", "Ulf Rask"))
    with world.database.writing() as session:
        home = session.get_one(Campaign, world.campaign).programme
        campaign = session.get_one(Campaign, made.id)
        campaign.programme_id, campaign.name = home.id, "Våren 2027"
    return made.id


def _draw(world: World, campaign_id: UUID, *bands: str) -> None:
    with world.database.writing() as session:
        subjects = session.scalars(select(Subject).where(Subject.campaign_id == campaign_id))
        for subject, band in zip(subjects, bands, strict=True):
            session.add(ProgressBand(subject_id=subject.id, group="team", band=band))


def _words(world: World) -> str:
    page = world.sign_in(ORGANISER).get("/campaigns/")
    return " ".join(page.html.select_one("main").get_text(" ").split())


def test_reports_that_wait_and_groups_at_risk_lead_to_where_they_are_dealt_with(
    world: World,
) -> None:
    open_id = _open(world)
    _draw(world, open_id, "few", "many")

    page = world.sign_in(ORGANISER).get("/campaigns/")

    needs = page.html.find("section", {"aria-labelledby": "needs"})
    assert [one.text.strip() for one in needs.select("h3")] == [
        "1 leader risks a hidden group",
        "2 reports wait to be shared",
    ]
    assert [one["href"] for one in needs.select("a")] == [
        f"/campaigns/{open_id}?show=risk#rows",
        f"/campaigns/{world.campaign}",
    ]


def test_what_is_done_needs_nobody(world: World) -> None:
    for subject in (world.karin, world.olle):
        world.share_with_coach(subject)

    assert "Nothing right now." in _words(world)


def test_answers_are_told_in_bands_of_all_leaders_and_not_before_the_first_night(
    world: World,
) -> None:
    open_id = _open(world)
    before = _words(world)
    _draw(world, open_id, "some", "many")

    after = _words(world)

    assert "shown from tomorrow" in before
    assert "1 group: 3 to 4 answers" in after
    assert "Last day to answer · Våren 2027" in after


def test_each_need_is_counted_in_its_campaign_on_both_engines(world_on_both: World) -> None:
    world = world_on_both
    open_id = _open(world)
    _draw(world, open_id, "few", "few")
    with world.database.writing() as session:
        about_eva = select(Subject.id).where(Subject.campaign_id == open_id)
        asked = session.scalars(select(Invitation).where(Invitation.subject_id.in_(about_eva)))
        report_wrong(session, next(iter(asked)), Wrong.GROUP)
    with world.database.reading() as session:
        campaigns = [session.get_one(Campaign, one) for one in (world.campaign, open_id)]

        found = [(one.campaign.id, one.matter, one.count) for one in needs_of(session, campaigns)]

    assert found == [
        (open_id, Matter.WRONG, 1),
        (open_id, Matter.RISK, 2),
        (world.campaign, Matter.UNSHARED, 2),
    ]


def test_a_leader_who_is_moved_needs_nothing(world: World) -> None:
    open_id = _open(world)
    _draw(world, open_id, "few", "few")
    with world.database.writing() as session:
        session.execute(update(Subject).values(is_moved=True))
    with world.database.reading() as session:
        campaigns = [session.get_one(Campaign, one) for one in (world.campaign, open_id)]

        assert needs_of(session, campaigns) == []


def test_another_department_needs_nothing_of_ours(world: World) -> None:
    open_id = _open(world)
    _draw(world, open_id, "few", "few")

    page = world.sign_in(OTHER_ORGANISER).get("/campaigns/")

    assert str(open_id) not in page.text


def test_an_open_campaign_draws_its_days(world: World) -> None:
    open_id = _open(world)
    with world.database.writing() as session:
        campaign = session.get_one(Campaign, open_id)
        campaign.launched_at = utc_now() - timedelta(days=10)
        campaign.last_day = today_in_sweden() + timedelta(days=20)

    page = world.sign_in(ORGANISER).get("/campaigns/")

    drawn = page.html.select_one("section[aria-labelledby=running] .timeline")
    assert drawn.select("circle")
    assert "the dots are reminders" in drawn.text
