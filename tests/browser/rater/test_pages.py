"""A rater's way in a real browser: phone and desktop, keyboard, no script, two tabs."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.rater.driving import (
    CHOICES,
    DESKTOP,
    PHONE,
    answer,
    choose,
    press,
    start,
    tab_to,
)

if TYPE_CHECKING:
    from tests.factories import OpenCampaign


@pytest.mark.parametrize(
    "context",
    [
        {"viewport": PHONE, "has_touch": True, "is_mobile": True},
        {"viewport": DESKTOP},
        {"viewport": PHONE, "java_script_enabled": False},
    ],
    ids=["phone", "desktop", "without-script"],
    indirect=True,
)
def test_the_whole_way_from_link_to_receipt(page: Page, campaign: OpenCampaign) -> None:
    start(page, campaign)
    answer(page)
    expect(page.get_by_text("Du har svarat på 6 av 6")).to_be_visible()

    press(page, "Skicka dina svar")

    expect(page.get_by_role("heading", level=1)).to_have_text("Tack! Dina svar är skickade.")
    [ballot] = campaign.ballots()
    assert {key: str(mark) for key, mark in ballot.ratings.items()} == CHOICES
    assert page.context.cookies() == []
    assert page.context.storage_state()["origins"] == []


@pytest.mark.parametrize("context", [{"viewport": DESKTOP}], indirect=True)
def test_the_whole_way_by_keyboard_alone(page: Page, campaign: OpenCampaign) -> None:
    page.goto(campaign.link_to("anna@example.se"))
    tab_to(page, "Börja: Karin Lund")
    page.keyboard.press("Enter")
    page.wait_for_url("**/response")
    tab_to(page, "Börja svara")
    page.keyboard.press("Enter")
    page.wait_for_url("**/1?p=team")
    for _ in range(2):
        for _ in range(3):
            tab_to(page, "Nästan aldrig")
            page.keyboard.press("ArrowDown")  # marks "seldom"
        heading = page.locator("h1").inner_text()
        page.keyboard.press("Enter")  # Enter in a form means: save and continue
        expect(page.locator("h1")).not_to_have_text(heading)
    tab_to(page, "Spara och fortsätt")
    page.keyboard.press("Enter")
    page.wait_for_url("**/look-over?p=team")
    tab_to(page, "Skicka dina svar")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Tack! Dina svar är skickade.")
    assert set(campaign.ballots()[0].ratings.values()) == {2}


def test_answers_are_saved_while_answering_and_open_in_another_browser(
    chromium: Browser, page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    choose(page, "lugn", "4")
    expect(page.locator("[data-saving]")).to_have_text(re.compile(r"^Sparat \d\d:\d\d$"))

    other = chromium.new_context()
    phone = other.new_page()
    phone.goto(page.url)

    expect(phone.locator("input[name='rating-lugn'][value='4']")).to_be_checked()
    other.close()


def test_two_tabs_put_their_answers_together_and_say_so(page: Page, campaign: OpenCampaign) -> None:
    start(page, campaign)
    other = page.context.new_page()
    other.goto(page.url)
    choose(page, "lugn", "4")
    expect(page.locator("[data-saving]")).to_have_text(re.compile("Sparat"))

    choose(other, "lika", "5")

    expect(other.locator("[data-saving]")).to_have_text(re.compile("öppen på två ställen"))
    expect(other.locator("input[name='rating-lugn'][value='4']")).to_be_checked()


def test_a_language_switched_midway_keeps_the_answer(page: Page, campaign: OpenCampaign) -> None:
    start(page, campaign)
    choose(page, "lugn", "4")

    page.get_by_role("button", name="English").click()

    expect(page.get_by_text("Karin Lund stays calm.")).to_be_visible()
    expect(page.locator("input[name='rating-lugn'][value='4']")).to_be_checked()


def test_close_and_clear_saves_and_leaves_for_a_neutral_page(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    form = page.url
    choose(page, "lugn", "4")

    page.get_by_role("button", name="Stäng och rensa").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Stängt")
    page.goto(form)
    expect(page.locator("input[name='rating-lugn'][value='4']")).to_be_checked()


def test_the_words_count_down_and_ask_about_personal_numbers(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    page.goto(page.url.replace("/1?", "/3?"))
    field = page.get_by_label("Vad gör Karin Lund bra?")
    asked = page.locator("#words-1-private")

    field.fill("Ring 070-123 45 67.")

    expect(page.locator("#words-1-count")).to_have_text("2981 tecken kvar")
    expect(asked).to_be_visible()
    field.fill("Hon lyssnar 7 dagar av 10.")
    expect(asked).to_be_hidden()


def test_a_form_page_weighs_little(page: Page, campaign: OpenCampaign) -> None:
    weights: dict[str, int] = {}
    page.on("response", lambda answer: weights.update({answer.url: _weight(answer.body())}))

    start(page, campaign)
    page.wait_for_load_state("networkidle")

    form = weights[page.url]
    shared = sum(weight for url, weight in weights.items() if "/static/" in url)
    assert form + shared < 60_000
    assert form < 12_000


def _weight(body: bytes) -> int:
    return len(gzip.compress(body, 6))
