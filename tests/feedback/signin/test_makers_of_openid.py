"""OpenID providers as their makers ship them and towns set them up: a table of what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.feedback.signin.scripted_provider import (
    BEGIN,
    CLIENT_ID,
    Script,
    come_back,
    scripted_provider,
    untrusted_server,
    with_openid,
)
from tests.feedback.world import ORGANISER, STRANGER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.feedback.world import World

Json = dict[str, object]

FULL: Final[Json] = {"email": ORGANISER, "email_verified": True}
TRUSTED: Final[Json] = {"oidc_trusts_addresses": True}
KEYCLOAK: Final[Json] = {"azp": CLIENT_ID, "typ": "ID", "acr": "1", "preferred_username": "hr01"}
ENTRA: Final[Json] = {"tid": "a-directory", "ver": "2.0", "oid": "x", "rh": "0.A", "uti": "y"}
OVERAGE: Final[Json] = {
    "_claim_names": {"groups": "src1"},
    "_claim_sources": {"src1": {"endpoint": f"https://graph.example/users/{ORGANISER}"}},
    "hasgroups": True,
}
NO_USERINFO: Final[Json] = {"metadata": {"userinfo_endpoint": None}}
THIN: Final[Json] = {"sub": "a-person"}
PAGE: Final = "<html><h1>Inloggning</h1></html>"

LET_IN: Final[dict[str, tuple[Json, Json]]] = {
    "no userinfo address, all in the token": ({"claims": FULL, **NO_USERINFO}, {}),
    "Keycloak": ({"claims": KEYCLOAK | FULL}, {}),
    "Keycloak, verified as a word in capitals": (
        {"claims": KEYCLOAK | FULL | {"email_verified": "TRUE"}},
        {},
    ),
    "Keycloak, a mapper that makes lists": ({"claims": FULL | {"email": [ORGANISER]}}, {}),
    "Entra ID, too many groups to send": (
        {"claims": ENTRA | OVERAGE | {"email": ORGANISER}},
        TRUSTED,
    ),
    "Entra ID, groups as a list": (
        {"claims": ENTRA | {"email": ORGANISER, "groups": ["a"] * 199}},
        TRUSTED,
    ),
    "Entra ID, by the name of the account": (
        {"claims": ENTRA | {"preferred_username": ORGANISER.upper()}},
        TRUSTED | {"oidc_address_claim": "preferred_username"},
    ),
    "AD FS, upn": (
        {"claims": {"upn": ORGANISER, "unique_name": "KOMMUN\\hr01"}},
        TRUSTED | {"oidc_address_claim": "upn"},
    ),
    "AD FS, upn, an address beside it": (
        {"claims": {"upn": ORGANISER, "email": STRANGER}},
        TRUSTED | {"oidc_address_claim": "upn"},
    ),
    "AD FS, seconds as text": (
        {"claims": FULL, "token": {"expires_in": "3599", "token_type": "bearer", "scope": ""}},
        {},
    ),
    "one key, which the token does not name": ({"claims": FULL, "names_key": False}, {}),
    "userinfo verifies by a word": (
        {"claims": {}, "userinfo": THIN | FULL | {"email_verified": "true"}},
        {},
    ),
}
KEPT_OUT: Final[dict[str, tuple[Json, Json, str]]] = {
    "no userinfo address, nothing in the token": ({**NO_USERINFO}, {}, "no-address"),
    "no userinfo address, nothing of verifying": (
        {"claims": {"email": ORGANISER}, **NO_USERINFO},
        {},
        "address-not-verified",
    ),
    "Keycloak, people of a directory": (
        {"claims": KEYCLOAK | FULL | {"email_verified": False}},
        {},
        "address-not-verified",
    ),
    "Entra ID, not trusted": (
        {"claims": ENTRA | OVERAGE | {"email": ORGANISER}},
        {},
        "address-not-verified",
    ),
    "AD FS, upn that was not asked for": ({"claims": {"upn": ORGANISER}}, TRUSTED, "no-address"),
    "AD FS, an account in place of an address": (
        {"claims": {"upn": "KOMMUN\\hr01"}},
        TRUSTED | {"oidc_address_claim": "upn"},
        "no-address",
    ),
    "an empty address": ({"claims": FULL | {"email": "", "name": "x"}}, {}, "no-address"),
    "an address of null": ({"claims": FULL | {"email": None}}, {}, "no-address"),
    "several keys, and the token names none": (  # which the standard forbids
        {"claims": FULL, "names_key": False, "keys": ("rotated", "RS256", "ES256")},
        {},
        "answer-refused",
    ),
    "an encrypted token": ({"token": {"id_token": "e30.a.b.c.d"}}, {}, "answer-refused"),
    "no token": ({"token": {"id_token": None}}, {}, "set-up"),
}
FAULTS: Final[dict[str, tuple[dict[str, tuple[int, str]], int, str, str]]] = {
    "userinfo is not ours to ask": ({"/userinfo": (401, PAGE)}, 403, "no-address", "answered 401"),
    "userinfo is a page": ({"/userinfo": (200, PAGE)}, 400, "set-up", "no JSON"),
    "userinfo is broken": ({"/userinfo": (500, PAGE)}, 503, "provider-away", "answered 500"),
    "too many have asked": ({"/token": (503, PAGE)}, 503, "provider-away", "answered 503"),
    "no keys": ({"/jwks": (404, PAGE)}, 400, "set-up", "answered 404"),
}
DISCOVERY: Final = "/.well-known/openid-configuration"


@pytest.fixture(scope="module")
def new_script() -> Iterator[Callable[[], Script]]:
    """Run one provider for the whole module."""
    with scripted_provider() as running:
        yield running


@pytest.fixture
def script(new_script: Callable[[], Script]) -> Script:
    """Give a provider that a row of a table sets up."""
    return new_script()


@pytest.mark.parametrize("row", LET_IN)
def test_whoever_is_vouched_for_gets_in(world: World, script: Script, row: str) -> None:
    changes, settings = LET_IN[row]
    vars(script).update(changes)
    browser = with_openid(world, script, **settings).browser()

    browser.get(come_back(browser, script), status=302)

    browser.get("/campaigns/", status=200)


@pytest.mark.parametrize("row", KEPT_OUT)
def test_whoever_is_not_is_told_what_is_missing_and_the_log_holds_no_value(
    world: World, script: Script, row: str, caplog: pytest.LogCaptureFixture
) -> None:
    changes, settings, code = KEPT_OUT[row]
    vars(script).update(changes)
    browser = with_openid(world, script, **settings).browser()

    page = browser.get(come_back(browser, script), expect_errors=True)

    assert page.status_int in {400, 403}
    assert f"oidc {code}" in page
    assert f"sign-in by oidc: {code}" in caplog.text
    assert ORGANISER not in caplog.text
    browser.get("/campaigns/", status=302)


@pytest.mark.parametrize("row", FAULTS)
def test_what_passes_is_told_apart_from_what_must_be_set_up(
    world: World, script: Script, row: str, caplog: pytest.LogCaptureFixture
) -> None:
    script.says, status, code, words = FAULTS[row]
    browser = with_openid(world, script).browser()

    page = browser.get(come_back(browser, script), status=status)

    assert f"oidc {code}" in page
    assert words in caplog.text


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((404, PAGE), "set-up"),
        ((200, PAGE), "set-up"),
        ((429, PAGE), "provider-away"),
        ((502, PAGE), "provider-away"),
    ],
)
def test_a_wrong_address_of_the_provider_is_not_called_a_moment_of_silence(
    world: World, script: Script, answer: tuple[int, str], code: str
) -> None:
    script.says = {DISCOVERY: answer}

    page = with_openid(world, script).browser().get(BEGIN, expect_errors=True)

    assert f"oidc {code}" in page


def test_a_certificate_that_is_not_trusted_here_is_told(
    world: World, script: Script, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with untrusted_server(tmp_path) as script.issuer:
        page = with_openid(world, script).browser().get(BEGIN, status=400)

    assert "oidc set-up" in page
    assert "its certificate is not trusted on this machine" in caplog.text
