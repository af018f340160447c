"""Signing in as one does at work, in a real browser and from another site: cookies and all."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from feedback import create_app
from feedback.signin.saml_idp import our_metadata
from tests.browser.saml_pages import identity_provider_pages
from tests.browser.serving import serving
from tests.feedback.signin.own_provider import CLIENT, free_port, running_provider
from tests.feedback.world import KARIN, MAJA, ORGANISER, STRANGER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.feedback.world import World

NAME = "Kommunens inloggning"
FIRST_PAGES = {ORGANISER: "/campaigns/", KARIN: "/my-reports/", MAJA: "/coach/"}


@dataclass(frozen=True)
class AtWork:
    """Our service and a provider on another site; the way in is one of the two protocols."""

    address: str
    way: str

    def begin(self, page: Page, path: str) -> None:
        """Ask for a page of ours, and press the button for the sign-in at work."""
        page.goto(f"{self.address}{path}")
        page.get_by_role("button", name=NAME).click()

    def name_oneself(self, page: Page, person: str) -> None:
        """Fill the provider's pages."""
        page.locator("[name=login]").fill(person)
        if self.way == "oidc":
            page.locator("[name=password]").fill("any")
            page.locator("[type=submit]").click()
            expect(page.locator("[name=login]")).to_have_count(0)
            page.locator("[type=submit]").click()  # yes, this service may know the address
        else:
            page.locator("button").click()

    def sign_in(self, page: Page, person: str, path: str = "/start") -> None:
        """Go in by the provider."""
        self.begin(page, path)
        self.name_oneself(page, person)
        page.wait_for_url(lambda url: url.startswith(self.address))


@pytest.fixture(params=["oidc", "saml"])
def at_work(world: World, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[AtWork]:
    """Serve the world of staff beside a provider of each protocol."""
    by = {"oidc": _by_openid, "saml": _by_saml}[request.param]
    with by(world, tmp_path) as address:
        yield AtWork(address, request.param)


def test_from_first_sign_in_to_signing_out(at_work: AtWork, page: Page) -> None:
    for person, first in FIRST_PAGES.items():
        at_work.sign_in(page, person)
        expect(page).to_have_url(re.compile(f"^{re.escape(at_work.address)}{first}"))
        assert page.locator("h1").count() == 1

        page.locator(".menu summary").click()
        page.get_by_role("button", name="Logga ut").click()

        expect(page.get_by_text("inte där du loggar in på jobbet")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("button", name=NAME)).to_be_visible()  # nothing of theirs
        page.context.clear_cookies()  # of the provider too, as at the end of a day


def test_back_after_signing_in_shows_no_fault(at_work: AtWork, page: Page) -> None:
    at_work.sign_in(page, ORGANISER, "/campaigns/")
    expect(page).to_have_url(f"{at_work.address}/campaigns/")

    page.go_back()

    expect(page).to_have_url(re.compile(rf"^({at_work.address}/campaigns/|http://127\.0\.0\.1)"))
    other = page.context.new_page()
    other.goto(f"{at_work.address}/sign-in")
    expect(other).to_have_url(f"{at_work.address}/campaigns/")


def test_two_tabs_sign_in_and_each_gets_its_page(at_work: AtWork, page: Page) -> None:
    other = page.context.new_page()
    at_work.begin(page, "/campaigns/?first")
    at_work.begin(other, "/campaigns/?second")

    at_work.name_oneself(other, ORGANISER)
    expect(other).to_have_url(f"{at_work.address}/campaigns/?second")
    page.locator("[name=login]").fill(ORGANISER)
    if at_work.way == "oidc":
        page.locator("[name=password]").fill("any")
    page.locator("button").click()  # in the other tab one has agreed already

    expect(page).to_have_url(f"{at_work.address}/campaigns/?first")


def test_what_is_written_when_a_session_has_ended_is_sent_after_signing_in_again(
    at_work: AtWork, world: World, page: Page
) -> None:
    at_work.sign_in(page, KARIN)
    page.goto(f"{at_work.address}/plans/{world.plan}/goals/new")
    page.locator("[name=text]").fill("Fråga oftare.")
    ours = at_work.address.partition("//")[2].partition(":")[0]
    page.context.clear_cookies(domain=ours)
    page.locator("form[action*=goals] button[type=submit], main form button").last.click()
    expect(page.locator("h1")).to_have_text("Du har loggats ut")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile("Logga in")).click()
    tab = opened.value
    tab.get_by_role("button", name=NAME).click()
    if at_work.way == "saml":  # the other provider still knows who it is
        at_work.name_oneself(tab, KARIN)
    expect(tab).to_have_url(re.compile("/my-reports/"))
    page.get_by_role("button", name="Skicka").click()
    expect(page.locator("h1")).to_have_text("Skicka en gång till")
    page.get_by_role("button", name="Skicka").click()

    expect(page.get_by_text("Fråga oftare.")).to_be_visible()


