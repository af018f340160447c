"""Whoever waits for a campaign to open or close need not load the page anew."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from feedback.clock import utc_now
from feedback.models import Campaign, State
from tests.feedback.world import ORGANISER

if TYPE_CHECKING:
    from datetime import datetime

    from tests.feedback.world import World


def in_state(world: World, state: State, *, launch_at: datetime | None = None) -> str:
    """Put the campaign into a state and return the path of its page."""
    with world.database.writing() as session:
        campaign = session.get_one(Campaign, world.campaign)
        campaign.state, campaign.launch_at = state, launch_at
    return f"/campaigns/{world.campaign}"


@pytest.mark.parametrize("state", [State.LAUNCHING, State.CLOSING])
def test_a_page_that_waits_asks_again_by_itself(world: World, state: State) -> None:
    path = in_state(world, state)

    page = world.sign_in(ORGANISER).get(path)

    assert page.headers["Refresh"] == f"10; url={path}?asked=1"
    assert "shows by itself" in page


def test_it_asks_when_the_launch_can_no_longer_be_taken_back(world: World) -> None:
    path = in_state(world, State.LAUNCHING, launch_at=utc_now() + timedelta(minutes=25))

    pause = world.sign_in(ORGANISER).get(path).headers["Refresh"].split(";")[0]

    assert 60 < int(pause) <= 25 * 60 + 10


def test_a_page_that_somebody_left_asks_no_more_in_the_end(world: World) -> None:
    browser, path = world.sign_in(ORGANISER), in_state(world, State.CLOSING)

    seen = [path]
    while again := browser.get(seen[-1]).headers.get("Refresh"):
        seen.append(again.partition("url=")[2])
        assert len(seen) < 100

    assert len(seen) > 30
    assert "See whether it is done" in browser.get(seen[-1])


def test_whoever_reads_slowly_lets_it_stand(world: World) -> None:
    browser, path = world.sign_in(ORGANISER), in_state(world, State.CLOSING)

    page = browser.get(path).click("Do not load it anew")

    assert "Refresh" not in page.headers


@pytest.mark.parametrize("asked", ["-1", "x", "²", "99999"])
def test_what_is_no_count_stops_it(world: World, asked: str) -> None:
    path = in_state(world, State.CLOSING)

    page = world.sign_in(ORGANISER).get(path, {"asked": asked})

    assert "Refresh" not in page.headers


def test_a_closed_campaign_waits_for_nothing_and_says_when_it_closed(world: World) -> None:
    with world.database.reading() as session:
        closed_at = session.get_one(Campaign, world.campaign).closed_at
    assert closed_at
    browser = world.sign_in(ORGANISER, language="sv")

    page = browser.get(f"/campaigns/{world.campaign}")
    campaigns = browser.get("/campaigns/")

    assert "Refresh" not in page.headers
    closed = closed_at.astimezone(world.settings.zone)
    assert re.search(rf"{closed.day} \w+ {closed.year}, {closed:%H.%M}", page.html.text)
    assert f"stängde {closed.day} " in campaigns.html.text
