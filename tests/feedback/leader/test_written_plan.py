"""The plan that a leader has written stands in their own report, and in nobody else's unasked."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import pytest
from pypdf import PdfReader

from feedback.models import Plan, Subject
from feedback.operations.coaching.ending import end_coach_access
from feedback.operations.plans.planning import ActionText, add_action, add_goal, begin_plan
from feedback.operations.plans.readers import COACH, share_plan
from tests.acting import by
from tests.feedback.world import KARIN, MAJA, NOW

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.world import World

GOAL: Final = "Ge besked i tid"
STEP: Final = "Skriv beslut och skäl i måndagsbrevet"


@pytest.fixture
def plan(world: World) -> UUID:
    """Give Karin's plan on her report, with a goal and what to do for it."""
    world.share_with_leader(world.karin)
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        made = begin_plan(session, subject.person, subject, now=NOW, language="sv")
        goal = add_goal(session, made, kind="change", about="", text=GOAL, now=NOW)
        text = ActionText(STEP, by_when=NOW.date())
        add_action(session, goal, text, now=NOW)
        return made.id


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_leaders_own_report_holds_the_plan_as_written(
    world: World, plan: UUID, language: str
) -> None:
    del plan

    printed = _printed(world.sign_in(KARIN), f"/my-reports/{world.karin}/report.{language}.pdf")

    assert GOAL in printed
    assert STEP in printed


def test_the_coachs_copy_holds_it_only_while_it_is_shared(world: World, plan: UUID) -> None:
    coach, path = world.sign_in(MAJA), f"/coach/{world.karin}/report.pdf"
    before = _printed(coach, path)
    with world.database.writing() as session:
        mine = session.get_one(Plan, plan)
        share_plan(session, mine, name="Maja Berg", email=MAJA, relation=COACH, now=NOW)

    shared = _printed(coach, path)

    assert STEP not in before
    assert STEP in shared


def test_the_plan_stays_in_the_leaders_own_after_the_coachs_access(
    world: World, plan: UUID
) -> None:
    del plan
    with world.database.writing() as session:
        end_coach_access(session, session.get_one(Subject, world.karin), by=by(NOW))

    assert STEP in _printed(world.sign_in(KARIN), f"/my-reports/{world.karin}/report.sv.pdf")


def _printed(browser: Any, path: str) -> str:  # noqa: ANN401 - WebTest brings no types
    pages = PdfReader(BytesIO(browser.get(path).body)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
