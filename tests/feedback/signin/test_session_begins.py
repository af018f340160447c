"""A session begins at sign-in: what was in the browser before is worth nothing afterwards."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any

import pytest

from feedback import create_app
from feedback.models import Campaign
from tests.factories import test_settings
from tests.feedback.world import ORGANISER, form_to
from tests.pages import browser_on

if TYPE_CHECKING:
    from pathlib import Path

    from webtest import TestApp

    from tests.feedback.world import World

STAFF = "__Host-staff"


def test_a_cookie_and_a_token_planted_before_sign_in_are_worth_nothing_after_it(
    world_on_both: World,
) -> None:
    world = world_on_both
    attacker, victim = world.browser(), world.browser()
    token = attacker.get("/sign-in").forms[1]["csrf_token"].value
    for planted in attacker.cookiejar:
        victim.cookiejar.set_cookie(planted)
    world.sign_in_with(victim, ORGANISER)

    answer = victim.post(
        f"/campaigns/{world.campaign}/share", {"csrf_token": token}, expect_errors=True
    )

    assert answer.status_int == 400
    assert attacker.get("/start").location.endswith("/sign-in?next=/start")
    with world.database.reading() as session:
        assert all(
            subject.shared_with_coach_at is None
            for subject in session.get_one(Campaign, world.campaign).subjects
        )


def test_the_form_sends_with_the_token_of_the_new_session(world: World) -> None:
    browser = world.browser()
    browser.get("/sign-in")
    world.sign_in_with(browser, ORGANISER)
    page = browser.get(f"/campaigns/{world.campaign}")

    answer = form_to(page, f"/campaigns/{world.campaign}/share").submit()

    assert answer.status_int == 302


def test_only_the_language_outlives_the_sign_in(world: World) -> None:
    browser = world.browser()
    world.choose_language(browser, "en")
    before = _content(world, browser)

    world.sign_in_with(browser, ORGANISER)

    after = _content(world, browser)
    assert after["language"] == "en"
    assert not (before.keys() & after.keys()) - {"language", "_fresh"}


def test_the_cookie_is_bound_to_this_host_and_to_encryption(world: World) -> None:
    answer = world.browser().get("/sign-in")

    cookie = SimpleCookie(answer.headers["Set-Cookie"])[STAFF]

    assert (cookie["path"], cookie["domain"], cookie["secure"]) == ("/", "", True)


def test_on_a_local_address_without_encryption_it_has_a_plain_name(
    tmp_path: Path, sqlite_url: str
) -> None:
    app = create_app(test_settings(tmp_path, sqlite_url, base_url="http://127.0.0.1:8000"))

    answer = browser_on(app).get("/sign-in")

    cookies = SimpleCookie(answer.headers["Set-Cookie"])
    assert list(cookies) == ["staff"]
    assert not cookies["staff"]["secure"]
    app.extensions["feedback.database"].dispose()


@pytest.mark.parametrize("name", ["staff", STAFF])
def test_a_cookie_that_others_wrote_is_nobody(world: World, name: str) -> None:
    browser = world.browser()
    browser.set_cookie(name, "eyJfdXNlcl9pZCI6IjEifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")

    assert browser.get("/start").status_int == 302


def _content(world: World, browser: TestApp) -> dict[str, Any]:
    serializer = world.app.session_interface.get_signing_serializer(world.app)  # type: ignore[attr-defined] # Flask's own
    (cookie,) = (one for one in browser.cookiejar if one.name.endswith("staff"))
    content: dict[str, Any] = serializer.loads(cookie.value)
    return content
