"""A messy staff list in a real browser: one upload, and everything put right in the page."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, ViewportSize, expect

from feedback.operations.people.people_list import PeopleList
from tests.browser.accessibility import violations
from tests.browser.serving import serving
from tests.browser.test_staff_pages import Served
from tests.feedback.operations.people.file.messy_files import DOMAIN, messy_xlsx
from tests.feedback.people_world import Draft
from tests.feedback.world import ORGANISER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.feedback.world import World

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIZES: Final[dict[str, ViewportSize]] = {
    "1280": {"width": 1280, "height": 900},
    "390": {"width": 390, "height": 844},
}


@pytest.fixture
def draft(world: World) -> Iterator[tuple[Draft, str]]:
    """Give a served campaign without people, and its address."""
    made = Draft(world, PeopleList(()))
    with serving(world.app) as address:
        yield made, address


@dataclass(slots=True)
class Organiser:
    """Whoever does the work: counts what it takes, and looks at each step."""

    page: Page
    uploads: int = 0
    clicks: int = 0
    typed: int = 0
    found: list[str] = field(default_factory=list)

    def click(self, what: Locator) -> None:
        """Click once."""
        what.click()
        self.clicks += 1

    def upload(self, file: FilePayload) -> None:
        """Choose a file: a click, and an upload."""
        self.page.locator("#file").set_input_files(file)
        self.clicks += 1
        self.uploads += 1

    def write(self, field: Locator, text: str) -> None:
        """Write into a field that is wrong."""
        field.fill(text)
        self.typed += 1

    def look(self) -> None:
        """Find what axe finds, with everything unfolded, and what is wider than the page."""
        self.page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
        self.found += violations(self.page)
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.found.append(f"{self.page.url}: too wide")


@pytest.mark.parametrize("size", SIZES)
def test_a_messy_staff_list_goes_in_by_one_upload(
    chromium: Browser, draft: tuple[Draft, str], size: str, capsys: pytest.CaptureFixture[str]
) -> None:
    made, address = draft
    context = chromium.new_context(locale="sv-SE", viewport=SIZES[size], java_script_enabled=True)
    page = context.new_page()
    page.set_default_timeout(20_000)
    Served(made.world, address, made.id).sign_in(page, ORGANISER)
    page.goto(address + made.path("people"))
    organiser = Organiser(page)

    organiser.click(page.get_by_role("button", name="Ladda upp eller klistra in en lista"))
    organiser.look()
    organiser.upload({"name": "personal.xlsx", "mimeType": XLSX, "buffer": messy_xlsx()})
    organiser.click(page.get_by_role("button", name="Läs filen"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad betyder kolumnerna?")
    organiser.look()
    organiser.click(page.get_by_role("button", name="Fortsätt"))
    expect(page.get_by_role("heading", level=1)).to_have_text("4 saker att rätta")
    organiser.look()
    ulf = page.get_by_role("group", name="Rad 17 · Ulf Moa")
    organiser.write(ulf.get_by_label("E-post (arbete)"), f"ulf.moa@{DOMAIN}")
    organiser.click(page.get_by_role("button", name="Spara och fortsätt"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Det här skulle ändras")
    organiser.look()
    organiser.click(page.get_by_role("link", name="Ändra raderna i steg 3"))
    organiser.look()
    nina = page.get_by_role("group", name="Rad 6 · Nina Vik")
    organiser.write(nina.get_by_label("Chefens e-postadress"), f"erik.hagg@{DOMAIN}")
    per = page.get_by_role("group", name="Rad 15 · Per Holm")
    organiser.write(per.get_by_label("E-post (arbete)"), f"per.holm@{DOMAIN}")
    organiser.click(page.get_by_role("button", name="Spara och fortsätt"))
    expect(page.locator("main")).not_to_contain_text("hemma.example")
    organiser.click(page.get_by_role("button", name="Gör ändringarna"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Listan är inne")
    organiser.look()

    with capsys.disabled():
        sys.stdout.write(
            f"\n{size} px: {organiser.clicks} clicks, {organiser.uploads} upload, "
            f"{organiser.typed} cells typed, 0 faults put right outside the page\n"
        )
    assert organiser.found == []
    assert (organiser.clicks, organiser.uploads, organiser.typed) == (8, 1, 3)
    assert made.names("Nina Vik") == [
        "Erik Hägg", "Ida Lim", "Karin Lund", "Nina Vik", "Olle Sand", "Ulf Moa",
    ]  # fmt: skip
    context.close()
