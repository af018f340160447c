"""The pages before a launch in a real browser, and the sheet on paper."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.browser.accessibility import violations
from tests.browser.serving import serving
from tests.browser.test_staff_pages import Served
from tests.feedback.organiser.test_looking_over import PEOPLE
from tests.feedback.people_world import Draft
from tests.feedback.world import ORGANISER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, PdfMargins, ViewportSize

    from tests.feedback.world import World

NARROW: ViewportSize = {"width": 320, "height": 740}


@pytest.fixture
def draft(world: World) -> Iterator[tuple[Draft, str]]:
    """Give a served campaign in which much is missing, and its address."""
    made = Draft(world, PEOPLE)
    with serving(world.app) as address:
        yield made, address


def _signed_in(chromium: Browser, made: Draft, address: str) -> Page:
    page = chromium.new_context(locale="sv-SE", viewport=NARROW).new_page()
    page.set_default_timeout(20_000)
    Served(made.world, address, made.id).sign_in(page, ORGANISER)
    return page


def test_the_pages_before_a_launch_fit_a_narrow_phone_and_have_no_faults(
    chromium: Browser, draft: tuple[Draft, str]
) -> None:
    made, address = draft
    page = _signed_in(chromium, made, address)
    found: list[str] = []

    for name in ("check", "launch", "sheet"):
        page.goto(address + made.path(name))
        found += violations(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{name} scrolls sideways")

    assert found == []


def test_the_sheet_is_one_page_of_paper(chromium: Browser, draft: tuple[Draft, str]) -> None:
    made, address = draft
    page = _signed_in(chromium, made, address)
    page.goto(address + made.path("sheet"))
    margins: PdfMargins = {"top": "15mm", "right": "15mm", "bottom": "15mm", "left": "15mm"}

    printed = PdfReader(io.BytesIO(page.pdf(format="A4", margin=margins)))

    assert len(printed.pages) == 1
    assert "Till fack och skyddsombud" in printed.pages[0].extract_text()
