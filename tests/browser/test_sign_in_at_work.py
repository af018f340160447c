"""Signing in as one does at work, in a real browser and from another site: cookies and all."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from feedback import create_app
from feedback.signin.saml_idp import our_metadata
from tests.browser.saml_pages import identity_provider_pages
from tests.browser.serving import serving
from tests.feedback.signin.own_provider import CLIENT, free_port, running_provider
from tests.feedback.world import ORGANISER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.feedback.world import World


def test_an_organiser_signs_in_by_openid_connect(world: World, chromium_page: Page) -> None:
    port = free_port()
    given = {"oidc_issuer": f"http://127.0.0.1:{port}", "oidc_name": "Skolans inloggning"}
    client = {f"oidc_{name}": value for name, value in CLIENT.items()}
    page = chromium_page
    with (
        _on_another_site(_with(world, **given, **client)) as address,
        running_provider(port=port, callback=f"{address}/sign-in/oidc/callback"),
    ):
        page.goto(f"{address}/campaigns/")
        page.get_by_role("button", name="Skolans inloggning").click()
        page.locator("[name=login]").fill(ORGANISER)
        page.locator("[name=password]").fill("any")
        page.locator("[type=submit]").click()
        page.locator("[type=submit]").click()

        expect(page).to_have_url(f"{address}/campaigns/")
        page.goto(f"{address}/sign-in/oidc/callback?code=again&state=again")
        expect(page).to_have_url(f"{address}/campaigns/")


def test_an_organiser_signs_in_by_saml(world: World, chromium_page: Page, tmp_path: Path) -> None:
    metadata = tmp_path / "idp.xml"
    at_work = _with(world, saml_metadata=str(metadata), saml_name="Kommunens inloggning")
    page = chromium_page
    with _on_another_site(at_work) as address:
        ours = our_metadata(at_work.app.extensions["feedback.settings"])
        with identity_provider_pages(tmp_path, ours, base_url=address) as provider:
            metadata.write_text(provider.metadata)
            page.goto(f"{address}/campaigns/")
            page.get_by_role("button", name="Kommunens inloggning").click()
            page.locator("[name=login]").fill(ORGANISER)
            page.locator("button").click()

            expect(page).to_have_url(f"{address}/campaigns/")
            page.go_back()
            expect(page).to_have_url(re.compile(rf"^({address}/campaigns/|http://127\.0\.0\.1)"))
            page.goto(f"{address}/start")
            expect(page).to_have_url(f"{address}/campaigns/")


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
