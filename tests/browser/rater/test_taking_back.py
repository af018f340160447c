"""An answer can be taken back: by a finger, by the keyboard, without a script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.rater.driving import DESKTOP, PHONE, choose, press, start

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.factories import OpenCampaign

SAVED = re.compile(r"^Sparat \d\d:\d\d$")
TAPS_APART = 1_000


def step(page: Page, key: str = "lugn", value: str = "4") -> Locator:
    """Return a radio of the form."""
    return page.locator(f"input[name='rating-{key}'][value='{value}']")


def wait_for_save(page: Page) -> None:
    """Wait until what was last changed is saved."""
    with page.expect_response("**/response/save**"):
        pass
    expect(page.locator("[data-saving]")).to_have_text(SAVED)


@pytest.mark.parametrize(
    "context", [{"viewport": PHONE, "has_touch": True, "is_mobile": True}], indirect=True
)
def test_a_second_tap_takes_a_step_back_and_saves_that(page: Page, campaign: OpenCampaign) -> None:
    start(page, campaign)
    step(page).tap(force=True)
    wait_for_save(page)
    page.wait_for_timeout(TAPS_APART)

    step(page).tap(force=True)

    expect(step(page)).not_to_be_checked()
    wait_for_save(page)
    page.reload()
    expect(page.locator("input:checked")).to_have_count(0)


def test_the_second_of_two_quick_taps_is_a_slip(page: Page, campaign: OpenCampaign) -> None:
    start(page, campaign)

    step(page).dblclick(force=True)

    expect(step(page)).to_be_checked()


@pytest.mark.parametrize("context", [{"viewport": DESKTOP}], indirect=True)
@pytest.mark.parametrize("key", ["Space", "Delete", "Backspace"])
def test_a_key_takes_a_step_back(page: Page, campaign: OpenCampaign, key: str) -> None:
    start(page, campaign)
    step(page).focus()
    page.keyboard.press("Space")
    expect(step(page)).to_be_checked()

    page.keyboard.press(key)

    expect(page.locator("input:checked")).to_have_count(0)
    wait_for_save(page)
    page.keyboard.press("Space")
    expect(step(page)).to_be_checked()  # and may be chosen again


@pytest.mark.parametrize(
    "context",
    [{"viewport": PHONE, "java_script_enabled": False}, {"viewport": DESKTOP}],
    ids=["without-script", "desktop"],
    indirect=True,
)
def test_no_answer_is_offered_where_there_is_one_and_is_sent_as_none(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    none = page.get_by_label("Inget svar")
    expect(none.first).to_be_hidden()
    choose(page, "lugn", "4")
    choose(page, "lika", "5")
    expect(none.nth(0)).to_be_visible()
    expect(none.nth(2)).to_be_hidden()
    _go_on_and_back(page)

    none.nth(0).check(force=True)
    _go_on_and_back(page)

    expect(step(page, "lika", "5")).to_be_checked()
    expect(page.locator("input:checked")).to_have_count(1)


@pytest.mark.parametrize(
    "context",
    [{"viewport": DESKTOP, "java_script_enabled": False}, {"viewport": DESKTOP}],
    ids=["without-script", "desktop"],
    indirect=True,
)
def test_keyboard_and_screen_reader_find_no_answer_once_there_is_one(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    statement = page.get_by_role("group", name="Karin Lund håller sig lugn.")
    none = statement.get_by_role("radio", name="Inget svar")
    expect(none).to_have_count(0)
    statement.get_by_role("radio").last.focus()
    page.keyboard.press("Space")
    expect(none).to_have_count(1)

    page.keyboard.press("ArrowDown")

    expect(none).to_be_checked()
    expect(none).to_be_focused()
    _go_on_and_back(page)
    expect(page.locator("input:checked")).to_have_count(0)


def test_an_answer_that_another_tab_took_back_goes_here_too(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    choose(page, "lugn", "4")
    wait_for_save(page)
    other = page.context.new_page()
    other.goto(page.url)
    step(page).click(force=True, delay=0)
    wait_for_save(page)

    choose(other, "lika", "5")

    expect(other.locator("[data-saving]")).to_have_text(re.compile("öppen på två ställen"))
    expect(step(other)).not_to_be_checked()
    expect(step(other, "lika", "5")).to_be_checked()


def test_nothing_moves_when_a_step_is_chosen_or_taken_back(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    before = page.locator(".statement").nth(2).bounding_box()

    choose(page, "lugn", "4")

    assert page.locator(".statement").nth(2).bounding_box() == before


def _go_on_and_back(page: Page) -> None:
    press(page, "Spara och fortsätt")
    expect(page.locator("h1")).to_have_text("Klar")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Säker")
