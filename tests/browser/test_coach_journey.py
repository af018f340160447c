"""A coach prepares, sets the date and shares; every page of the desk is clean on each screen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import select

from feedback.models import Mail, Subject
from tests.browser.accessibility import violations
from tests.browser.serving import serving
from tests.browser.test_staff_pages import DESKTOP, PHONE, Served
from tests.days import today_in_sweden
from tests.feedback.world import MAJA, ORGANISER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.feedback.world import World

DAY = today_in_sweden() + timedelta(days=9)


@pytest.fixture
def desk(world: World) -> Iterator[Served]:
    """Give the world of staff, served, with Karin's report at her coach's."""
    world.share_with_coach(world.karin)
    with serving(world.app) as address:
        yield Served(world, address, world.campaign)


def test_a_coach_prepares_sets_the_date_and_shares(chromium: Browser, desk: Served) -> None:
    page = _page(chromium, PHONE, "sv-SE")
    desk.sign_in(page, MAJA)
    expect(page.locator("main")).to_contain_text("Inget samtal den här veckan, 1 utan datum.")

    page.get_by_role("link", name="Karin Lund").click()
    page.get_by_role("link", name="Skillnad").last.click()
    expect(page.locator("th[aria-sort=descending]")).to_have_count(2)
    page.get_by_role("link", name="Läs igenom kommentarerna").click()
    page.get_by_role("button", name="Jag har läst igenom kommentarerna").click()
    page.get_by_role("link", name="Mina arbetsanteckningar").click()
    page.get_by_label("Mina arbetsanteckningar").fill("Börja med det som fungerar.")
    page.get_by_role("button", name="Spara anteckningarna").click()
    expect(page.locator("main")).to_contain_text("Bara du ser dem här. Karin Lund kan begära ut")
    page.get_by_role("link", name="Karin Lund").click()

    page.get_by_role("link", name="Bestäm tid för samtalet").click()
    page.locator("#day").fill(DAY.isoformat())
    page.locator("#at").fill("10:00")
    page.locator("#place").fill("Rum 4")
    page.get_by_label("Kvällen före").check()
    page.get_by_role("button", name="Spara tiden").click()
    expect(page.get_by_role("status")).to_contain_text("Samtalet har fått en tid.")
    with page.expect_download() as entry:
        page.get_by_role("link", name="Till min kalender").click()
    with page.expect_download() as guide:
        page.get_by_role("link", name="Samtalsguide").click()
        page.get_by_role("link", name="Guiden som PDF").click()
    page.get_by_role("link", name="Karin Lund").click()

    page.get_by_role("link", name="Dela rapporten med Karin Lund").click()
    page.get_by_role("button", name="Dela rapporten").click()
    expect(page.get_by_role("status")).to_contain_text("Nu kan Karin Lund läsa rapporten")

    (event,) = Calendar.from_ical(entry.value.path().read_bytes()).walk("VEVENT")
    assert str(event["summary"]) == "Samtal: Karin Lund och Maja Berg"
    assert guide.value.suggested_filename == "Samtalsguide Karin Lund.pdf"
    assert _kept(desk) == (DAY, {"talk", "prepare-talk-coach", "prepare-talk-leader"})


@pytest.mark.parametrize(
    ("viewport", "locale", "scheme"),
    [(PHONE, "sv-SE", "light"), (DESKTOP, "en-GB", "dark")],
    ids=["phone", "desktop"],
)
def test_axe_finds_nothing_at_the_desk(
    chromium: Browser, desk: Served, viewport: ViewportSize, locale: str, scheme: str
) -> None:
    world = desk.world
    karin, coaches = f"/coach/{world.karin}", f"/campaigns/{world.campaign}/coaches"
    walks = {
        MAJA: [
            "/coach/",
            "/coach/follow-up",
            "/coach/side-by-side",
            f"{karin}?sort=gap",
            *(f"{karin}/{name}" for name in ("talk", "notes", "guide", "comments", "serious")),
            *(f"{karin}/{name}" for name in ("as-leader", "slides", "guide/questions")),
            *(f"/coach/practice{part}" for part in ("", "/comments", "/guide", "/notes", "/plan")),
            *(f"/coach/practice/{part}" for part in ("share", "slides")),
        ],
        ORGANISER: [coaches, f"{coaches}/{world.karin}"],
    }

    found: list[str] = []
    for person, paths in walks.items():
        page = _page(chromium, viewport, locale, scheme)
        desk.sign_in(page, person)
        for path in paths:
            answer = page.goto(desk.address + path)
            assert answer
            assert answer.status == 200, path
            found += violations(page)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{path}: too wide")

    assert found == []


def _page(chromium: Browser, viewport: ViewportSize, locale: str, scheme: str = "light") -> Page:
    facts = {"viewport": viewport, "locale": locale, "color_scheme": scheme}
    page = chromium.new_context(**facts).new_page()  # type: ignore[arg-type] # by name
    page.set_default_timeout(10_000)
    return page


def _kept(desk: Served) -> tuple[object, set[str]]:
    with desk.world.database.reading() as session:
        talk_at = session.get_one(Subject, desk.world.karin).talk_at
        kinds = set(session.scalars(select(Mail.kind)))
    assert talk_at
    return talk_at.astimezone(desk.world.settings.zone).date(), {
        kind for kind in kinds if "talk" in kind
    }
