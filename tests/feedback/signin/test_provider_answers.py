"""Answers as real OpenID providers send them: what is promised works, the rest is told kindly."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.feedback.signin.scripted_provider import (
    BEGIN,
    CALLBACK,
    CLIENT_ID,
    Script,
    come_back,
    scripted_provider,
    with_openid,
)
from tests.feedback.world import HTTPS, KARIN, ORGANISER, STRANGER, form_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.feedback.world import World

Json = dict[str, object]

TOLD = {"sub": "a-person", "email": ORGANISER, "email_verified": True}
ELSEWHERE = {**HTTPS, "HTTP_REFERER": "https://login.example.se/", "HTTP_ORIGIN": "null"}


@pytest.fixture(scope="module")
def new_script() -> Iterator[Callable[[], Script]]:
    """Run one provider for the whole module."""
    with scripted_provider() as running:
        yield running


@pytest.fixture
def script(new_script: Callable[[], Script]) -> Script:
    """Give a provider that knows the organiser, and says so in its ID token."""
    script = new_script()
    script.claims = {"email": ORGANISER, "email_verified": True}
    return script


@pytest.fixture
def at_work(world: World, script: Script) -> World:
    """Give the world of staff, who sign in there."""
    return with_openid(world, script)


KEYCLOAK = {"azp": CLIENT_ID, "aud": [CLIENT_ID, "account"], "typ": "ID", "acr": "1"}
ENTRA = {"tid": "a-directory", "ver": "2.0", "preferred_username": ORGANISER, "oid": "x"}
AD_FS = {"upn": ORGANISER, "unique_name": "KOMMUN\\hr01", "apptype": "Confidential"}
FULL = {"email": ORGANISER, "email_verified": True}


@pytest.mark.parametrize(
    ("claims", "userinfo", "settings"),
    [
        pytest.param({}, TOLD, {}, id="thin ID token"),
        pytest.param({"email": ORGANISER}, TOLD, {}, id="verified at userinfo"),
        pytest.param(
            {"email_verified": True},
            {"sub": "a-person", "email": ORGANISER},
            {},
            id="address there",
        ),
        pytest.param({"email": STRANGER}, TOLD, {}, id="another address, verified there"),
        pytest.param({**KEYCLOAK, **FULL}, None, {}, id="Keycloak"),
        pytest.param(
            {**ENTRA, "email": ORGANISER},
            TOLD | {"email_verified": None},
            {"oidc_trusts_addresses": True},
            id="Entra ID",
        ),
        pytest.param(
            AD_FS,
            {"sub": "a-person"},
            {"oidc_trusts_addresses": True, "oidc_address_claim": "upn"},
            id="AD FS",
        ),
        pytest.param({"email": [ORGANISER], "email_verified": "true"}, None, {}, id="in a list"),
        pytest.param({"email": ORGANISER, "email_verified": "True"}, None, {}, id="True as a word"),
        pytest.param({"email": ORGANISER, "email_verified": 1}, None, {}, id="1"),
    ],
)
def test_an_address_that_is_vouched_for_lets_in(
    world: World, script: Script, claims: Json, userinfo: object, settings: Json
) -> None:
    script.claims, script.userinfo = claims, userinfo
    browser = with_openid(world, script, **settings).browser()

    answer = browser.get(come_back(browser, script, wanted="/campaigns/"), status=302)

    assert answer.location.endswith("/campaigns/")
    browser.get("/campaigns/", status=200)


@pytest.mark.parametrize(
    ("claims", "userinfo", "settings", "code"),
    [
        pytest.param({}, {"sub": "a-person"}, {}, "no-address", id="no address anywhere"),
        pytest.param(
            {"email": ORGANISER},
            {"sub": "a-person"},
            {},
            "address-not-verified",
            id="nothing of verifying",
        ),
        pytest.param(
            {"email": ORGANISER, "email_verified": "false"},
            TOLD,
            {},
            "address-not-verified",
            id="false as a word",
        ),
        pytest.param(
            {"email": ORGANISER},
            TOLD | {"email": STRANGER, "email_verified": None},
            {},
            "address-not-verified",
            id="another address, not verified",
        ),
        pytest.param(
            {}, TOLD | {"sub": "another"}, {}, "answer-refused", id="userinfo of another person"
        ),
        pytest.param(
            {},
            {"email": ORGANISER, "email_verified": True},
            {},
            "answer-refused",
            id="userinfo of nobody",
        ),
        pytest.param({}, [1], {}, "answer-refused", id="userinfo is no object"),
        pytest.param(AD_FS, {"sub": "a-person"}, {}, "no-address", id="AD FS, upn only"),
        pytest.param(
            {"email": [ORGANISER, STRANGER], "email_verified": True},
            {"sub": "a-person"},
            {},
            "no-address",
            id="two addresses",
        ),
        pytest.param(
            {"upn": "hr01"},
            {"sub": "a-person"},
            {"oidc_trusts_addresses": True, "oidc_address_claim": "upn"},
            "no-address",
            id="upn is no address",
        ),
    ],
)
def test_any_other_opens_nothing_and_says_what_is_missing(
    world: World, script: Script, claims: Json, userinfo: object, settings: Json, code: str
) -> None:
    script.claims, script.userinfo = claims, userinfo
    browser = with_openid(world, script, **settings).browser()

    page = browser.get(come_back(browser, script), expect_errors=True)

    assert page.status_int in {400, 403}
    assert f"oidc {code}" in page
    browser.get("/campaigns/", status=302)


def test_userinfo_is_asked_only_where_something_is_missing(at_work: World, script: Script) -> None:
    browser = at_work.browser()

    browser.get(come_back(browser, script), status=302)

    assert "/userinfo" not in script.asked


def test_a_signed_userinfo_is_read_and_its_signature_checked(
    at_work: World, script: Script
) -> None:
    script.claims, script.userinfo, script.userinfo_is_signed = {}, TOLD, True
    first, second, third = (at_work.browser() for _ in range(3))

    first.get(come_back(first, script), status=302)
    script.userinfo = {**TOLD, "aud": "another-client"}
    second.get(come_back(second, script), status=400)
    script.userinfo = {**TOLD, "iss": "https://elsewhere.example"}
    third.get(come_back(third, script), status=400)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"algorithm": "PS256"}, 302),
        ({"algorithm": "ES256", "key": "ES256", "keys": ("RS256", "ES256")}, 302),
        ({"key": "rotated", "keys": ("RS256", "rotated")}, 302),
        ({"key": "rotated"}, 400),
        ({"seconds_ahead": 60}, 302),
        ({"seconds_ahead": -330}, 302),
        ({"seconds_ahead": 600}, 400),
        ({"seconds_ahead": -900}, 400),
        ({"without": ("nonce",)}, 400),
        ({"without": ("sub",)}, 400),
        ({"without": ("exp",)}, 400),
        ({"claims": {**FULL, "nonce": "of another"}}, 400),
        ({"claims": {**FULL, "aud": "another-client"}}, 400),
        ({"claims": {**FULL, "aud": ["another-client"], "azp": CLIENT_ID}}, 400),
        ({"claims": {**FULL, "aud": [CLIENT_ID, "another"]}}, 400),
        ({"claims": {**FULL, "aud": [CLIENT_ID, "another"], "azp": CLIENT_ID}}, 302),
        ({"claims": {**FULL, "aud": [CLIENT_ID, "another"], "azp": "another"}}, 400),
        ({"claims": {**FULL, "iss": "https://elsewhere.example"}}, 400),
        ({"more_keys": [{"kty": "AKP", "kid": "new"}, {"kty": "RSA", "n": "!", "e": "AQAB"}]}, 302),
        ({"metadata": {"userinfo_endpoint": None}}, 302),
    ],
)
def test_what_a_token_must_hold(
    at_work: World, script: Script, changes: dict[str, Any], status: int
) -> None:
    vars(script).update(changes)
    browser = at_work.browser()

    browser.get(come_back(browser, script), status=status)


def test_keys_that_were_exchanged_are_asked_for_anew(at_work: World, script: Script) -> None:
    first, second = at_work.browser(), at_work.browser()
    first.get(come_back(first, script), status=302)

    script.key, script.keys = "rotated", ("rotated",)

    second.get(come_back(second, script), status=302)


def test_an_issuer_may_end_on_a_slash_in_one_place_only(at_work: World, script: Script) -> None:
    script.claims = {**FULL, "iss": f"{script.issuer}/"}
    browser = at_work.browser()

    browser.get(come_back(browser, script, iss=f"{script.issuer}/"), status=302)


def test_a_provider_for_everybody_lets_nobody_in(at_work: World, script: Script) -> None:
    script.metadata = {"issuer": "https://login.microsoftonline.com/{tenantid}/v2.0"}

    page = at_work.browser().get(BEGIN, status=400)

    assert "oidc set-up" in page


def test_an_answer_of_another_provider_is_refused_by_its_iss(
    at_work: World, script: Script
) -> None:
    browser = at_work.browser()

    browser.get(come_back(browser, script, iss="https://elsewhere.example"), status=400)
    browser.get(come_back(browser, script, iss=script.issuer), status=302)


def test_an_iss_that_was_promised_must_be_there(at_work: World, script: Script) -> None:
    script.metadata = {"authorization_response_iss_parameter_supported": True}
    browser = at_work.browser()

    browser.get(come_back(browser, script), status=400)
    browser.get(come_back(browser, script, iss=script.issuer), status=302)


@pytest.mark.parametrize("browser_is_in", [True, False])
def test_back_to_the_answer_leads_on_whoever_is_signed_in(
    at_work: World, script: Script, *, browser_is_in: bool
) -> None:
    browser = at_work.browser()
    path = come_back(browser, script, wanted="/campaigns/")
    first = browser.get(path, status=302).location
    if not browser_is_in:
        form_to(browser.get("/campaigns/"), "/sign-out").submit()

    again = browser.get(path, expect_errors=True)

    assert (again.status_int, again.location) == ((302, first) if browser_is_in else (400, None))


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        ("access_denied", "access-denied", 400),
        ("login_required", "more-needed", 400),
        ("interaction_required", "more-needed", 400),
        ("consent_required", "more-needed", 400),
        ("invalid_scope", "set-up", 400),
        ("temporarily_unavailable", "provider-away", 503),
        ("fel-<b>", "set-up", 400),
    ],
)
@pytest.mark.parametrize("has_state", [True, False])
def test_each_error_of_a_provider_has_its_words(
    at_work: World, script: Script, error: str, code: str, status: int, *, has_state: bool
) -> None:
    browser = at_work.browser()
    path = come_back(browser, script, wanted="/campaigns/")
    state = parse_qs(urlsplit(path).query)["state"][0]
    query = {"error": error} | ({"state": state} if has_state else {})

    page = browser.get(f"{CALLBACK}?{urlencode(query)}", status=status)

    assert f"oidc {code}" in page
    assert "<b>" not in page
    again = "/sign-in?next=/campaigns/" if has_state else "/sign-in"
    assert page.html.find("main").find("a", href=again)


def test_the_log_says_what_came_and_no_value(
    at_work: World, script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    script.claims = {"upn": KARIN, "name": "Karin Lund", KARIN: "as a name"}
    browser = at_work.browser()
    description = f"AADSTS50105: {KARIN} is not assigned to a role"

    with caplog.at_level(logging.INFO, logger="feedback"):
        browser.get(come_back(browser, script), status=403)
        query = {"error": "access_denied", "error_description": description}
        browser.get(f"{CALLBACK}?{urlencode(query)}", status=400)

    assert "no-address (no address in email; came: " in caplog.text
    assert "name, nonce, sub, upn and 1 more" in caplog.text
    assert "access-denied (error access_denied AADSTS50105)" in caplog.text
    assert "karin" not in caplog.text.lower()


def test_an_answer_as_a_form_is_led_on_and_leaves_the_session_alone(
    at_work: World, script: Script
) -> None:
    browser, without_cookies = at_work.browser(), at_work.browser()
    answer = dict(parse_qs(urlsplit(come_back(browser, script)).query))

    led = without_cookies.post(CALLBACK, answer, extra_environ=ELSEWHERE, status=303)

    assert "Set-Cookie" not in led.headers
    browser.get(led.location, status=302)
    browser.get("/campaigns/", status=200)


def test_a_form_of_another_site_signs_nobody_in(at_work: World, script: Script) -> None:
    theirs, ours = at_work.browser(), at_work.browser()
    answer = dict(parse_qs(urlsplit(come_back(theirs, script)).query))

    led = ours.post(CALLBACK, answer, extra_environ=ELSEWHERE, status=303)

    page = ours.get(led.location, status=400)
    assert "oidc not-begun-here" in page
    ours.get("/campaigns/", status=302)


def test_many_tabs_neither_disturb_each_other_nor_fill_the_cookie(
    at_work: World, script: Script
) -> None:
    browser = at_work.browser()
    paths = [come_back(browser, script, wanted=f"/campaigns/?{tab}") for tab in range(12)]

    assert sum(len(cookie.value) for cookie in browser.cookiejar) < 2000
    assert browser.get(paths[-1], status=302).location.endswith("/campaigns/?11")


def test_a_code_that_is_used_up_or_a_wrong_secret_is_told_apart(
    at_work: World, script: Script
) -> None:
    browser = at_work.browser()

    script.token_error = {"error": "invalid_grant"}
    assert "oidc wrong-time" in browser.get(come_back(browser, script), status=400)
    script.token_error = {"error": "invalid_client"}
    assert "oidc set-up" in browser.get(come_back(browser, script), status=400)


def test_a_provider_that_takes_the_secret_in_the_form_only_gets_it_there(
    at_work: World, script: Script
) -> None:
    script.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    browser = at_work.browser()

    browser.get(come_back(browser, script), status=302)

    assert script.posted[-1]["client_secret"] == ["a secret for tests only"]
