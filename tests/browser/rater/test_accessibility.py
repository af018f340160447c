"""axe finds nothing on any page, in any language, by day and by night, on the narrowest screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from feedback.languages import LANGUAGES
from feedback.models import State
from tests.browser.accessibility import violations
from tests.browser.rater.driving import choose, put_on_paper, start
from tests.factories import open_campaign, small_survey

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.factories import OpenCampaign

NARROW = {"width": 320, "height": 640}  # also what 1280 pixels are at 400 % zoom


def faults(page: Page) -> list[str]:
    """Return what axe finds on a page, its contrast also in the dark, and if it is too wide."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = violations(page)
    show_by(page, "dark")
    found += violations(page, only="color-contrast")
    show_by(page, "light")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{page.url}: wider than the screen")
    return found


def show_by(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Show the page in the colours of day or night, and wait until they are drawn."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def faults_at(page: Page, *addresses: str) -> list[str]:
    """Return the faults of several pages."""
    found = []
    for address in addresses:
        page.goto(address)
        found += faults(page)
    return found


@pytest.mark.parametrize("context", [{"viewport": NARROW}], indirect=True)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wrong_on_any_page(page: Page, campaign: OpenCampaign, language: str) -> None:
    link = campaign.link_to("anna@example.se")
    query = f"?l={language}"
    page.goto(link + query)
    task = page.locator(".task a.govuk-button").first.get_attribute("href") or ""
    task = link.partition("/s/")[0] + task.partition("?")[0]
    addresses = [link, task, *(f"{task}/{n}" for n in (1, 2, 3)), f"{task}/look-over"]
    addresses += [task.replace("/response", step) for step in ("/decline", "/wrong")]
    addresses += [f"{link}/all"]
    addresses += [link + "0", *(link.partition("/s/")[0] + path for path in ("/s", "/akta"))]

    found = faults_at(page, *(address + query for address in addresses))
    beside = (f"{link}/all/{step}{query}&p=team.team" for step in ("1", "look-over"))
    found += faults_at(page, *beside)
    page.goto(f"{task}/3{query}")
    page.locator("textarea").first.fill("x" * 3001)
    page.locator("main button[value='next']").click()
    page.locator(".govuk-error-summary").wait_for()
    found += faults(page)
    page.goto(task.replace("/response", "/wrong") + query)
    page.locator("main form button").click()
    page.locator(".govuk-error-summary").wait_for()
    found += faults(page)
    page.goto(f"{task}/1{query}")
    choose(page, "lugn", "4")
    page.goto(f"{task}/look-over{query}")
    page.locator("main form button").click()
    page.locator(".receipt").wait_for()
    found += faults(page)

    assert found == []


def test_nothing_is_wrong_on_what_leaders_and_latecomers_meet(
    page: Page, campaign: OpenCampaign
) -> None:
    found = []
    site = campaign.link_to("anna@example.se").partition("/s/")[0]
    for address in ("karin.lund@example.se", "per@example.se"):
        page.goto(campaign.link_to(address))
        tasks = page.locator(".task a.govuk-button").all()
        paths = [task.get_attribute("href") or "" for task in tasks]
        found += faults(page)
        found += faults_at(page, *(f"{site}{path}{step}" for path in paths for step in ("", "/1")))
    for state in (State.DRAFT, State.CLOSED, State.CANCELLED, State.LOST):
        campaign.set_state(state)
        found += faults_at(page, campaign.link_to("anna@example.se"))

    assert found == []


def test_nothing_is_wrong_on_a_survey_of_one_page_and_with_a_slip(
    page: Page, campaign: OpenCampaign
) -> None:
    site = campaign.link_to("anna@example.se").partition("/s/")[0]
    single = open_campaign(
        campaign.database, campaign.settings, survey=small_survey(layout="one-page")
    )
    slip = site + put_on_paper(single, "bo@example.se")

    found = faults_at(page, site + single.link_to("anna@example.se"), f"{site}/closed", slip)
    choose(page, "lugn", "4")
    page.locator("[data-saving].saving--shown").wait_for()
    found += faults_at(page, slip)  # asks for the code word
    page.locator("main form button").first.click()
    page.locator(".govuk-error-summary").wait_for()
    found += faults(page)

    assert found == []


@pytest.mark.parametrize("context", [{"viewport": NARROW}], indirect=True)
def test_every_target_is_large(page: Page, campaign: OpenCampaign) -> None:
    start(page, campaign)

    sizes = page.evaluate(
        "[...document.querySelectorAll('main button, .tool, .govuk-radios__item')]"
        ".map(e => e.getBoundingClientRect()).map(r => Math.min(r.width, r.height))"
    )

    assert min(sizes) >= 44
