"""What makes answering safe away from a desk: no network, no reading, a slip in two phones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Browser, Page, expect

from tests.browser.rater.driving import choose, press, put_on_paper, start
from tests.factories import open_campaign, small_survey

if TYPE_CHECKING:
    from tests.factories import OpenCampaign

VOICES = """local => {
    const voice = { localService: local, lang: "sv-SE", name: "Alva" };
    speechSynthesis.getVoices = () => [voice];
    speechSynthesis.speak = speech => { window.said = speech.text; };
    window.SpeechSynthesisUtterance = class extends EventTarget {
        constructor(text) { super(); this.text = text; }
    };
    speechSynthesis.dispatchEvent(new Event("voiceschanged"));
}"""


def test_a_page_outlives_five_minutes_without_a_network(page: Page, campaign: OpenCampaign) -> None:
    page.clock.install()
    start(page, campaign)
    line = page.locator("[data-saving]")
    page.context.set_offline(True)

    choose(page, "lugn", "4")
    page.clock.run_for(1_000)
    expect(line).to_have_text("Kunde inte spara – försöker igen. Stäng inte sidan.")
    for _ in range(5):
        page.clock.run_for("01:00")
    choose(page, "lika", "5")
    press(page, "Spara och fortsätt")  # does not leave the page while nothing can be saved
    expect(page.locator("h1")).to_have_text("Säker")
    expect(line).to_have_class("saving saving--failed saving--shown")
    page.clock.resume()
    page.context.set_offline(False)  # and goes on by itself, as was asked

    expect(page.locator("h1")).to_have_text("Klar")
    page.go_back()
    expect(page.locator("input[name='rating-lugn'][value='4']")).to_be_checked()
    expect(page.locator("input[name='rating-lika'][value='5']")).to_be_checked()


def test_a_statement_is_read_aloud_by_a_voice_of_the_device_and_by_no_other(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)
    listen = page.get_by_role("button", name="Lyssna")
    expect(listen).to_have_count(0)
    page.evaluate(VOICES, False)  # noqa: FBT003 - the argument of a script
    expect(listen).to_have_count(0)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))

    page.evaluate(VOICES, True)  # noqa: FBT003 - as above
    listen.nth(1).click()

    expect(listen).to_have_count(3)
    expect(listen.nth(1)).to_have_attribute("aria-pressed", "true")
    said = page.evaluate("window.said")
    assert said == "Karin Lund låter samma regler gälla. Till exempel raster."
    assert sent == []


def test_a_slip_in_a_second_phone_asks_for_the_word_of_the_first(
    chromium: Browser, page: Page, campaign: OpenCampaign
) -> None:
    link = put_on_paper(campaign, "anna@example.se")
    start(page, campaign)
    choose(page, "lugn", "4")
    expect(page.locator("[data-saving]")).to_contain_text("Sparat")
    word = page.locator(".note strong").inner_text()
    page.reload()
    expect(page.locator("input[name='rating-lugn'][value='4']")).to_be_checked()

    with chromium.new_context(locale="sv-SE") as other:
        phone = other.new_page()
        phone.goto(link)
        phone.locator(".task a.govuk-button").first.click()
        expect(phone.locator("h1")).to_have_text("Skriv ditt kodord")
        phone.get_by_label("Kodord").fill(word.replace("-", " "))
        press(phone, "Fortsätt")
        phone.locator("main a.govuk-button").click()

        expect(phone.locator("input[name='rating-lugn'][value='4']")).to_be_checked()


def test_the_whole_way_on_one_page_points_out_once_what_was_skipped(
    page: Page, campaign: OpenCampaign
) -> None:
    address = campaign.link_to("anna@example.se").partition("/s/")[0]
    single = open_campaign(
        campaign.database, campaign.settings, survey=small_survey(layout="one-page")
    )
    page.goto(address + single.link_to("anna@example.se"))
    for key in ("lugn", "lika", "misstag", "lyssnar", "berom"):
        choose(page, key, "3")

    press(page, "Skicka dina svar")
    expect(page.get_by_text("Du har svarat på 5 av 6")).to_be_visible()
    expect(page.get_by_role("link", name="Karin Lund sätter tydliga mål.")).to_be_visible()
    press(page, "Skicka dina svar")

    expect(page.locator("h1")).to_have_text("Tack! Dina svar är skickade.")
    assert len(single.ballots()) == 1


def test_a_printed_page_has_the_statements_and_none_of_the_tools(
    page: Page, campaign: OpenCampaign
) -> None:
    start(page, campaign)

    page.emulate_media(media="print")

    expect(page.get_by_text("Karin Lund håller sig lugn.")).to_be_visible()
    for tool in (".header__tools", ".buttons", ".saving"):
        expect(page.locator(tool)).to_be_hidden()
