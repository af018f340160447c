"""The pages before a launch in a real browser, and the sheet on paper."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from feedback.operations.people.people_list import PeopleList
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
    # Without motion: a colour that is on its way to another scheme is no colour of the page.
    context = chromium.new_context(locale="sv-SE", viewport=NARROW, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(20_000)
    Served(made.world, address, made.id).sign_in(page, ORGANISER)
    return page


def test_the_pages_before_a_launch_fit_a_narrow_phone_and_have_no_faults(
    chromium: Browser, draft: tuple[Draft, str]
) -> None:
    made, address = draft
    page = _signed_in(chromium, made, address)
    leader = made.subject("Eva Lind")
    many = [("people", "several", f"{act}?picked={leader}") for act in ("coach", "draw", "remove")]
    found: list[str] = []

    for parts in (
        ("",),
        ("check",),
        ("launch",),
        ("sheet",),
        ("settings",),
        ("survey",),
        ("people?q=nobody",),
        ("people",),
        *many,
        ("people", leader, "remove"),
        ("coaches", leader),
        ("corrections",),
        ("nomination",),
    ):
        page.goto(address + made.path(*parts).rstrip("/"))
        found += _faults(page)

    assert found == []


def test_a_campaign_without_people_and_what_is_refused_have_no_faults(
    chromium: Browser, world: World
) -> None:
    made, found = Draft(world, PeopleList(())), []
    programme = f"/programmes/{world.programmes[0]}"
    with serving(world.app) as address:
        page = _signed_in(chromium, made, address)
        for name in ("people", "coaches", "check", "sheet"):
            page.goto(address + made.path(name))
            found += _faults(page)
        for path, button in (
            (f"{programme}/edit", "Spara"),
            (f"{programme}/waves/new", "Börja"),
            (made.path("settings"), "Spara"),
            (made.path("nomination"), "Öppna och mejla cheferna"),
        ):
            page.goto(address + path)
            for one in page.locator("main input[type=text], main input[type=number]").all():
                one.fill("")
            page.get_by_role("button", name=button).click()
            expect(page.get_by_role("alert")).to_be_visible()
            found += _faults(page)

    assert found == []


def _faults(page: Page) -> list[str]:
    """Look in both colour schemes, with everything unfolded, and at the width."""
    page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += violations(page, only="color-contrast")
    page.emulate_media(color_scheme="light")
    is_too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return found + ([f"{page.url}: too wide"] if is_too_wide else [])


def test_the_sheet_is_one_page_of_paper(chromium: Browser, draft: tuple[Draft, str]) -> None:
    made, address = draft
    page = _signed_in(chromium, made, address)
    page.goto(address + made.path("sheet"))
    margins: PdfMargins = {"top": "15mm", "right": "15mm", "bottom": "15mm", "left": "15mm"}

    printed = PdfReader(io.BytesIO(page.pdf(format="A4", margin=margins)))

    assert len(printed.pages) == 1
    assert "Till fack och skyddsombud" in printed.pages[0].extract_text()
