"""A list of people in a real browser: uploaded, looked at, applied, and found in the table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, expect

from tests.browser.accessibility import violations
from tests.browser.serving import serving
from tests.browser.test_staff_pages import Served
from tests.feedback.operations.people.file.people_files import (
    HEADINGS,
    row,
    saved,
    workbook_of,
    xlsx_bytes,
)
from tests.feedback.people_world import Draft
from tests.feedback.world import ORGANISER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.feedback.world import World

PHONE: ViewportSize = {"width": 360, "height": 740}
LONG = "anna-karin.bergstrom-wachtmeister.af.ugglas@utbildning.testkoping.example.se"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def draft(world: World) -> Iterator[tuple[Draft, str]]:
    """Give a served campaign that is being prepared, and its address."""
    made = Draft(world)
    with serving(world.app) as address:
        yield made, address


def test_a_list_is_uploaded_looked_at_and_applied(
    chromium: Browser, draft: tuple[Draft, str]
) -> None:
    made, address = draft
    page = chromium.new_context(locale="sv-SE", viewport=PHONE).new_page()
    page.set_default_timeout(20_000)
    Served(made.world, address, made.id).sign_in(page, ORGANISER)
    rows = [row("Anna Berg"), row("Anna-Karin Bergström-Wachtmeister af Ugglas", email=LONG)]
    file: FilePayload = {"name": "chefer.xlsx", "mimeType": XLSX, "buffer": xlsx_bytes(rows)}
    found: list[str] = []

    page.goto(address + made.path("people"))
    page.get_by_role("button", name="Ladda upp eller klistra in en lista").click()
    expect(page.locator("#file")).to_be_visible()
    found += _faults(page)
    page.locator("#file").set_input_files(file)
    page.get_by_role("radio", name="Hela listan").first.check()
    page.get_by_role("button", name="Läs filen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Det här skulle ändras")
    expect(page.locator("main")).to_contain_text("8 platser tas bort.")
    found += _faults(page)
    # Held up before it is sent, for nothing can be looked at while the next page is awaited.
    page.evaluate("addEventListener('submit', (event) => event.preventDefault())")
    page.get_by_role("button", name="Gör ändringarna").click()
    expect(
        page.get_by_role("button", name=re.compile(r"^Ändrar 9 platser … \d s$"))
    ).to_be_disabled()
    expect(page.get_by_text("Ändrar 9 platser …", exact=True)).to_have_role("status")
    page.reload()
    page.get_by_role("button", name="Gör ändringarna").click()
    expect(page.get_by_role("status")).to_contain_text(
        "Klart: 1 nytt uppdrag, 1 chef borta, 8 uppdrag borta."
    )
    page.get_by_role("button", name="Till personerna").click()
    found += _faults(page)
    page.get_by_role("link", name="Karin Lund").click()
    expect(page.locator("main")).to_contain_text(LONG)
    found += _faults(page)
    page.get_by_role("link", name=re.compile("^Ändra ?: Anna Berg")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anna Berg")
    found += _faults(page)

    assert found == []


def test_a_workbook_of_two_lists_is_asked_about_and_read_as_was_said(
    chromium: Browser, draft: tuple[Draft, str]
) -> None:
    made, address = draft
    page = chromium.new_context(locale="sv-SE", viewport=PHONE).new_page()
    page.set_default_timeout(20_000)
    Served(made.world, address, made.id).sign_in(page, ORGANISER)
    book = workbook_of([row("Anna Berg")])
    second = book.create_sheet("Våg 2")
    for line in (HEADINGS, row("Ida Lim")):
        second.append(list(line))
    file: FilePayload = {"name": "chefer.xlsx", "mimeType": XLSX, "buffer": saved(book)}

    page.goto(address + made.path("people", "import"))
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Läs filen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad betyder kolumnerna?")
    found = _faults(page)
    page.get_by_label("Vilket blad?").select_option("Våg 2")
    page.get_by_role("button", name="Fortsätt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Det här skulle ändras")

    assert found == []
    assert "Ida Lim" in page.locator("main").inner_text()


def _faults(page: Page) -> list[str]:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    is_too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return violations(page) + ([f"{page.url}: too wide"] if is_too_wide else [])
