"""A leader in a real browser: marks while reading, plans, shares, thanks, asks again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from feedback.clock import utc_now
from feedback.models import Campaign
from tests.browser.accessibility import violations
from tests.browser.serving import serving
from tests.browser.test_staff_pages import Served
from tests.feedback.world import KARIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.feedback.world import World

PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
DESKTOP: Final[ViewportSize] = {"width": 1280, "height": 900}
SIDEWAYS: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def read(world: World) -> Iterator[Served]:
    """Give the world of staff, served, in which Karin reads a report of three months ago."""
    world.share_with_leader(world.karin)
    with world.database.writing() as session:
        campaign = session.get_one(Campaign, world.campaign)
        campaign.closed_at = utc_now() - timedelta(days=90)
    with serving(world.app) as address:
        yield Served(world, address, world.campaign)


def test_from_the_report_to_a_plan_that_is_followed(chromium: Browser, read: Served) -> None:
    page = _page(chromium, DESKTOP)
    read.sign_in(page, KARIN)

    _mark(page, read)
    page.get_by_role("button", name="Börja min plan").click()
    plan = page.url
    expect(page.get_by_text("En styrka att använda")).to_be_visible()
    page.get_by_role("link", name="Lägg till något att göra").first.click()
    _fill_in(page)
    page.get_by_role("link", name="Berätta hur det gick").click()
    page.get_by_label("Klart").check()
    page.get_by_label("Vad märkte jag?").fill("Mötena blev kortare.")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("button", name="Dela den med någon").click()
    page.get_by_role("button", name="Dela med Maja Berg").click()

    expect(page.get_by_role("status")).to_contain_text("Maja Berg kan läsa planen nu")
    expect(page.get_by_text("Mötena blev kortare.").first).to_be_visible()
    for language in ("sv", "en"):
        with page.expect_download() as download:
            page.locator(f'a[href$="plan.{language}.pdf"]').click()
        assert download.value.suggested_filename.endswith("Karin Lund.pdf")
    assert page.url == plan
    page.context.close()


def test_thanks_and_a_pulse_are_sent_from_the_report(chromium: Browser, read: Served) -> None:
    page = _page(chromium, PHONE)
    read.sign_in(page, KARIN)
    page.goto(f"{read.address}/my-reports/{read.world.karin}")

    page.get_by_role("link", name="Tacka alla").click()
    page.get_by_label("Ditt tack").fill("Tack! Jag ska lyssna klart innan jag svarar.")
    page.get_by_role("button", name="Skicka till alla").click()
    expect(page.get_by_role("status")).to_contain_text("Ditt tack är på väg")
    page.get_by_role("link", name="Fråga igen").click()
    page.get_by_label("Jag lyssnar färdigt.").check()
    page.get_by_role("button", name="Fråga alla").click()

    expect(page.get_by_text("Pulsen tar emot svar till och med")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(
    ("size", "colours"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone", "desktop"]
)
def test_axe_finds_nothing_on_a_plans_pages(
    chromium: Browser, read: Served, size: ViewportSize, colours: Literal["light", "dark"]
) -> None:
    page = _page(chromium, size, colours=colours)
    read.sign_in(page, KARIN)
    plan = f"{read.address}/plans/{read.world.plan}"
    report = f"{read.address}/my-reports/{read.world.karin}"
    page.goto(f"{plan}/goals/new")
    page.get_by_label("Något som jag vill göra annorlunda").check()
    page.get_by_label("Vad vill jag?").fill("Lyssna klart innan jag svarar")
    page.get_by_role("button", name="Spara målet").click()
    _fill_in(page)

    found = {}
    for address in (
        f"{read.address}/plans/",
        plan,
        f"{plan}/goals/new",
        f"{plan}/readers",
        report,
        f"{report}/thanks",
        f"{report}/pulse",
    ):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found[address] = violations(page)
        assert page.evaluate(SIDEWAYS) <= 0, address

    assert {address: all_ for address, all_ in found.items() if all_} == {}
    page.context.close()


def _page(
    chromium: Browser, size: ViewportSize, *, colours: Literal["light", "dark"] = "light"
) -> Page:
    context = chromium.new_context(viewport=size, locale="sv-SE", color_scheme=colours)
    context.set_default_timeout(10_000)
    return context.new_page()


def _mark(page: Page, read: Served) -> None:
    page.goto(f"{read.address}/my-reports/{read.world.karin}")
    page.get_by_text("Markera medan du läser").first.click()
    page.get_by_label("Jag håller mig lugn.", exact=True).select_option("proud")
    page.get_by_label("Jag berättar om misstag.", exact=True).select_option("focus")
    page.get_by_role("button", name="Spara markeringarna").first.click()
    expect(page.get_by_role("status")).to_contain_text("Dina markeringar är sparade")


def _fill_in(page: Page) -> None:
    page.get_by_label("Vad ska jag göra?").fill("Fråga en gång till på varje möte")
    page.get_by_label("Vad är första steget?").fill("Skriva frågan på dagordningen")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("status")).to_contain_text("Sparat")
