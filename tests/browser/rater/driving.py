"""Drive a rater's pages as a person does: mark a tile, press a button, tab to a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.models import Person

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

    from tests.factories import OpenCampaign

PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
DESKTOP: Final[ViewportSize] = {"width": 1280, "height": 900}
CHOICES: Final = {
    "lugn": "4",
    "lika": "5",
    "misstag": "NO",
    "lyssnar": "6",
    "berom": "1",
    "mal": "3",
}


def choose(page: Page, key: str, value: str) -> None:
    """Mark a radio, as a finger on its tile does."""
    page.locator(f"input[name='rating-{key}'][value='{value}']").check(force=True)


def press(page: Page, name: str) -> None:
    """Press the button or link with this name, in the main part of the page."""
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def start(page: Page, campaign: OpenCampaign, address: str = "anna@example.se") -> None:
    """Go from the link to the first page of the form."""
    page.goto(campaign.link_to(address))
    page.locator(".task a.govuk-button").first.click()
    page.locator("main a.govuk-button").click()
    page.wait_for_url("**/response/*")


def answer(page: Page) -> None:
    """Answer the whole form, from its first page to the look over."""
    for keys in (("lugn", "lika", "misstag"), ("lyssnar", "berom", "mal")):
        for key in keys:
            choose(page, key, CHOICES[key])
        press(page, "Spara och fortsätt")
    page.get_by_label("Vad gör Karin Lund bra?").fill("Lyssnar på alla.")
    press(page, "Spara och fortsätt")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this name is in focus."""
    said = "(e => (e.labels?.[0]?.innerText ?? e.textContent).trim().replace(/\\s+/g, ' '))"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"{said}(document.activeElement)").replace(" :", ":") == name:
            return
    message = f"nothing named {name!r} can be reached"
    raise AssertionError(message)


def put_on_paper(campaign: OpenCampaign, address: str) -> str:
    """Take a rater's address away, so that the link stands on a slip; returns the link."""
    with campaign.database.writing() as session:
        person = session.scalars(select(Person).where(Person.email == address)).one()
        person.email, person.own_number = None, "17"
    return campaign.link_to(address)
