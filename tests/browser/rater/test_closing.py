"""After "close and clear" the browser's Back shows nothing, and the page says what is true."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from feedback.models import State
from tests.browser.rater.driving import DESKTOP, PHONE, choose, press, start

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.factories import OpenCampaign

NOTHING = "Bakåt i webbläsaren visar inget av ditt besök"
UNTIL = "Stäng fliken nu."
# Notes whatever is painted of a visit, from the first moment of every page on.
WATCH = """
const look = () => {
  if (document.querySelector("h1")?.checkVisibility()) console.log(`seen: ${document.title}`);
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def watch(page: Page) -> list[str]:
    """Return a list to which the page adds what is seen on it from now on."""
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text))
    page.add_init_script(WATCH)
    return seen


def close(page: Page) -> None:
    """Press the button that is on every page of a visit."""
    page.locator("[data-close]").click()
    expect(page.locator("h1")).to_have_text("Stängt")


def test_back_shows_nothing_of_a_visit_however_often_it_is_pressed(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    choose(page, "lugn", "4")
    press(page, "Spara och fortsätt")
    close(page)
    expect(page.get_by_text(NOTHING)).to_be_visible()
    expect(page.get_by_text(UNTIL)).to_be_hidden()
    seen = watch(page)

    for _ in range(6):
        page.go_back()
        if page.url == "about:blank":
            break
        page.wait_for_url("**/closed?l=sv")
        expect(page.locator("h1")).to_have_text("Stängt")

    with page.expect_console_message():
        page.goto(f"{campaign.link_to('anna@example.se').partition('/s/')[0]}/closed")
    assert {line for line in seen if line.startswith("seen: ")} == {"seen: Stängt"}


def test_forward_shows_nothing_either(page: Page, campaign: OpenCampaign) -> None:
    start(page, campaign)
    page.go_back()
    close(page)

    page.go_forward()

    page.wait_for_url("**/closed?l=sv")
    expect(page.locator("h1")).to_have_text("Stängt")


def test_the_link_opens_again_in_the_same_tab_and_back_works_in_that_visit(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    choose(page, "lugn", "4")
    close(page)
    page.go_back()
    page.wait_for_url("**/closed?l=sv")

    start(page, campaign)

    expect(page.locator("input[name='rating-lugn'][value='4']")).to_be_checked()
    page.go_back()
    expect(page.locator("h1")).not_to_have_text("Stängt")
    expect(page.locator("main a.govuk-button")).to_be_visible()


def test_a_page_that_was_kept_whole_stays_unseen_if_something_was_closed_since(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    come_back = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    expect(page.locator("h1")).to_be_hidden()
    page.evaluate(come_back)
    expect(page.locator("h1")).to_be_visible()

    page.evaluate("sessionStorage.setItem('closed', 'since')")
    page.evaluate(come_back)

    page.wait_for_url("**/closed?l=sv")


@pytest.mark.parametrize(
    "context", [{"viewport": PHONE, "java_script_enabled": False}], indirect=True
)
def test_without_a_script_the_page_says_that_back_still_works(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    close(page)

    expect(page.get_by_text(UNTIL)).to_be_visible()
    expect(page.get_by_text(NOTHING)).to_be_hidden()
    page.go_back()
    expect(page.locator("h1")).not_to_have_text("Stängt")


def test_where_the_tab_keeps_no_mark_nothing_is_promised(
    page: Page, campaign: OpenCampaign
) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('no'); } });"
    )
    start(page, campaign)

    close(page)

    expect(page.get_by_text(UNTIL)).to_be_visible()
    expect(page.get_by_text(NOTHING)).to_be_hidden()


def test_all_that_a_visit_keeps_is_that_something_was_closed(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    kept = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])"
    assert page.evaluate(kept) == '[{},{},""]'

    close(page)

    local, session, cookies = json.loads(page.evaluate(kept))
    assert (local, list(session), cookies) == ({}, ["closed"], "")


@pytest.mark.parametrize("context", [{"viewport": DESKTOP}], indirect=True)
def test_whoever_is_next_in_the_tab_finds_nothing_of_the_one_before(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    choose(page, "lugn", "4")
    press(page, "Spara och fortsätt")
    close(page)
    start(page, campaign, "bo@example.se")
    seen = watch(page)

    page.evaluate("history.go(-4)")  # as the list of the Back button does, past the neutral page

    page.wait_for_url("**/closed?l=sv")
    expect(page.locator("h1")).to_have_text("Stängt")
    assert {line for line in seen if line.startswith("seen: ")} <= {"seen: Stängt"}


def test_a_place_within_a_page_belongs_to_the_visit_that_it_is_in(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    close(page)
    start(page, campaign)
    page.evaluate("location.hash = 'main'")
    press(page, "Spara och fortsätt")
    expect(page.locator("h1")).to_have_text("Klar")

    page.go_back()

    expect(page.locator("h1")).to_have_text("Säker")


def test_the_page_is_gone_at_once_though_saving_takes_a_while(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/response/save**", hold)
    choose(page, "lugn", "4")

    page.locator("[data-close]").click()

    expect(page.locator("h1")).to_be_hidden()
    until = time.monotonic() + 10
    while not waiting and time.monotonic() < until:
        page.wait_for_timeout(20)
    waiting.pop().continue_()
    expect(page.locator("h1")).to_have_text("Stängt")
    start(page, campaign)
    expect(page.locator("input[name='rating-lugn'][value='4']")).to_be_checked()


def test_what_cannot_be_saved_yet_keeps_the_page_and_says_so(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    choose(page, "lugn", "4")
    page.context.set_offline(True)

    page.locator("[data-close]").click()

    expect(page.locator("[data-saving]")).to_contain_text("Kunde inte spara")
    expect(page.locator("[data-close]")).to_be_focused()


def test_the_way_out_is_open_though_nothing_can_be_saved_any_more(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    campaign.set_state(State.CLOSED)
    choose(page, "lugn", "4")

    close(page)

    page.go_back()
    expect(page.locator("h1")).to_have_text("Stängt")
