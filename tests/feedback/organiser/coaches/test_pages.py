"""An organiser names one coach for several leaders, and sees how many each coach has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from feedback.models import Subject
from tests.feedback.world import KARIN, ORGANISER, form_to

if TYPE_CHECKING:
    from uuid import UUID

    from webtest import TestApp

    from tests.feedback.world import World

ESTER = "ester.vik@example.se"


@pytest.fixture
def organiser(world: World) -> TestApp:
    """Give the organiser's browser."""
    return world.sign_in(ORGANISER)


def test_one_coach_is_named_for_all_who_are_marked(world: World, organiser: TestApp) -> None:
    page = _name(world, organiser, ESTER, world.karin, world.olle).follow()

    assert "The coach of 2 leaders is named" in page
    assert "Ester Vik 2" in page
    assert [_coach(world, one) for one in (world.karin, world.olle)] == [ESTER, ESTER]


def test_who_is_not_marked_keeps_their_coach(world: World, organiser: TestApp) -> None:
    before = _coach(world, world.olle)

    _name(world, organiser, ESTER, world.karin)

    assert _coach(world, world.olle) == before


def test_nobody_marked_is_said_and_names_nobody(world: World, organiser: TestApp) -> None:
    page = _name(world, organiser, ESTER)

    assert page.status_int == 422
    assert "Mark at least one leader in the list" in page
    assert ESTER not in {_coach(world, one) for one in (world.karin, world.olle)}


def test_a_fault_about_one_names_the_coach_for_none(world: World, organiser: TestApp) -> None:
    before = _coach(world, world.olle)

    page = _name(world, organiser, KARIN, world.olle, world.karin)

    assert page.status_int == 422
    assert "Karin Lund cannot coach themself" in page
    assert _coach(world, world.olle) == before
    assert len(page.html.select("input[name=picked][checked]")) == 2


def test_leaders_of_another_campaign_are_out_of_reach(world: World, organiser: TestApp) -> None:
    before = _coach(world, world.sara)
    path = f"/campaigns/{world.campaign}/coaches"
    token = form_to(organiser.get(path), path)["csrf_token"].value

    given = {"csrf_token": token, "coach-email": ESTER, "picked": str(world.sara)}
    organiser.post(path, given, status=422)

    assert _coach(world, world.sara) == before


def _name(world: World, organiser: TestApp, address: str, *subjects: UUID) -> Any:  # noqa: ANN401 - WebTest brings no types
    path = f"/campaigns/{world.campaign}/coaches"
    form = form_to(organiser.get(path), path)
    form["coach-email"], form["coach-name"] = address, "Ester Vik"
    boxes = {box._value: box for box in form.fields["picked"]}
    for subject in subjects:
        boxes[str(subject)].checked = True
    return form.submit(status="*")


def _coach(world: World, subject_id: UUID) -> str | None:
    with world.database.reading() as session:
        coach = session.get_one(Subject, subject_id).coach
        return coach.email if coach else None
