"""The municipality's own sign-in, with a real OpenID provider: same people, same rights."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from feedback import create_app
from feedback.config import Settings, SettingsError, load_settings
from feedback.operations.rights import accounts
from tests.acting import by
from tests.feedback.signin.own_provider import CLIENT, Provider, query_of, running_provider
from tests.feedback.world import ADMIN, KARIN, ORGANISER, STRANGER, form_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webtest import TestApp

    from feedback.config import WorkerSettings
    from tests.feedback.signin.stepped_clock import SteppedClock
    from tests.feedback.world import World

BEGIN = "/sign-in/oidc"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """Run one provider for the whole module."""
    with running_provider() as running:
        yield running


@pytest.fixture
def own_world(world: World, provider: Provider) -> World:
    """Give the world of staff, with the municipality's own sign-in."""
    return _with(world, provider, oidc_name="Testköpings kommun")


def test_the_page_offers_it_beside_the_mailed_code(own_world: World) -> None:
    page = own_world.browser().get("/sign-in?next=/campaigns/")

    link = page.html.find("a", href=f"{BEGIN}?next=/campaigns/")
    assert "Testköpings kommun" in link.text
    assert page.html.find("input", {"name": "address"})


def test_it_is_not_there_where_no_provider_is_set(world: World) -> None:
    browser = world.browser()

    assert BEGIN not in browser.get("/sign-in")
    browser.get(BEGIN, status=404)


@pytest.mark.parametrize(
    ("address", "place"), [(KARIN, "/my-reports/"), (ORGANISER, "/campaigns/"), (ADMIN, "/admin/")]
)
def test_whoever_is_known_gets_to_where_they_work(
    own_world: World, provider: Provider, address: str, place: str
) -> None:
    browser = own_world.browser()

    answer = _sign_in(browser, provider, address)

    assert answer.location.endswith("/start")
    browser.get(place, status=200)


def test_the_account_is_the_same_as_with_a_mailed_code(
    own_world: World, provider: Provider
) -> None:
    own_world.sign_in(KARIN)
    before = own_world.accounts()

    _sign_in(own_world.browser(), provider, KARIN.upper())

    assert own_world.accounts() == before


def test_one_comes_back_to_the_page_one_wanted(own_world: World, provider: Provider) -> None:
    answer = _sign_in(own_world.browser(), provider, ORGANISER, wanted="/campaigns/")

    assert answer.location.endswith("/campaigns/")


def test_nobody_is_sent_on_to_another_site(own_world: World, provider: Provider) -> None:
    answer = _sign_in(own_world.browser(), provider, ORGANISER, wanted="//evil.example/")

    assert answer.location.endswith("/start")


def test_a_stranger_gets_a_kind_page_and_no_account(own_world: World, provider: Provider) -> None:
    browser = own_world.browser()

    page = _sign_in(browser, provider, STRANGER, status=403)

    assert STRANGER in page
    assert STRANGER not in own_world.accounts()
    assert "/sign-in" in browser.get("/start", status=302).location


def test_an_address_that_is_not_verified_opens_nothing(
    own_world: World, provider: Provider
) -> None:
    browser = own_world.browser()

    _sign_in(browser, provider, f"unverified.{ADMIN}", status=403)

    browser.get("/admin/", status=302)


def test_a_provider_that_tells_no_address_opens_nothing(
    own_world: World, provider: Provider
) -> None:
    _sign_in(own_world.browser(), provider, "nobody", status=403)


def test_an_operator_may_trust_a_directory_that_says_nothing_of_verifying(
    world: World, provider: Provider
) -> None:
    trusting = _with(world, provider, oidc_trusts_addresses=True)

    answer = _sign_in(trusting.browser(), provider, f"unverified.{ADMIN}")

    assert answer.location.endswith("/start")


