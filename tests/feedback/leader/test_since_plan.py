"""A year later: what became of the behaviours that the last plan meant to change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from feedback.models import Campaign, Mark, Plan, StoredRelease, Subject
from feedback.operations.campaigns.storing import stored_release
from feedback.operations.plans.planning import begin_plan
from feedback.operations.plans.readers import COACH, share_plan
from reports.release import read_release
from tests.feedback.world import KARIN, MAJA, NOW

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.world import World

HEADING, COACHS = "Since your last plan", "Since the last plan"


@pytest.fixture
def plan(world: World) -> UUID:
    """Give the plan on a report of the year before, in which Others gave ones."""
    world.share_with_leader(world.karin)
    with world.database.writing() as session:
        last_year = session.get_one(Campaign, world.other_campaign)
        last_year.closed_at = NOW - timedelta(days=365)
        now = session.get_one(Subject, world.karin)
        before = Subject(campaign=last_year, person=now.person, shared_with_leader_at=NOW)
        session.add(before)
        session.flush()
        release = read_release(session.get_one(StoredRelease, now.id).content)
        lower = tuple(one and replace(one, sum=one.n) for one in release.figures.others)
        own = (2, *release.figures.self_ratings[1:])
        figures = replace(release.figures, others=lower, self_ratings=own)
        session.add(stored_release(before.id, replace(release, figures=figures)))
        session.add(Mark(subject_id=before.id, key=figures.items[0], kind="focus"))
        session.add(Mark(subject_id=before.id, key=figures.items[1], kind="proud"))
        session.flush()
        return begin_plan(session, before.person, before, now=NOW, language="sv").id


@pytest.mark.usefixtures("plan")
def test_the_leader_reads_what_became_of_each_behaviour_to_change(world: World) -> None:
    page = world.sign_in(KARIN).get(f"/my-reports/{world.karin}")

    table = page.html.find(id="since-plan").find_parent("section").table
    rows = [[cell.get_text(" ", strip=True) for cell in row("td")] for row in table.tbody("tr")]
    assert HEADING in page
    assert len(rows) == 1  # what the leader is proud of is nothing to change
    assert rows[0][0].startswith("Clearly higher")
    assert not table.tbody.th.get_text(strip=True).startswith("Karin")  # as the report says it
    assert rows[0][1] != rows[0][2]


def test_the_coach_reads_it_once_the_leader_shares_that_plan(world: World, plan: UUID) -> None:
    coach = world.sign_in(MAJA)
    before = coach.get(f"/coach/{world.karin}")

    with world.database.writing() as session:
        shared = session.get_one(Plan, plan)
        share_plan(session, shared, name="Maja Berg", email=MAJA, relation=COACH, now=NOW)

    assert COACHS not in before
    assert COACHS in coach.get(f"/coach/{world.karin}")


def test_without_an_earlier_plan_nothing_is_said(world: World) -> None:
    world.share_with_leader(world.karin)

    assert HEADING not in world.sign_in(KARIN).get(f"/my-reports/{world.karin}")
