"""Whatever the municipality's own sign-in answers, there is a page, and no failure of ours."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import pytest
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from webtest import TestApp

from feedback import create_app
from feedback.signin.at_work import SignInError
from feedback.signin.saml_metadata import metadata_in
from tests.factories import test_settings
from tests.feedback.signin.identity_provider import (
    ACS,
    ELSEWHERE,
    SHA256,
    begin,
    form_of,
    with_saml,
)
from tests.feedback.signin.scripted_provider import CLIENT_ID, come_back, scripted_provider
from tests.feedback.world import HTTPS, ORGANISER
from tests.fuzz.harness import complaints
from tests.proof_size import proof_runs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.feedback.signin.identity_provider import IdentityProvider
    from tests.feedback.signin.scripted_provider import Script
    from tests.feedback.world import World

REQUEST: Final = "id-of-the-request"
NOW: Final = datetime(2026, 12, 1, tzinfo=UTC)
SIGNED_SO: Final = {
    "sign_algorithm": SHA256["sign_alg"],
    "digest_algorithm": SHA256["digest_alg"],
}
FULL: Final = {"sub": "a-person", "email": ORGANISER, "email_verified": True, "groups": ["hr", 7]}
OF_JSON: Final = (
    b"null", b"[]", b"{}", b'"sub": 1', b'"email": ["a@b.se", "c@d.se"]', b'"email": {}',
    b"\\u0000",
    b"\\ud800", b'"nonce": []', b'"exp": "x"', b'"exp": 1e400', b'"aud": null', b'"kty": "oct"',
    b'"keys": 1', b'"alg": "none"', b'"email": "' + b"a" * 3_000 + b'@b.se"', b"true", b"-1",
)  # fmt: skip
OF_XML: Final = (
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<!--x-->", b"&a;", b"]]>", b'ID=""', b"<ns1:Assertion>",
    b"</ns1:Assertion>", b"\x00", b"xmlns:ns1='x'", b"<ds:Signature/>", b'NotOnOrAfter="x"',
)  # fmt: skip


@pytest.fixture
def script() -> Iterator[Script]:
    """Run an OpenID provider whose answers a test decides."""
    with scripted_provider() as new_script:
        yield new_script()


def is_a_page(answer: Any) -> bool:  # noqa: ANN401 - WebTest brings no types
    """Tell whether somebody was sent on, or told what is wrong in a page."""
    return answer.status_int in {302, 303} or (
        answer.status_int < 600 and answer.status_int != 500 and answer.html.h1 is not None
    )


def of_openid(world: World, script: Script, content: bytes, number: int) -> bool:
    """Sign in where one of the answers is spoilt."""
    try:
        said = json.loads(content)
    except ValueError:
        said = content.decode("utf-8", errors="replace")
    script.claims = said if isinstance(said, dict) and number % 3 == 0 else dict(FULL)
    script.userinfo = said if number % 3 == 1 else dict(FULL)
    script.without = ("email",) if number % 3 == 1 else ()
    script.more_keys = [said] if number % 3 == 2 else []
    browser = TestApp(world.app, extra_environ=HTTPS)
    return is_a_page(browser.get(come_back(browser, script), expect_errors=True))


def of_saml(world: World, provider: IdentityProvider, content: bytes) -> bool:
    """Sign in with an answer that is spoilt, signed after that where it can still be signed."""
    browser = TestApp(world.app, extra_environ=HTTPS)
    asked = begin(browser, provider)
    answer = content.decode("utf-8", errors="replace").replace(REQUEST, asked)
    with suppress(Exception):  # no XML any more: then it is sent without a signature
        answer = provider.sign(answer)
    there = TestApp(world.app, extra_environ=ELSEWHERE)
    led = there.post(ACS, form_of(answer), expect_errors=True)
    if led.status_int != 303:
        return is_a_page(led)
    return is_a_page(browser.get(led.location, expect_errors=True))


def openid_complaints(world: World, script: Script, *, runs: int, first: int) -> list[str]:
    """Return what went wrong with an OpenID provider."""
    numbers = count()
    samples = [json.dumps(one).encode() for one in (FULL, script.jwks()["keys"][0])]
    return complaints(
        lambda content: of_openid(world, script, content, next(numbers)),
        samples,
        runs=runs,
        first=first,
        tokens=OF_JSON,
    )


def saml_complaints(
    world: World, provider: IdentityProvider, *, runs: int, first: int
) -> list[str]:
    """Return what went wrong with a SAML provider."""
    samples = [provider.unsigned(REQUEST, ORGANISER).encode()]
    return complaints(
        lambda content: of_saml(world, provider, content),
        samples,
        runs=runs,
        first=first,
        tokens=OF_XML,
    )


def metadata_complaints(
    provider: IdentityProvider, folder: Path, *, runs: int, first: int
) -> list[str]:
    """Return what went wrong with a SAML provider's metadata, signed or not."""
    _, certificate = provider.pair.written_to(folder, "of the federation")
    at = 'validUntil="2999-01-01T00:00:00Z" ID="m" entityID'
    plain = provider.metadata.replace(" entityID", f" {at}", 1)
    pair = provider.pair
    signed = OneLogin_Saml2_Utils.add_sign(plain, pair.key, pair.certificate, **SIGNED_SO)
    unchecked = test_settings(folder, "sqlite://")
    checked = unchecked.model_copy(update={"saml_metadata_certificate": certificate})

    def speaks(content: bytes) -> bool:
        with suppress(SignInError):
            metadata_in(content, unchecked, now=NOW)
        try:
            read = metadata_in(content, checked, now=NOW)
        except SignInError as error:
            return bool(error.found)
        return read.idp == whole.idp  # as it was signed, to the letter

    whole = metadata_in(signed, checked, now=NOW)
    return complaints(speaks, [plain.encode(), signed], runs=runs, first=first, tokens=OF_XML)


