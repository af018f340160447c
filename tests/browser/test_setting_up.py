"""A new organiser in a real browser: from the first sign-in to a campaign that is launched."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect
from sqlalchemy import select

from feedback.clock import utc_now
from feedback.jobs import Worker
from feedback.models import Campaign, State
from feedback.operations.campaigns.lifecycle import UNDO
from feedback.operations.people.register import find_or_add_department
from feedback.operations.rights import accounts
from tests.acting import by
from tests.browser.accessibility import violations
from tests.browser.serving import serving
from tests.browser.test_staff_pages import Served
from tests.days import today_in_sweden
from tests.feedback.operations.people.file.people_files import row, xlsx_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.feedback.world import World

PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
NEW_ORGANISER: Final = "liv.strand@example.se"
RATERS: Final = [
    *(row(f"Medarbetare {name}") for name in ("Ett", "Två", "Tre", "Fyra")),
    *(row(f"Kollega {name}", "peer") for name in ("Ett", "Två", "Tre")),
    row("Åsa Öberg", "manager"),
]


@pytest.fixture
def served(world: World) -> Iterator[Served]:
    """Give the world of staff, served, and an organiser whose department has nothing yet."""
    with world.database.writing() as session:
        department = find_or_add_department(session, "Vård och omsorg", by=by())
        accounts.grant_department(session, NEW_ORGANISER, department.name, by=by())
    with serving(world.app) as address:
        yield Served(world, address, world.campaign)


def test_from_the_first_sign_in_to_the_launch(chromium: Browser, served: Served) -> None:
    page = chromium.new_context(locale="sv-SE", viewport=PHONE).new_page()
    page.set_default_timeout(10_000)
    served.sign_in(page, NEW_ORGANISER)

    _make_programme(page)
    _begin_campaign(page)
    _add_people(page)
    _arrange(page)
    _look_over(page)
    _launch(page)

    worker = Worker(served.world.database, served.world.settings, now=lambda: utc_now() + UNDO)
    for duty, campaign_id in worker.due():
        worker.do(duty, campaign_id)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Öppen")
    with served.world.database.reading() as session:
        campaign = session.scalars(select(Campaign).where(Campaign.name == "Våren")).one()
    assert campaign.state is State.OPEN
    assert campaign.reminder_days == (6, 2)
    page.context.close()


def _make_programme(page: Page) -> None:
    expect(page.get_by_text("Inget program ännu")).to_be_visible()
    page.get_by_role("button", name="Nytt program").click()
    _is_clean(page)
    page.get_by_label("Programmets namn").fill("Chefer i vården")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("status")).to_contain_text("Programmet är skapat")
    _is_clean(page)


def _begin_campaign(page: Page) -> None:
    page.get_by_role("button", name="Ny omgång").click()
    _is_clean(page)
    page.get_by_role("button", name="Börja").click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv ett namn.")
    _is_clean(page)
    page.get_by_label("Omgångens namn").fill("Våren")
    last_day = today_in_sweden() + timedelta(days=20)
    page.get_by_label("Sista dag att svara").fill(str(last_day))
    page.get_by_role("button", name="Börja").click()
    expect(page.get_by_text("Omgången har inga chefer.")).to_be_visible()
    _is_clean(page)


def _add_people(page: Page) -> None:
    _of_the_campaign(page).get_by_role("link", name="Personer", exact=True).click()
    page.locator('a[href$="/people/import"]').first.click()
    page.locator("#file").set_input_files(
        {"name": "chefer.xlsx", "mimeType": "application/xlsx", "buffer": xlsx_bytes(RATERS)}
    )
    page.get_by_role("button", name="Läs filen").click()
    page.get_by_role("button", name="Gör ändringarna").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Listan är inne")
    _back_to_steps(page)


def _of_the_campaign(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Omgångens sidor")


def _arrange(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Dagar, minsta antal svar").click()
    page.get_by_label("Påminnelser").fill("6 2")
    _is_clean(page)
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("status")).to_contain_text("Inställningarna är sparade")
    page.get_by_role("main").get_by_role("link", name="Enkät", exact=True).click()
    _is_clean(page)
    page.get_by_role("link", name="den som svarar").first.click()
    expect(page.get_by_text("Inget du kryssar i eller skriver här sparas")).to_be_visible()
    _is_clean(page)
    _back_to_steps(page)


def _look_over(page: Page) -> None:
    _of_the_campaign(page).get_by_role("link", name="Se över").click()
    expect(page.locator("main")).to_contain_text("9 mejl går först")
    expect(page.locator("main")).to_contain_text("Varje grupp där någon är tillfrågad har minst 3")
    _is_clean(page)
    page.get_by_role("button", name="Tillbaka till stegen").click()


def _launch(page: Page) -> None:
    page.get_by_role("button", name="Starta …").click()
    _is_clean(page)
    page.get_by_role("button", name="Starta", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("I en halvtimme kan du fortfarande ångra")
    _is_clean(page)
    page.get_by_role("button", name="Ångra starten").click()
    expect(page.get_by_role("status")).to_contain_text("Inget skickades")
    page.get_by_role("button", name="Starta …").click()
    page.get_by_role("button", name="Starta", exact=True).click()


def _back_to_steps(page: Page) -> None:
    campaign_id = page.url.split("/campaigns/")[1].split("/")[0].split("?")[0]
    page.goto(page.url.split("/campaigns/")[0] + f"/campaigns/{campaign_id}")


def _is_clean(page: Page) -> None:
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), page.url