def test_a_stranger_and_whoever_turns_round_are_told_what_to_do(
    at_work: AtWork, page: Page
) -> None:
    if at_work.way == "oidc":  # whose provider has a way out
        at_work.begin(page, "/start")
        page.get_by_role("link", name="Cancel").click()
        expect(page.get_by_text("Du avbröt inloggningen på jobbet")).to_be_visible()

    at_work.sign_in(page, STRANGER)

    expect(page.locator("h1")).to_have_text("Här finns inget för dig än")
    expect(page.get_by_text(STRANGER)).to_be_visible()
    page.goto(f"{at_work.address}/start")
    expect(page.get_by_role("button", name=NAME)).to_be_visible()


def test_a_provider_that_is_down_leaves_the_code(world: World, page: Page) -> None:
    given = {"oidc_issuer": f"http://127.0.0.1:{free_port()}", "oidc_name": NAME, **_CLIENT}
    with _on_another_site(_with(world, **given)) as address:
        page.goto(f"{address}/campaigns/")
        page.get_by_role("button", name=NAME).click()
        expect(page.get_by_text("svarar inte just nu")).to_be_visible()

        page.get_by_role("link", name="logga in med en kod").click()

        expect(page.locator("#address")).to_be_visible()


@pytest.fixture
def page(chromium_page: Page) -> Page:
    """Give an empty page by a shorter name."""
    chromium_page.set_default_timeout(10_000)
    return chromium_page


_CLIENT = {f"oidc_{name}": value for name, value in CLIENT.items()}


@contextmanager
def _by_openid(world: World, _folder: Path) -> Iterator[str]:
    port = free_port()
    given = {"oidc_issuer": f"http://127.0.0.1:{port}", "oidc_name": NAME, **_CLIENT}
    with (
        _on_another_site(_with(world, **given)) as address,
        running_provider(port=port, callback=f"{address}/sign-in/oidc/callback"),
    ):
        yield address


@contextmanager
def _by_saml(world: World, folder: Path) -> Iterator[str]:
    metadata = folder / "idp.xml"
    at_work = _with(world, saml_metadata=str(metadata), saml_name=NAME)
    with _on_another_site(at_work) as address:
        ours = our_metadata(at_work.app.extensions["feedback.settings"])
        with identity_provider_pages(folder, ours, base_url=address) as provider:
            metadata.write_text(provider.metadata)
            yield address


@contextmanager
def _on_another_site(world: World) -> Iterator[str]:
    """Serve by a name that is another site than 127.0.0.1, where the providers are."""
    with serving(world.app) as address:
        elsewhere = address.replace("127.0.0.1", "localhost")
        settings = world.app.extensions["feedback.settings"]
        world.app.extensions["feedback.settings"] = settings.model_copy(
            update={"base_url": elsewhere}
        )
        yield elsewhere


def _with(world: World, **given: object) -> World:
    settings = world.settings.model_copy(update=given)
    return replace(world, app=create_app(settings), settings=settings)
