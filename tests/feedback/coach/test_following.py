"""What came of the talks: the plans of all my leaders on one page, where they share them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from feedback.models import Plan, Subject
from feedback.operations.plans.planning import (
    CHANGE,
    DONE,
    ActionText,
    add_action,
    add_goal,
    begin_plan,
    tell_how_it_went,
)
from feedback.operations.plans.readers import COACH, share_plan, stop_sharing
from tests.feedback.world import KARIN, MAJA, NOW

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.world import World

PAGE = "/coach/follow-up"


@pytest.fixture
def plan(world: World) -> UUID:
    """Give a plan on Karin's report: one action is done, one was for a day that has passed."""
    world.share_with_leader(world.karin)
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        made = begin_plan(session, subject.person, subject, now=NOW, language="sv")
        goal = add_goal(session, made, kind=CHANGE, about="", text="Lyssna klart", now=NOW)
        first = add_action(session, goal, ActionText("Fråga en gång till"), now=NOW)
        tell_how_it_went(session, first, state=DONE, reflection="", now=NOW)
        add_action(session, goal, ActionText("Pausa före svar", by_when=date(2020, 1, 15)), now=NOW)
        return made.id


def test_a_plan_stands_there_once_its_leader_shares_it_and_no_longer(
    world: World, plan: UUID
) -> None:
    coach = world.sign_in(MAJA)
    before = coach.get("/coach/").click("Plans and pulses of my leaders")
    with world.database.writing() as session:
        shared = session.get_one(Plan, plan)
        reader = share_plan(session, shared, name="Maja Berg", email=MAJA, relation=COACH, now=NOW)
        reader_id = reader.id

    during = coach.get(PAGE)
    opened = during.click(href=f"/plans/{plan}")
    with world.database.writing() as session:
        kept = session.get_one(Plan, plan)
        (one,) = [one for one in kept.readers if one.id == reader_id]
        stop_sharing(session, one, now=NOW)

    assert "not shared with you" in before
    assert [part in during for part in ("1 done, 1 to do", "was for 15 January 2020")] == [True] * 2
    assert "Lyssna klart" in opened
    assert "Lyssna klart" not in during  # the words stand in the plan itself
    assert "not shared with you" in coach.get(PAGE)


def test_leaders_whose_report_is_not_shared_with_me_are_not_there(world: World) -> None:
    empty = world.sign_in(MAJA).get(PAGE)

    world.share_with_coach(world.karin)

    assert "No report is shared with you yet." in empty
    page = world.sign_in(MAJA).get(PAGE)
    assert [link.text for link in page.html.select("tbody th a")] == ["Karin Lund"]


def test_only_coaches_open_it(world: World) -> None:
    world.share_with_leader(world.karin)

    assert world.sign_in(KARIN).get(PAGE, expect_errors=True).status_int in {403, 404}
