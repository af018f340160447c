"""A session ends: after a working day whatever is done, sooner where nothing is done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tests.feedback.world import KARIN, form_to

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.feedback.signin.stepped_clock import SteppedClock
    from tests.feedback.world import World

DAY_OF_WORK: Final = timedelta(hours=12)
IDLE: Final = timedelta(hours=4)
PAGE: Final = "/my-reports/"


def test_a_session_kept_warm_ends_after_a_working_day(
    world_on_both: World, clock: SteppedClock
) -> None:
    browser = world_on_both.sign_in(KARIN)
    lasted = timedelta()

    while _is_in(browser) and lasted < timedelta(days=3):
        _switch_language(browser)
        clock.step(timedelta(hours=1))
        lasted += timedelta(hours=1)

    assert lasted == DAY_OF_WORK


def test_a_copied_cookie_ends_with_it(world: World, clock: SteppedClock) -> None:
    browser, thief = world.sign_in(KARIN), world.browser()
    for cookie in browser.cookiejar:
        thief.cookiejar.set_cookie(cookie)
    for _ in range(6):
        assert _is_in(thief)
        clock.step(DAY_OF_WORK / 6)

    assert not _is_in(thief)


def test_a_session_in_which_nothing_is_done_ends_sooner(world: World, clock: SteppedClock) -> None:
    browser = world.sign_in(KARIN)

    clock.step(IDLE)

    assert not _is_in(browser)


def test_looking_at_pages_keeps_a_session(world: World, clock: SteppedClock) -> None:
    browser = world.sign_in(KARIN)

    for _ in range(3):
        clock.step(IDLE - timedelta(minutes=10))
        assert _is_in(browser)


def test_a_raters_page_and_a_file_keep_nothing_and_set_nothing(
    world: World, clock: SteppedClock
) -> None:
    browser = world.sign_in(KARIN)
    clock.step(IDLE - timedelta(minutes=10))

    answers = [
        browser.get(path, status="*")
        for path in (world.rater_link, "/static/staff.css", "/healthz")
    ]
    clock.step(timedelta(minutes=10))

    assert all("Set-Cookie" not in answer.headers for answer in answers)
    assert all("Cookie" not in answer.headers.get("Vary", "") for answer in answers)
    assert not _is_in(browser)


def test_the_language_outlives_the_session(world: World, clock: SteppedClock) -> None:
    browser = world.sign_in(KARIN, language="en")
    clock.step(IDLE)

    page = browser.get("/sign-in", headers={"Accept-Language": "sv"})

    assert "Send a code" in page


def _is_in(browser: TestApp) -> bool:
    return bool(browser.get(PAGE).status_int == 200)


def _switch_language(browser: TestApp) -> None:
    form_to(browser.get(PAGE), "/language").submit()
