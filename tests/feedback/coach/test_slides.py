"""The screens of a talk, as coach and leader look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.feedback.world import MAJA

if TYPE_CHECKING:
    from tests.feedback.world import World


def test_each_screen_leads_to_the_next_and_back(world: World) -> None:
    world.share_with_leader(world.karin)
    browser = world.sign_in(MAJA)

    page = browser.get(f"/coach/{world.karin}").click("Show one finding at a time")

    screens = page.html.select("section.slide")
    ids = [one["id"] for one in screens]
    steps = [[a["href"] for a in one.select("nav a")] for one in screens]
    assert len(screens) > 3
    assert steps[0] == [f"#{ids[1]}"]
    assert steps[1] == [f"#{ids[0]}", f"#{ids[2]}"]
    assert steps[-1] == [f"#{ids[-2]}"]
    assert page.html.select("script") == []
    assert "Not shared" not in page
    assert page.click("Close", index=0).request.path == f"/coach/{world.karin}"


def test_until_the_leader_may_read_every_screen_says_so(world: World) -> None:
    world.share_with_coach(world.karin)

    page = world.sign_in(MAJA).get(f"/coach/{world.karin}/slides")

    assert page.text.count("Not shared with the leader yet") == len(
        page.html.select("section.slide")
    )


def test_there_are_none_before_the_coach_may_read(world: World) -> None:
    world.sign_in(MAJA).get(f"/coach/{world.karin}/slides", status=404)


def test_the_practice_leader_has_them_too(world: World) -> None:
    page = world.sign_in(MAJA).get("/coach/practice/slides")

    assert len(page.html.select("section.slide")) > 5
    assert "PRACTICE" in page
    assert page.click("Close", index=0).request.path == "/coach/practice"
