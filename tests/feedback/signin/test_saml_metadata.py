"""Metadata at an address: read anew when it must be, kept while the address is away."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from feedback import create_app
from tests.feedback.signin.identity_provider import BEGIN, begin, new_pair, send
from tests.feedback.signin.served_metadata import served
from tests.feedback.world import ORGANISER

if TYPE_CHECKING:
    from tests.feedback.signin.identity_provider import IdentityProvider
    from tests.feedback.signin.served_metadata import Served
    from tests.feedback.signin.stepped_clock import SteppedClock
    from tests.feedback.world import World


def test_a_new_certificate_is_found_at_once_and_asked_for_seldom(
    world: World, provider_of_saml: IdentityProvider, clock: SteppedClock
) -> None:
    provider, new = provider_of_saml, new_pair("new")
    with served(provider.metadata) as place:
        browser = _with(world, place).browser()
        send(browser, provider.answer(begin(browser, provider), ORGANISER), status=302)
        place.content = _with_certificate(provider.metadata, new.certificate)

        statuses = []
        for seconds in (0, 61, 61):
            browser.reset()
            clock.step(timedelta(seconds=seconds))
            plain = provider.unsigned(begin(browser, provider), ORGANISER)
            page = send(browser, provider.sign(plain, pair=new), expect_errors=True)
            statuses.append(page.status_int)

        assert statuses == [400, 302, 302]
        assert place.asked == 2


def test_what_was_read_is_good_while_the_address_is_away(
    world: World, provider_of_saml: IdentityProvider, clock: SteppedClock
) -> None:
    with served(provider_of_saml.metadata) as place:
        browser = _with(world, place).browser()
        browser.get(BEGIN, status=302)
        for status, content in ((503, ""), (200, "<html/>")):
            place.status, place.content = status, content
            clock.step(timedelta(hours=2))

            browser.get(BEGIN, status=302)


def test_an_address_that_was_never_there_is_left_alone_for_a_while(
    world: World, clock: SteppedClock
) -> None:
    with served("", status=503) as place:
        browser = _with(world, place).browser()

        assert "saml provider-away" in browser.get(BEGIN, status=503)
        browser.get(BEGIN, status=503)
        asked_at_once = place.asked
        clock.step(timedelta(seconds=31))
        browser.get(BEGIN, status=503)

        assert (asked_at_once, place.asked) == (1, 2)


def test_of_a_federation_the_provider_that_is_set_is_taken(
    world: World, provider_of_saml: IdentityProvider
) -> None:
    ours = provider_of_saml.metadata
    other = ours.replace("https://idp.example.se", "https://other.example.se")
    names = 'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"'
    federation = f"<md:EntitiesDescriptor {names}>{other}{ours}</md:EntitiesDescriptor>"
    with served(federation) as place:
        chosen = _with(world, place, saml_idp="https://idp.example.se/metadata")
        absent = _with(world, place, saml_idp="https://absent.example.se")

        location = chosen.browser().get(BEGIN, status=302).location
        assert location.startswith("https://idp.example.se/sso?")
        assert "saml set-up" in absent.browser().get(BEGIN, status=400)


def _with_certificate(metadata: str, certificate: str) -> str:
    content = "".join(certificate.splitlines()[1:-1])
    pattern = r"(<ns\d:X509Certificate>)[^<]*"
    return re.sub(pattern, lambda found: found[1] + content, metadata)


def _with(world: World, place: Served, **others: object) -> World:
    given: dict[str, object] = {"saml_metadata": place.address, **others}
    settings = world.settings.model_copy(update=given)
    return replace(world, app=create_app(settings), settings=settings)
