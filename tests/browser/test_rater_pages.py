"""A rater's way in a real browser: phone and desktop, keyboard, no script, two tabs, offline."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from feedback.database import Database
from feedback.models import State
from tests.browser.accessibility import violations
from tests.browser.serving import serving
from tests.factories import OpenCampaign, open_campaign, small_survey, test_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
CHOICES = {"lugn": "4", "lika": "5", "misstag": "NO", "lyssnar": "6", "berom": "1", "mal": "3"}


@pytest.fixture
def campaign(tmp_path: Path, sqlite_url: str) -> Iterator[OpenCampaign]:
    """Give an open campaign about two leaders, served on this machine."""
    settings = test_settings(tmp_path, sqlite_url, base_url="http://127.0.0.1")
    database = Database(settings.database)
    with serving(settings) as address:
        made = open_campaign(database, settings, leaders=("Karin Lund", "Lars Öberg"))
        made.links = {rater: address + path for rater, path in made.links.items()}
        yield made
    database.dispose()


@pytest.fixture
def context(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """Give a fresh profile; a test may ask for another one by indirect parameters."""
    wanted = {"viewport": PHONE, **getattr(request, "param", {})}
    made = chromium.new_context(locale="sv-SE", **wanted)
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Give an empty page."""
    return context.new_page()


def choose(page: Page, key: str, value: str) -> None:
    """Mark a radio, as a finger on its tile does."""
    page.locator(f"input[name='rating-{key}'][value='{value}']").check(force=True)


def press(page: Page, name: str) -> None:
    """Press the button or link with this name, in the main part of the page."""
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def start(page: Page, campaign: OpenCampaign, address: str = "anna@example.se") -> None:
    """Go from the link to the first page of the form."""
    page.goto(campaign.link_to(address))
    page.locator(".app-task a.govuk-button").first.click()
    page.locator("main a.govuk-button").click()


def answer(page: Page) -> None:
    """Answer the whole form, from its first page to the look over."""
    for keys in (("lugn", "lika", "misstag"), ("lyssnar", "berom", "mal")):
        for key in keys:
            choose(page, key, CHOICES[key])
        press(page, "Spara och fortsätt")
    page.get_by_label("Vad gör Karin Lund bra?").fill("Lyssnar på alla.")
    press(page, "Spara och fortsätt")


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