def test_the_request_carries_state_nonce_and_a_proof_key(own_world: World) -> None:
    start = own_world.browser().get(BEGIN).location

    asked = parse_qs(urlsplit(start).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()


def test_a_code_of_another_browser_opens_nothing(own_world: World, provider: Provider) -> None:
    theirs, ours = own_world.browser(), own_world.browser()
    back = provider.sign_in(ADMIN, start=theirs.get(BEGIN).location)
    ours.get(BEGIN)

    ours.get(query_of(back), status=400)

    ours.get("/admin/", status=302)


def test_a_code_works_once(own_world: World, provider: Provider) -> None:
    browser = own_world.browser()
    back = provider.sign_in(KARIN, start=browser.get(BEGIN).location)
    browser.get(query_of(back), status=302)
    form_to(browser.get("/my-reports/"), "/sign-out").submit()

    browser.get(query_of(back), status=400)


def test_a_made_up_code_opens_nothing(own_world: World, provider: Provider) -> None:
    browser = own_world.browser()
    back = provider.sign_in(KARIN, start=browser.get(BEGIN).location)
    state = parse_qs(urlsplit(back).query)["state"][0]

    browser.get(f"{BEGIN}/callback?{urlencode({'code': 'made-up', 'state': state})}", status=400)

    browser.get("/my-reports/", status=302)


def test_whoever_turns_round_at_the_provider_is_told_so(
    own_world: World, provider: Provider
) -> None:
    browser = own_world.browser()

    back = provider.refuse(start=browser.get(BEGIN).location)

    page = browser.get(query_of(back), status=400)
    assert page.html.find("a", href="/sign-in")


def test_a_provider_that_does_not_answer_leaves_the_mailed_code(world: World) -> None:
    away = _with(world, Provider("http://127.0.0.1:9"))

    page = away.browser().get(BEGIN, status=503)

    assert page.html.find("a", href="/sign-in")


def test_a_provider_that_stays_silent_is_left_alone_for_a_while(
    world: World, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback.signin.oidc_provider._TIMEOUT_SECONDS", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(0)
        browser = _with(world, Provider(f"http://127.0.0.1:{silent.getsockname()[1]}")).browser()

        for _ in range(3):
            browser.get(BEGIN, status=503)
        asked_at_once = _calls(silent)
        clock.step(timedelta(seconds=31))
        browser.get(BEGIN, status=503)

        assert (asked_at_once, _calls(silent)) == (1, 1)


def _calls(server: socket.socket) -> int:
    calls = 0
    with suppress(BlockingIOError):
        while True:
            server.accept()[0].close()
            calls += 1
    return calls


def test_mailed_codes_can_be_switched_off(world: World, provider: Provider) -> None:
    only = _with(world, provider, oidc_name="Testköpings kommun", mailed_codes=False)
    browser = only.browser()

    page = browser.get("/sign-in")
    token = form_to(page, "/language")["csrf_token"].value
    asked = {"csrf_token": token, "address": KARIN}

    assert page.html.find("a", href=BEGIN)
    assert not page.html.find("input", {"name": "address"})
    browser.post("/sign-in", asked, status=404)
    browser.get("/sign-in/code", status=404)
    browser.post("/sign-in/code", {"csrf_token": token, "passcode": "1"}, status=404)
    assert only.mails_to(KARIN) == []


def test_without_mailed_codes_no_page_offers_one(world: World, provider: Provider) -> None:
    only = _with(world, provider, mailed_codes=False)
    browser = only.browser()

    pages = [
        browser.get("/"),
        browser.get("/sign-in"),
        _sign_in(browser, provider, STRANGER, status=403),
        _sign_in(browser, provider, "nobody", status=403),
        browser.get(f"{BEGIN}/callback?code=made-up&state=made-up", status=400),
    ]

    words = [page.html.find("main").text.lower() for page in pages]
    assert [text for text in words if "with a code" in text or "mail you" in text] == []
    assert [text for text in words if "med en kod" in text or "mejlar" in text] == []


def test_the_first_administrator_gets_in_without_a_mailed_code(
    world: World, provider: Provider
) -> None:
    only = _with(world, provider, mailed_codes=False)
    first = "forsta.admin@example.se"
    with only.database.writing() as session:
        accounts.grant_admin(session, first, by=by())
    browser = only.browser()

    _sign_in(browser, provider, first)

    browser.get("/admin/", status=200)


def test_a_session_begins_anew_at_the_municipalitys_sign_in(
    own_world: World, provider: Provider
) -> None:
    attacker, victim = own_world.browser(), own_world.browser()
    token = form_to(attacker.get("/sign-in"), "/language")["csrf_token"].value
    for planted in attacker.cookiejar:
        victim.cookiejar.set_cookie(planted)
    _sign_in(victim, provider, ORGANISER)

    answer = victim.post(
        f"/campaigns/{own_world.campaign}/share", {"csrf_token": token}, expect_errors=True
    )

    assert answer.status_int == 400


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"OIDC_ISSUER": "http://login.example.se"}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "https://login.example.se"}, "OIDC_CLIENT_SECRET"),
        ({"MAILED_CODES": "false"}, "MAILED_CODES"),
    ],
)
def test_half_a_provider_or_no_way_in_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], named: str
) -> None:
    given = {"BASE_URL": "https://f.example.se", "MAIL_FROM": "E <e@example.se>", **settings}
    for name, value in given.items():
        monkeypatch.setenv(f"FEEDBACK_{name}", value)

    with pytest.raises(SettingsError, match=f"FEEDBACK_{named}"):
        load_settings(Settings)


def _sign_in(
    browser: TestApp, provider: Provider, address: str, *, wanted: str = "", status: int = 302
) -> Any:  # noqa: ANN401 - WebTest brings no types
    start = browser.get(f"{BEGIN}?next={wanted}").location
    return browser.get(query_of(provider.sign_in(address, start=start)), status=status)


def _with(world: World, provider: Provider, **others: object) -> World:
    given: dict[str, object] = {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT["client_id"],
        "oidc_client_secret": CLIENT["client_secret"],
        **others,
    }
    settings: WorkerSettings = world.settings.model_copy(update=given)
    return replace(world, app=create_app(settings), settings=settings)
