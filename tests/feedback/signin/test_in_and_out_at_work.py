"""Whoever signs in at work in several tabs, comes back, or leaves: each tab gets where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.feedback.signin.identity_provider import begin, send, with_saml
from tests.feedback.signin.scripted_provider import come_back, scripted_provider, with_openid
from tests.feedback.world import ORGANISER, form_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.feedback.signin.identity_provider import IdentityProvider
    from tests.feedback.signin.scripted_provider import Script
    from tests.feedback.world import World

LEFT = "inte där du loggar in på jobbet"


@pytest.fixture
def script() -> Iterator[Script]:
    """Run an OpenID provider that knows the organiser."""
    with scripted_provider() as new_script:
        script = new_script()
        script.claims = {"email": ORGANISER, "email_verified": True}
        yield script


def test_each_tab_comes_back_to_its_page_by_openid(world: World, script: Script) -> None:
    browser = with_openid(world, script).browser()
    first = come_back(browser, script, wanted="/campaigns/?first")
    second = come_back(browser, script, wanted="/campaigns/?second")
    browser.get(second, status=302)

    arrived = [browser.get(path, status=302).location for path in (first, second, first)]

    assert [place.partition("?")[2] for place in arrived] == ["first", "second", "first"]


def test_each_tab_comes_back_to_its_page_by_saml(
    world: World, provider_of_saml: IdentityProvider
) -> None:
    provider, browser = provider_of_saml, with_saml(world, provider_of_saml).browser()
    asked = [begin(browser, provider, wanted=f"/campaigns/?{tab}") for tab in ("first", "second")]

    arrived = [
        send(browser, provider.answer(one, ORGANISER), status=302).location
        for one in reversed(asked)
    ]

    assert [place.partition("?")[2] for place in arrived] == ["second", "first"]


def test_whoever_is_in_is_not_asked_to_sign_in(world: World) -> None:
    browser = world.sign_in(ORGANISER)

    assert browser.get("/sign-in", status=302).location.endswith("/start")
    onward = browser.get("/sign-in?next=/campaigns/", status=302)
    assert onward.location.endswith("/campaigns/")
    elsewhere = browser.get("/sign-in?next=//evil.example/", status=302)
    assert elsewhere.location.endswith("/start")


def test_whoever_leaves_is_told_that_the_sign_in_at_work_stays_open(
    world: World, script: Script
) -> None:
    by_openid = with_openid(world, script)
    browser = by_openid.browser()
    browser.get(come_back(browser, script), status=302)

    by_work = form_to(browser.get("/campaigns/"), "/sign-out").submit().follow()
    by_openid.sign_in_with(browser, ORGANISER)
    by_mail = form_to(browser.get("/campaigns/"), "/sign-out").submit().follow()

    assert LEFT in by_work
    assert LEFT not in by_mail
