"""Organisers see a campaign as each one sees it, with invented answers that nobody hears of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from feedback.models import AuditEntry, Mail
from tests.feedback.world import KARIN, MAJA, ORGANISER

if TYPE_CHECKING:
    from tests.feedback.world import World

PARTS = ("", "/comments", "/guide", "/notes", "/plan")


def test_an_organiser_gets_from_the_campaign_to_each_view(world: World) -> None:
    browser = world.sign_in(ORGANISER)
    page = browser.get(f"/campaigns/{world.campaign}/rehearse")

    rater = page.click("See it as a rater")
    leader = page.click("See it as the leader")
    coach = page.click("See it as the coach")
    report = page.click("Read the invented report")

    assert "Nothing that you mark or write here is kept" in rater
    assert "About yourself" in leader
    assert "PRACTICE" in coach
    assert "PRACTICE" in report
    for part in PARTS:
        assert "is invented" in browser.get(f"/coach/practice{part}")


def test_the_report_is_whole_and_of_nobody_in_the_campaign(world: World) -> None:
    page = world.sign_in(ORGANISER).get("/my-reports/practice")

    assert "is invented" in page
    assert "Olle Ek" not in page
    assert page.html.find(id="comments")
    assert not page.html.select("main form")


def test_looking_leaves_nothing_behind(world: World) -> None:
    def left() -> tuple[int | None, ...]:
        with world.database.reading() as session:
            return tuple(
                session.scalar(select(func.count()).select_from(table))
                for table in (Mail, AuditEntry)
            )

    browser = world.sign_in(ORGANISER)
    before = left()

    browser.get(f"/campaigns/{world.campaign}/rehearse")
    browser.get("/my-reports/practice")
    for part in (*PARTS, "/report.pdf"):
        browser.get(f"/coach/practice{part}")

    assert left() == before


def test_leaders_find_nothing_of_it(world: World) -> None:
    leader, coach = world.sign_in(KARIN), world.sign_in(MAJA)

    leader.get("/my-reports/practice", status=404)
    leader.get("/coach/practice", status=404)
    leader.get(f"/campaigns/{world.campaign}/rehearse", status=404)
    assert "practice" not in leader.get("/my-reports/")
    coach.get("/my-reports/practice")