def test_nothing_is_left_in_the_browser(page: Page, campaign: OpenCampaign) -> None:
    start(page, campaign)
    answer(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Titta igenom och skicka")

    kept = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")

    assert kept == [0, 0, ""]


@pytest.mark.parametrize("context", [{"viewport": DESKTOP}], indirect=True)
def test_the_whole_way_by_keyboard_alone(page: Page, campaign: OpenCampaign) -> None:
    page.goto(campaign.link_to("anna@example.se"))
    tab_to(page, "Börja: Karin Lund")
    page.keyboard.press("Enter")
    page.wait_for_url("**/response")
    tab_to(page, "Börja svara")
    page.keyboard.press("Enter")
    page.wait_for_url("**/1")
    for _ in range(2):
        for _ in range(3):
            tab_to(page, "Nästan aldrig")
            page.keyboard.press("ArrowDown")  # marks "seldom"
        heading = page.locator("h1").inner_text()
        page.keyboard.press("Enter")  # Enter in a form means: save and continue
        expect(page.locator("h1")).not_to_have_text(heading)
    tab_to(page, "Spara och fortsätt")
    page.keyboard.press("Enter")
    page.wait_for_url("**/look-over")
    tab_to(page, "Skicka dina svar")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Tack! Dina svar är skickade.")
    assert set(campaign.ballots()[0].ratings.values()) == {2}


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this name is in focus."""
    said = "(e => (e.labels?.[0]?.innerText ?? e.textContent).trim().replace(/\\s+/g, ' '))"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"{said}(document.activeElement)").replace(" :", ":") == name:
            return
    message = f"nothing named {name!r} can be reached"
    raise AssertionError(message)


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


def test_a_page_that_is_offline_says_so_and_saves_when_the_network_is_back(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    page.context.set_offline(True)
    choose(page, "lugn", "4")
    line = page.locator("[data-saving]")
    expect(line).to_have_text("Inte sparat. Stäng inte sidan: vi försöker igen.")
    press(page, "Spara och fortsätt")  # does not leave the page while nothing can be saved
    expect(page.get_by_role("heading", level=1)).to_have_text("Säker")

    page.context.set_offline(False)  # and goes on by itself, as was asked

    expect(page.get_by_role("heading", level=1)).to_have_text("Klar", timeout=15_000)
    page.go_back()
    expect(page.locator("input[name='rating-lugn'][value='4']")).to_be_checked()


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
    page.goto(page.url.removesuffix("/1") + "/3")
    field = page.get_by_label("Vad gör Karin Lund bra?")
    asked = page.locator("#words-1-private")

    field.fill("Ring 070-123 45 67.")

    expect(page.locator("#words-1-count")).to_have_text("2981 tecken kvar")
    expect(asked).to_be_visible()
    field.fill("Hon lyssnar 7 dagar av 10.")
    expect(asked).to_be_hidden()


@pytest.mark.parametrize("context", [{"viewport": {"width": 320, "height": 600}}], indirect=True)
def test_no_page_is_wider_than_320_pixels_and_every_target_is_large(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)

    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    sizes = page.evaluate(
        "[...document.querySelectorAll('main button, .app-tool, .govuk-radios__item')]"
        ".map(e => e.getBoundingClientRect()).map(r => Math.min(r.width, r.height))"
    )

    assert not too_wide
    assert min(sizes) >= 44


@pytest.mark.parametrize("language", ["sv", "sv-simple", "en"])
@pytest.mark.parametrize(
    "context", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True
)
def test_axe_finds_nothing_on_any_page(page: Page, campaign: OpenCampaign, language: str) -> None:
    link = campaign.link_to("anna@example.se")
    query = f"?l={language}"
    page.goto(link + query)
    task = page.locator(".app-task a.govuk-button").first.get_attribute("href") or ""
    task = link.partition("/s/")[0] + task.partition("?")[0]
    addresses = [link, task, *(f"{task}/{n}" for n in (1, 2, 3)), f"{task}/look-over"]
    addresses += [task.replace("/response", "/decline"), link + "0"]
    addresses += [link.partition("/s/")[0] + path for path in ("/s", "/akta", "/closed")]

    found = []
    for address in addresses:
        page.goto(address + query)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found += violations(page)
    page.goto(f"{task}/3{query}")
    page.locator("textarea").first.fill("x" * 3001)
    page.locator("main button[value='next']").click()
    page.locator(".govuk-error-summary").wait_for()
    found += violations(page)
    page.goto(f"{task}/1{query}")
    choose(page, "lugn", "4")
    page.goto(f"{task}/look-over{query}")
    page.locator("main form button").click()
    page.locator(".app-receipt").wait_for()
    found += violations(page)

    assert found == []


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


@pytest.mark.parametrize(
    "context", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True
)
def test_axe_finds_nothing_on_what_leaders_and_latecomers_meet(
    page: Page, campaign: OpenCampaign
) -> None:
    found = []
    for address in ("karin.lund@example.se", "per@example.se"):
        page.goto(campaign.link_to(address))
        found += violations(page)
        tasks = page.locator(".app-task a.govuk-button").all()
        for href in [task.get_attribute("href") or "" for task in tasks]:
            for step in ("", "/1"):
                page.goto(campaign.link_to(address).partition("/s/")[0] + href + step)
                found += violations(page)
    for state in (State.DRAFT, State.CLOSED, State.CANCELLED, State.LOST):
        campaign.set_state(state)
        page.goto(campaign.link_to("anna@example.se"))
        found += violations(page)

    assert found == []


@pytest.mark.parametrize(
    "context", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True
)
def test_axe_finds_nothing_on_a_survey_of_one_page(page: Page, campaign: OpenCampaign) -> None:
    address = campaign.link_to("anna@example.se").partition("/s/")[0]
    single = open_campaign(
        campaign.database, campaign.settings, survey=small_survey(layout="one-page")
    )

    page.goto(address + single.link_to("anna@example.se"))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

    assert violations(page) == []
