"""What somebody without the provider's key tries, and what real providers send beside it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from feedback import create_app
from tests.feedback.signin.identity_provider import (
    NameID,
    begin,
    encrypted,
    new_pair,
    send,
    with_saml,
)
from tests.feedback.signin.scripted_provider import CLIENT_ID, KEYS, come_back, scripted_provider
from tests.feedback.world import ADMIN, KARIN, ORGANISER, STRANGER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.feedback.signin.identity_provider import IdentityProvider
    from tests.feedback.signin.scripted_provider import Script
    from tests.feedback.world import World

SECRET: Final = "a secret for tests only"
KELVIN_KARIN: Final = KARIN.replace("k", "\u212a")  # the sign for kelvin is k in lower case
EMAIL_NAME_ID: Final = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"


@pytest.fixture
def script() -> Iterator[Script]:
    """Run an OpenID provider whose answers a test decides."""
    with scripted_provider() as new_script:
        yield new_script()


@pytest.fixture
def by_openid(world: World, script: Script) -> World:
    """Give the world of staff, who sign in there."""
    given = {
        "oidc_issuer": script.issuer,
        "oidc_client_id": CLIENT_ID,
        "oidc_client_secret": SECRET,
    }
    settings = world.settings.model_copy(update=given)
    return replace(world, app=create_app(settings), settings=settings)


def _part(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def _claims(script: Script) -> dict[str, Any]:
    now = int(time.time())
    who = {"sub": "a-person", "email": ADMIN, "email_verified": True}
    ours = {"iss": script.issuer, "aud": CLIENT_ID, "nonce": script.nonce}
    return {**who, **ours, "iat": now, "exp": now + 300}


def _unsigned(script: Script) -> str:
    return f"{_part({'alg': 'none'})}.{_part(_claims(script))}."


def _unsigned_in_capitals(script: Script) -> str:
    return f"{_part({'alg': 'NoNe', 'kid': 'first'})}.{_part(_claims(script))}."


def _by_shared(secret: bytes, script: Script) -> str:
    signed = f"{_part({'alg': 'HS256', 'kid': 'first'})}.{_part(_claims(script))}"
    digest = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def _by_our_secret(script: Script) -> str:
    return _by_shared(SECRET.encode(), script)


def _by_the_public_key_as_a_secret(script: Script) -> str:
    return _by_shared(KEYS["RS256"].as_pem(private=False), script)


def _by_a_key_it_brings_along(script: Script) -> str:
    own = RSAKey.generate_key(2048, {"kid": "first"})
    header = {"alg": "RS256", "jwk": own.as_dict(private=False)}
    return jwt.encode(header, _claims(script), own, algorithms=["RS256"])


def _by_a_key_of_the_same_name(script: Script) -> str:
    own = RSAKey.generate_key(2048, {"kid": "first"})
    header = {"alg": "RS256", "kid": "first", "jku": "http://127.0.0.1:9/keys"}
    return jwt.encode(header, _claims(script), own, algorithms=["RS256"])


def _with_other_claims(script: Script) -> str:
    header, _, signature = script.signed({**_claims(script), "email": STRANGER}).split(".")
    return f"{header}.{_part(_claims(script))}.{signature}"


def _without_a_signature(script: Script) -> str:
    return script.signed(_claims(script)).rpartition(".")[0] + "."


FORGED: Final = (
    _unsigned,
    _unsigned_in_capitals,
    _by_our_secret,
    _by_the_public_key_as_a_secret,
    _by_a_key_it_brings_along,
    _by_a_key_of_the_same_name,
    _with_other_claims,
    _without_a_signature,
)


@pytest.mark.parametrize("forge", FORGED, ids=lambda forge: forge.__name__.strip("_"))
def test_no_token_that_the_provider_did_not_sign_lets_in(
    by_openid: World, script: Script, forge: Callable[[Script], str]
) -> None:
    vars(script)["id_token"] = lambda: forge(script)
    browser = by_openid.browser()

    page = browser.get(come_back(browser, script), status=400)

    assert "oidc answer-refused" in page
    browser.get("/admin/", status=302)


def test_a_letter_that_only_becomes_one_in_lower_case_is_nobodys_address(
    by_openid: World, script: Script, provider_of_saml: IdentityProvider
) -> None:
    script.claims = {"email": KELVIN_KARIN, "email_verified": True}
    browser = by_openid.browser()
    browser.get(come_back(browser, script), status=403)
    at_work = with_saml(by_openid, provider_of_saml)
    other = at_work.browser()

    answer = provider_of_saml.answer(begin(other, provider_of_saml), KELVIN_KARIN)
    send(other, answer, status=403)

    for one in (browser, other):
        one.get("/my-reports/", status=302)


def test_of_two_assertions_that_are_both_signed_none_is_taken(
    world: World, provider_of_saml: IdentityProvider
) -> None:
    provider, browser = provider_of_saml, with_saml(world, provider_of_saml).browser()
    asked = begin(browser, provider)
    mine, theirs = (
        provider.sign(provider.unsigned(asked, address)) for address in (STRANGER, ADMIN)
    )
    start, end = theirs.index("<ns1:Assertion"), theirs.index("</ns0:Response>")

    both = mine.replace("</ns0:Response>", f"{theirs[start:end]}</ns0:Response>")

    send(browser, both, status=400)
    browser.get("/admin/", status=302)


def test_what_anybody_can_encrypt_to_us_must_be_signed_within(
    world: World,
    provider_of_saml: IdentityProvider,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    provider, ours = provider_of_saml, new_pair("ours")
    key, certificate = ours.written_to(tmp_path, "ours")
    at_work = with_saml(world, provider, saml_key=key, saml_certificate=certificate)
    browser = at_work.browser()
    plain = provider.unsigned(begin(browser, provider), ADMIN)

    answer = encrypted(plain, ours.certificate)

    assert ADMIN not in answer
    send(browser, answer, status=400)
    assert "no signed assertion" in caplog.text


@pytest.mark.parametrize("between", ["<!---->", "<!-- x -->", "<?x y?>"])
def test_a_comment_cuts_no_name_id_short(
    world: World, provider_of_saml: IdentityProvider, between: str
) -> None:
    provider, browser = provider_of_saml, with_saml(world, provider_of_saml).browser()
    name_id = NameID(format=EMAIL_NAME_ID, text=f"{ADMIN}.evil.example")
    good = provider.answer(begin(browser, provider), "", identity={}, name_id=name_id)

    page = send(browser, good.replace(ADMIN, ADMIN + between), expect_errors=True)

    assert page.status_int in {400, 403}
    browser.get("/admin/", status=302)


def test_an_answer_of_another_issuer_is_refused(
    world: World, provider_of_saml: IdentityProvider
) -> None:
    provider, browser = provider_of_saml, with_saml(world, provider_of_saml).browser()
    good = provider.answer(begin(browser, provider), ORGANISER)

    theirs = good.replace(">https://idp.example.se/metadata<", ">https://evil.example<", 1)

    assert theirs != good
    send(browser, theirs, status=400)


@pytest.mark.parametrize(
    "name",
    [
        "Mail",
        "EMAIL",
        "E-mail",
        "e-post",
        "EmailAddress",
        "emailaddress",
        "http://schemas.xmlsoap.org/claims/EmailAddress",
        "urn:oid:1.2.840.113549.1.9.1",
        "user.mail",
    ],
)
def test_the_address_is_found_as_the_makers_of_providers_call_it(
    world: World, provider_of_saml: IdentityProvider, name: str
) -> None:
    provider, browser = provider_of_saml, with_saml(world, provider_of_saml).browser()
    plain = provider.unsigned(begin(browser, provider), ORGANISER)
    named = plain.replace("urn:oid:0.9.2342.19200300.100.1.3", name)

    send(browser, provider.sign(named.replace('FriendlyName="mail"', "")), status=302)


def test_of_several_addresses_the_one_that_is_known_here_counts(
    world: World, provider_of_saml: IdentityProvider
) -> None:
    provider, browser = provider_of_saml, with_saml(world, provider_of_saml).browser()
    identity = {"mail": ["hr.alias@example.se", ORGANISER.upper()]}

    send(browser, provider.answer(begin(browser, provider), "", identity=identity), status=302)


def test_the_attribute_counts_before_the_name_id(
    world: World, provider_of_saml: IdentityProvider
) -> None:
    provider, browser = provider_of_saml, with_saml(world, provider_of_saml).browser()
    how = {"name_id": NameID(format=EMAIL_NAME_ID, text=KARIN)}

    send(browser, provider.answer(begin(browser, provider), ORGANISER, **how), status=302)

    browser.get("/campaigns/", status=200)


def test_an_address_with_blanks_round_it_is_read(
    world: World, provider_of_saml: IdentityProvider
) -> None:
    provider, browser = provider_of_saml, with_saml(world, provider_of_saml).browser()

    answer = provider.answer(begin(browser, provider), f"\n  {ORGANISER}\t")

    send(browser, answer, status=302)
