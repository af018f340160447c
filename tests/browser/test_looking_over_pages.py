"""The pages before a launch in a real browser, and the sheet on paper."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from sqlalchemy import select

from feedback.models import Account, Campaign, Nomination, Proposal, State, Subject
from feedback.operations.people.people_list import PeopleList
from feedback.operations.people.standing import SENT
from tests.browser.accessibility import violations
from tests.browser.serving import serving
from tests.browser.test_staff_pages import Served
from tests.days import today_in_sweden
from tests.factories import person
from tests.feedback.organiser.test_looking_over import PEOPLE
from tests.feedback.people_world import Draft
from tests.feedback.world import ADMIN, KARIN, MAJA, ORGANISER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, PdfMargins, ViewportSize
    from sqlalchemy.orm import Session

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


def test_pages_that_ask_first_or_stand_beside_have_no_faults(
    chromium: Browser, draft: tuple[Draft, str]
) -> None:
    made, address = draft
    world, leader = made.world, made.subject("Eva Lind")
    programme = f"/programmes/{world.programmes[0]}"
    with world.database.writing() as session:
        campaign = session.get_one(Campaign, made.id)
        subject, account = session.get_one(Subject, leader), _account_of(session, ORGANISER)
        subject.approver = person(session, "hanna.moberg@example.se", "Hanna Moberg")
    world.share_with_leader(world.karin)
    page = _signed_in(chromium, made, address)
    found: list[str] = []

    for path in (
        *(made.path("people", "several", f"move?picked={leader}"), made.path("cancel")),
        *(made.path("leaders", leader, "move"), made.path("make-real")),
        *(made.path("preview", reader) for reader in ("others", "self")),
        *(f"/campaigns/{world.campaign}/several/share", "/campaigns/people?q=lund"),
        *("/campaigns/people?q=nobody", "/programmes/new", f"{programme}/edit"),
        *(f"{programme}/waves/new", f"{programme}/letters/invitation/sv"),
        f"{programme}/initiatives",
    ):
        answer = page.goto(address + path)
        assert answer
        assert answer.status == 200, path
        found += _faults(page)

    with world.database.writing() as session:
        campaign = session.get_one(Campaign, made.id)
        campaign.state = State.NOMINATING
        session.add(Nomination(campaign_id=made.id, until=today_in_sweden() + timedelta(days=9)))
        session.add(Proposal(subject_id=leader, state=SENT))
    for who, paths in (
        ("hanna.moberg@example.se", ("/approve/", f"/approve/{leader}")),
        ("eva.lind@example.se", ("/my-reports/", f"/my-reports/{leader}/raters")),
        (MAJA, ("/my-reports/practice",)),
        (KARIN, (f"/my-reports/{world.karin}/coach",)),
        (
            ADMIN,
            ("/mail/hold", "/mail/release", "/records/log", f"/admin/rights/{account}/revoke"),
        ),
    ):
        page.context.clear_cookies()
        Served(world, address, made.id).sign_in(page, who)
        for path in paths:
            answer = page.goto(address + path)
            assert answer
            assert answer.status == 200, path
            found += _faults(page)

    assert found == []


def _account_of(session: Session, address: str) -> int:
    """Return the number of an account."""
    return session.scalars(select(Account.id).where(Account.email == address)).one()


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