@pytest.fixture
def with_openid(world: World, script: Script) -> World:
    """Give the world of staff, who sign in there."""
    given = {"oidc_issuer": script.issuer, "oidc_client_id": CLIENT_ID, "oidc_client_secret": "x"}
    settings = world.settings.model_copy(update=given)
    return replace(world, app=create_app(settings), settings=settings)


def test_spoilt_answers_of_an_openid_provider_get_a_page(
    with_openid: World, script: Script
) -> None:
    assert openid_complaints(with_openid, script, runs=30, first=0) == []


def test_spoilt_answers_of_a_saml_provider_get_a_page(
    world: World, provider_of_saml: IdentityProvider
) -> None:
    at_work = with_saml(world, provider_of_saml)

    assert saml_complaints(at_work, provider_of_saml, runs=30, first=0) == []


def test_spoilt_metadata_is_taken_as_it_was_signed_or_refused_in_words(
    provider_of_saml: IdentityProvider, tmp_path: Path
) -> None:
    assert metadata_complaints(provider_of_saml, tmp_path, runs=100, first=0) == []


@pytest.mark.proof
def test_much_spoilt_metadata_is_taken_as_it_was_signed_or_refused_in_words(
    provider_of_saml: IdentityProvider, tmp_path: Path
) -> None:
    runs = proof_runs(2_000)

    assert metadata_complaints(provider_of_saml, tmp_path, runs=runs, first=1_000) == []


@pytest.mark.proof
def test_many_spoilt_answers_of_an_openid_provider_get_a_page(
    with_openid: World, script: Script
) -> None:
    runs = proof_runs(1_000)

    assert openid_complaints(with_openid, script, runs=runs, first=1_000) == []


@pytest.mark.proof
def test_many_spoilt_answers_of_a_saml_provider_get_a_page(
    world: World, provider_of_saml: IdentityProvider
) -> None:
    at_work, runs = with_saml(world, provider_of_saml), proof_runs(1_000)

    assert saml_complaints(at_work, provider_of_saml, runs=runs, first=1_000) == []
