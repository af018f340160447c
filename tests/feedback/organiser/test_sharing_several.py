"""Reports are shared for the leaders who are marked: with the coach, or the leader who has none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from feedback.models import Mail, Subject
from feedback.operations.ledger import REPORT_SHARED_COACH, REPORT_SHARED_LEADER
from tests.feedback.world import ORGANISER, form_to

if TYPE_CHECKING:
    from uuid import UUID

    from webtest import TestApp

    from tests.feedback.world import World


@pytest.fixture
def hr(world: World) -> TestApp:
    """Give the organiser's browser."""
    return world.sign_in(ORGANISER)


def _asks(world: World, hr: TestApp, *subjects: UUID) -> Any:  # noqa: ANN401 - WebTest brings no types
    """Mark leaders in the list of the closed campaign, and return the page that asks."""
    form = form_to(
        hr.get(f"/campaigns/{world.campaign}"), f"/campaigns/{world.campaign}/several/share"
    )
    for box in form.fields["picked"]:
        box.checked = box._value in {str(one) for one in subjects}
    return form.submit()


def _done(world: World, page: Any) -> Any:  # noqa: ANN401 - as above
    return form_to(page, f"/campaigns/{world.campaign}/several/share").submit().follow()


def _shared(world: World) -> dict[str, tuple[bool, bool]]:
    with world.database.reading() as session:
        found = {"Karin": world.karin, "Olle": world.olle}
        return {
            name: (
                session.get_one(Subject, one).shared_with_coach_at is not None,
                session.get_one(Subject, one).shared_with_leader_at is not None,
            )
            for name, one in found.items()
        }


def test_one_report_is_shared_and_the_others_wait(world: World, hr: TestApp) -> None:
    page = _asks(world, hr, world.karin)
    before = _shared(world)
    done = _done(world, page)

    assert "With the coach, who looks through the comments first" in page
    assert "Olle" not in page.html.select_one("main").text
    assert before == {"Karin": (False, False), "Olle": (False, False)}
    assert "Shared: 1 with their coach, 0 with the leader." in done
    assert _shared(world) == {"Karin": (True, False), "Olle": (False, False)}


def test_a_leader_without_a_coach_gets_the_report_and_each_is_mailed_once(
    world: World, hr: TestApp
) -> None:
    with world.database.writing() as session:
        olle = session.get_one(Subject, world.olle)
        olle.coach, olle.outlook = None, "empty"

    page = _asks(world, hr, world.karin, world.olle)
    done = _done(world, page)
    again = _asks(world, hr, world.karin, world.olle)

    assert "With the leader, who has no coach" in page
    assert "Too few answers" in page.html.select_one("main").text
    assert "Shared: 1 with their coach, 1 with the leader." in done
    assert _shared(world) == {"Karin": (True, False), "Olle": (False, True)}
    assert "All of these reports are shared already." in again
    assert not again.html.select("main form")
    with world.database.reading() as session:
        kinds = session.scalars(select(Mail.kind).where(Mail.campaign_id == world.campaign)).all()
        assert kinds.count(REPORT_SHARED_COACH) == 1
        assert kinds.count(REPORT_SHARED_LEADER) == 1


def test_the_one_next_thing_follows_what_is_shared(world: World, hr: TestApp) -> None:
    def acts() -> list[str]:
        page = hr.get(f"/campaigns/{world.campaign}")
        return [one.text.strip() for one in page.html.select(".head__acts .govuk-button")]

    with world.database.writing() as session:
        session.get_one(Subject, world.olle).coach = None

    first = acts()
    _done(world, _asks(world, hr, world.karin))
    second = acts()
    _done(world, _asks(world, hr, world.olle))

    assert first == ["Share with the coaches"]
    assert second == ["Share with the leaders who have no coach"]
    assert acts() == ["Begin the next campaign"]
