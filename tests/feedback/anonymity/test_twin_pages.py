"""While answers come in, no page of an organiser or of a leader tells who has answered."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import select

from feedback import create_app
from feedback.models import Campaign, Invitation, Subject
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.rights import accounts
from tests.acting import by
from tests.factories import address_of
from tests.feedback.anonymity.twins import (
    NOW,
    ONE,
    answer,
    copy,
    opened,
    send,
    spend_the_night,
)
from tests.feedback.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from webtest import TestApp

    from tests.factories import OpenCampaign

HR: Final = "hr@example.se"
LEADER: Final = address_of("Karin Lund")
RATERS_OWN: Final = {"rater", "rater_entry"}
FEWER: Final = replace(ONE, sheets={"dan": 1, "eva": 2, "ali": 3}, saves="bo")
"""As in ONE at least k and less than k2 have answered, but others, and fewer."""

_TOKEN: Final = re.compile(
    r'name="csrf_token"[^>]*value="[^"]*"|value="[^"]*"[^>]*name="csrf_token"'
)
_CLOCK: Final = re.compile(r"\b\d{1,2}[.:]\d{2}([.:]\d{2})?\b")


def test_pages_of_staff_are_the_same_whoever_has_answered(sqlite_url: str, tmp_path: Path) -> None:
    campaign = opened(sqlite_url, tmp_path / "one")
    _grant(campaign)
    twin = copy(campaign, tmp_path / "twin")

    answer(campaign, ONE)
    answer(twin, FEWER)
    seen, seen_of_twin = (_seen(each) for each in (campaign, twin))

    assert len(seen) > 25
    for name in ("", "/thanks", "/people/import", f"/raters/{_asked(campaign)}/withdraw"):
        assert f"{HR} /campaigns/{campaign.id}{name}" in seen
    assert {f"{HR} /campaigns/", f"{HR} /records/rehearsals/{campaign.id}/erase"} <= seen.keys()
    assert any("3\u20134" in text or "3 to 4" in text for text in seen.values())
    assert [path for path in seen if seen[path] != seen_of_twin[path]] == []


def test_an_answer_after_the_last_night_changes_no_page_until_the_close(
    sqlite_url: str, tmp_path: Path
) -> None:
    campaign = opened(sqlite_url, tmp_path / "one")
    _grant(campaign)
    answer(campaign, ONE)
    spend_the_night(campaign)
    twin = copy(campaign, tmp_path / "twin")

    send(twin, "mia", 5)  # would lift the team to the next band
    seen, seen_of_twin = (_seen_now(each) for each in (campaign, twin))

    assert len(seen) > 25
    assert [path for path in seen if seen[path] != seen_of_twin[path]] == []


def test_after_the_close_pages_of_organisers_are_the_same_whoever_has_answered(
    sqlite_url: str, tmp_path: Path
) -> None:
    campaign = opened(sqlite_url, tmp_path / "one")
    _grant(campaign)
    answer(campaign, ONE)
    spend_the_night(campaign)
    twin = copy(campaign, tmp_path / "twin")

    send(twin, "mia", 5)
    for each in (campaign, twin):
        close_campaign(each.database, each.settings, each.id, now=NOW)
    seen, seen_of_twin = (_seen_now(each) for each in (campaign, twin))

    assert {
        f"{HR} /campaigns/{campaign.id}",
        f"{HR} /campaigns/{campaign.id}/thanks",
    } <= seen.keys()
    assert [path for path in seen if seen[path] != seen_of_twin[path]] == []


def _grant(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        department = session.get_one(Campaign, campaign.id).programme.department
        account = accounts.create_account(session, HR)
        accounts.grant_department(session, account.email, department.name, by=by())
        accounts.grant_admin(session, account.email, by=by())


def _seen(campaign: OpenCampaign) -> dict[str, str]:
    """Return every page that opens for the organiser or the leader, the morning after."""
    spend_the_night(campaign)
    return _seen_now(campaign)


def _seen_now(campaign: OpenCampaign) -> dict[str, str]:
    world = _world(campaign)
    seen = {
        f"{who} {path}": _words(page)
        for who in (HR, LEADER)
        for browser in [world.sign_in(who)]
        for path, page in _pages(world, browser)
    }
    world.app.extensions["feedback.database"].dispose()
    campaign.database.dispose()
    return seen


def _world(campaign: OpenCampaign) -> World:
    with campaign.database.reading() as session:
        subject = session.scalars(select(Subject.id)).one()
    app = create_app(campaign.settings)
    return World(
        app=app,
        database=campaign.database,
        settings=campaign.settings,
        campaign=campaign.id,
        other_campaign=campaign.id,
        karin=subject,
        olle=subject,
        sara=subject,
        plan=subject,
        rater_link="",
    )


def _pages(world: World, browser: TestApp) -> Iterator[tuple[str, Any]]:
    ids = _ids(world)
    for rule in world.app.url_map.iter_rules():
        is_theirs = rule.endpoint.split(".")[0] not in RATERS_OWN
        if is_theirs and rule.arguments <= ids.keys() and "GET" in (rule.methods or ()):
            built = rule.build({name: ids[name] for name in rule.arguments})
            path = str(built[1]) if built else ""
            page = browser.get(path, expect_errors=True)
            if page.status_int == 200:
                yield path, page


def _asked(campaign: OpenCampaign) -> UUID:
    with campaign.database.reading() as session:
        return session.scalars(select(Invitation.id).order_by(Invitation.id)).first() or UUID(int=0)


def _ids(world: World) -> dict[str, Any]:
    with world.database.reading() as session:
        programme = session.get_one(Campaign, world.campaign).programme
        invitation = session.scalars(select(Invitation.id).order_by(Invitation.id)).first()
        return {
            "campaign_id": world.campaign,
            "subject_id": world.karin,
            "invitation_id": invitation,
            "programme_id": programme.id,
            "department_id": programme.department_id,
            "act": "close",
        }


def _words(page: Any) -> str:  # noqa: ANN401 - WebTest brings no types
    """Return a page without what differs at each visit: the token, the clock."""
    return _CLOCK.sub("", _TOKEN.sub("", page.text)) if "text" in page.content_type else ""
