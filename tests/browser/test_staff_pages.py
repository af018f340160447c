"""Organiser, coach and leader in a real browser: from the closed campaign to the read report."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    FilePayload,
    Page,
    ViewportSize,
    expect,
)
from sqlalchemy import select

from feedback.clock import utc_now
from feedback.models import Campaign, Invitation, State
from feedback.operations.people.nameless import add_nameless
from tests.acting import by
from tests.browser.accessibility import violations
from tests.browser.serving import serving
from tests.days import today_in_sweden
from tests.factories import open_campaign
from tests.feedback.operations.people.file.people_files import (
    HEADINGS,
    row,
    saved,
    workbook_of,
)
from tests.feedback.people_world import Draft
from tests.feedback.world import ADMIN, KARIN, MAJA, NOW, ORGANISER, World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy.orm import Session

PHONE: ViewportSize = {"width": 360, "height": 740}
NARROW: ViewportSize = {"width": 320, "height": 740}
DRAGGED = """[...document.querySelectorAll(".report-chart")].some(
    chart => chart.offsetParent && chart.scrollWidth > chart.clientWidth + 1)"""
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass
class Served:
    """The world of staff at an address of this machine."""

    world: World
    address: str
    open_campaign: UUID

    def sign_in(self, page: Page, person: str) -> None:
        """Sign in as a person does: ask, read the mail, type."""
        before = len(self.world.mails_to(person))
        page.goto(f"{self.address}/sign-in")
        page.locator("#address").fill(person)
        page.locator("main button").click()
        page.locator("#passcode").wait_for()
        until = time.monotonic() + 10
        while len(self.world.mails_to(person)) == before and time.monotonic() < until:
            time.sleep(0.05)
        page.locator("#passcode").fill(self.world.mailed_code(person))
        page.locator("main button").click()
        page.wait_for_url(lambda url: "sign-in" not in url)


@pytest.fixture
def served(world: World) -> Iterator[Served]:
    """Give the world of staff, served, with one more campaign that is open."""
    going_on = open_campaign(world.database, world.settings, leaders=("Eva Dahl",))
    with world.database.writing() as session:
        _move_to_department_of(session, going_on.id, world.campaign)
        campaign = session.get_one(Campaign, going_on.id)
        add_nameless(session, campaign, [campaign.subjects[0]], "team", 12, by=by())
    with serving(world.app) as address:
        yield Served(world, address, going_on.id)


@pytest.fixture
def context(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """Give a fresh profile; a test may ask for another one by indirect parameters."""
    wanted = {"viewport": PHONE, "locale": "sv-SE", **getattr(request, "param", {})}
    made = chromium.new_context(**wanted)
    made.set_default_timeout(10_000)
    yield made
    made.close()


def test_from_the_organiser_over_the_coach_to_the_leader(chromium: Browser, served: Served) -> None:
    organiser, coach, leader = (_page(chromium) for _ in range(3))

    served.sign_in(organiser, ORGANISER)
    organiser.goto(f"{served.address}/campaigns/{served.world.campaign}")
    organiser.get_by_role("button", name="Dela med coacherna").click()
    expect(organiser.get_by_role("status")).to_contain_text("Nu kan varje coach läsa")

    served.sign_in(coach, MAJA)
    coach.get_by_role("link", name="Karin Lund").click()
    expect(coach.locator(".for-phone svg[role=img]")).to_be_visible()
    coach.get_by_role("link", name="Läs igenom kommentarerna").click()
    comment = coach.locator(".comment", has_text="Ord från plats 02.")
    comment.get_by_text("Håll inne den här kommentaren").click()
    comment.get_by_label("Skäl").fill("Avslöjar vem som skrev.")
    comment.get_by_role("button", name="Håll inne hela kommentaren").click()
    expect(coach.get_by_role("status")).to_contain_text("Kommentaren hålls inne")
    coach.get_by_role("link", name="Vidare till att dela").click()
    coach.get_by_role("button", name="Dela rapporten").click()
    expect(coach.get_by_role("status")).to_contain_text("Nu kan Karin Lund läsa rapporten")

    served.sign_in(leader, KARIN)
    leader.get_by_role("link", name="Hösten 2026").click()
    expect(leader.get_by_role("heading", level=1)).to_have_text(
        "Karin Lund, det här är inget betyg"
    )
    with leader.expect_download() as download:
        leader.get_by_role("link", name="Svenska").click()
    leader.get_by_role("button", name="Läs kommentarerna").click()

    assert download.value.suggested_filename == "Återkoppling Karin Lund, Hösten 2026.pdf"
    expect(leader.locator("main")).to_contain_text("Ord från plats 03.")
    expect(leader.locator("main")).not_to_contain_text("Ord från plats 02.")


@pytest.mark.parametrize(
    "context",
    [
        {"locale": locale, "color_scheme": scheme, "viewport": viewport}
        for locale, scheme, viewport in (
            ("sv-SE", "dark", NARROW),
            ("en-GB", "light", DESKTOP),
        )
    ],
    indirect=True,
)
def test_axe_finds_nothing_and_nothing_is_too_wide(context: BrowserContext, served: Served) -> None:
    world = served.world
    world.share_with_leader(world.karin)
    world.share_with_coach(world.olle)
    department, programme = world.departments[0], world.programmes[0]
    subject, asked, draft = _somebody_asked(served)
    rehearsal = _rehearsed(served)
    walks = {
        "": ["/", "/sign-in", "/integritet", f"/integritet/{department}", "/tillganglighet"],
        ORGANISER: [
            "/campaigns/",
            f"/campaigns/{world.campaign}",
            f"/campaigns/{served.open_campaign}",
            f"/campaigns/{world.campaign}/thanks",
            f"/campaigns/{served.open_campaign}/close",
            f"/campaigns/{served.open_campaign}/people",
            f"/campaigns/{served.open_campaign}/people/import",
            f"/campaigns/{served.open_campaign}/people/{subject}",
            f"/campaigns/{served.open_campaign}/raters/{asked}",
            f"/campaigns/{served.open_campaign}/raters/{asked}/withdraw",
            f"/campaigns/{served.open_campaign}/coaches",
            f"/campaigns/{draft}/nomination",
            f"/programmes/{programme}",
            f"/programmes/{programme}/letters/",
            *(
                f"/programmes/{programme}/{name}"
                for name in (
                    "teams",
                    "workplaces",
                    "cohorts",
                    "memberships",
                    "modules",
                    "occasions",
                    "initiatives",
                )
            ),
            f"/campaigns/{served.open_campaign}/mail/",
            f"/campaigns/{served.open_campaign}/rehearse",
            f"/campaigns/{served.open_campaign}/handouts",
            f"/campaigns/{served.open_campaign}/handouts/card",
            "/surveys/",
            "/surveys/new",
            f"/surveys/{world.own_surveys[0]}",
            f"/surveys/{world.own_surveys[0]}/survey/-",
            f"/records/rehearsals/{rehearsal}/erase",
            "/records/",
            f"/records/departments/{department}",
            f"/records/departments/{department}/protocol",
            f"/records/departments/{department}/log",
        ],
        MAJA: [
            "/coach/",
            f"/coach/{world.karin}",
            f"/coach/{world.karin}/comments",
            f"/coach/{world.karin}/share",
        ],
        "nils.falk@example.se": [f"/coach/{world.olle}/comments", f"/coach/{world.olle}/share"],
        KARIN: [
            "/my-reports/",
            f"/my-reports/{world.karin}",
            f"/my-reports/{world.karin}/comments",
        ],
        ADMIN: ["/admin/", "/admin/operation", "/records/", "/records/person"],
    }

    found: list[str] = []
    for person, paths in walks.items():
        context.clear_cookies()
        page = context.new_page()
        if person:
            served.sign_in(page, person)
        for path in paths:
            answer = page.goto(served.address + path)
            assert answer
            assert answer.status == 200, path
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            found += violations(page)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{path}: too wide")
            if path.startswith("/my-reports/") and page.evaluate(DRAGGED):
                found.append(f"{path}: a chart must be dragged to be seen")
        page.close()

    assert found == []


@pytest.mark.parametrize("context", [{"color_scheme": "dark", "viewport": NARROW}], indirect=True)
def test_every_step_of_a_list_for_an_open_campaign_is_clean(
    context: BrowserContext, served: Served
) -> None:
    page = context.new_page()
    served.sign_in(page, ORGANISER)
    book = workbook_of([row("Bo Ek", email="bo.ek"), row("Åsa Öberg", "manager")])
    book.create_sheet("Mer").append(list(HEADINGS))
    file: FilePayload = {"name": "fler.xlsx", "mimeType": XLSX, "buffer": saved(book)}
    found: list[str] = []

    page.goto(f"{served.address}/campaigns/{served.open_campaign}/people/import")
    page.locator("#file").set_input_files(file)
    for button, heading in (
        ("Läs filen", "Vad betyder kolumnerna?"),
        ("Fortsätt", "1 sak att rätta"),
        ("Spara och fortsätt", "Det här skulle ändras"),
        ("Lägg till dem och skicka mejlen", "Listan är inne"),
    ):
        if page.get_by_role("textbox", name="rater_email").count():
            page.get_by_role("textbox", name="rater_email").fill("bo.ek@example.se")
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading, timeout=20_000)
        page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
        found += violations(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{heading}: too wide")

    assert found == []


def test_a_wrong_code_is_told_at_the_field(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.goto(f"{served.address}/sign-in")
    page.locator("#address").fill(KARIN)
    page.locator("main button").click()

    page.locator("#passcode").fill("00000000")
    page.locator("main button").click()

    expect(page.locator("#passcode")).to_have_accessible_description(
        "8 siffror, gäller i 10 minuter Fel: Koden fungerar inte. Den kan vara felskriven, för "
        "gammal, redan använd eller begärd i en annan webbläsare. Be om en ny efter fem försök."
    )
    assert violations(page) == []


def _somebody_asked(served: Served) -> tuple[UUID, UUID, UUID]:
    """Give a leader and a rater of the open campaign, and a campaign that is prepared."""
    draft = Draft(served.world).id
    with served.world.database.writing() as session:
        campaign = session.get_one(Campaign, served.open_campaign)
        campaign.launched_at = utc_now() - timedelta(days=10)  # so that its days are drawn
        campaign.last_day = today_in_sweden() + timedelta(days=20)
        subject = campaign.subjects[0].id
        asked = session.scalars(
            select(Invitation.id).where(
                Invitation.subject_id == subject, Invitation.group == "peer"
            )
        ).first()
        assert asked is not None
        return subject, asked, draft


def _rehearsed(served: Served) -> UUID:
    """Give a rehearsal that has closed."""
    made = open_campaign(served.world.database, served.world.settings, leaders=("Ulf Rask",))
    with served.world.database.writing() as session:
        _move_to_department_of(session, made.id, served.world.campaign)
        campaign = session.get_one(Campaign, made.id)
        campaign.is_rehearsal, campaign.rehearsal_address = True, ORGANISER
        campaign.state, campaign.closed_at = State.CLOSED, NOW
    return made.id


def _page(chromium: Browser) -> Page:
    page = chromium.new_context(locale="sv-SE", viewport=PHONE).new_page()
    page.set_default_timeout(10_000)
    return page


def _move_to_department_of(session: Session, campaign_id: UUID, other_id: UUID) -> None:
    department_id = session.get_one(Campaign, other_id).programme.department_id
    session.get_one(Campaign, campaign_id).programme.department_id = department_id
