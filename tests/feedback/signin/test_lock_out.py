"""Nobody keeps another from signing in, and nobody fills another's mailbox without end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from tests.feedback.world import KARIN, STRANGER

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.feedback.signin.stepped_clock import SteppedClock
    from tests.feedback.world import World

MOST_MAILS_AN_HOUR: Final = 11
HOURS: Final = 3
FLOOD: Final = 12  # browsers; more than twice what was enough to shut somebody out


@pytest.mark.parametrize(
    "flood", [FLOOD, pytest.param(300, marks=(pytest.mark.proof, pytest.mark.whole))]
)
def test_the_victim_gets_in_after_somebody_else_has_asked_and_guessed(
    world_on_both: World, flood: int
) -> None:
    world = world_on_both
    for _ in range(flood):
        _guess(world, _asking(world, KARIN), tries=2)
    victim = _asking(world, KARIN)

    has_opened = _opens(world, victim, world.mailed_code(KARIN))

    assert has_opened
    assert victim.get("/my-reports/").status_int == 200


def test_the_victim_gets_in_while_somebody_else_goes_on(world_on_both: World) -> None:
    world = world_on_both
    victim = _asking(world, KARIN)
    code = world.mailed_code(KARIN)
    for _ in range(FLOOD):
        _guess(world, _asking(world, KARIN), tries=1)

    answer = world.type_code(victim, code)

    assert answer.status_int == 302


@pytest.mark.parametrize("asks", [1, 3, 5, 6, 7])
def test_the_newest_code_or_the_own_one_opens_however_the_askings_are_mixed(
    world: World, asks: int
) -> None:
    for _ in range(asks):
        _asking(world, KARIN)
    victim = _asking(world, KARIN)
    own = world.mailed_code(KARIN)
    for _ in range(asks):
        _guess(world, _asking(world, KARIN), tries=1)

    has_opened = [_opens(world, victim, code) for code in (own, world.mailed_code(KARIN))]

    assert any(has_opened)


def test_hours_of_flood_fill_no_mailbox_and_shuts_nobody_out(
    world: World, clock: SteppedClock
) -> None:
    for _ in range(HOURS):
        before = len(world.mails_to(KARIN))
        for _ in range(15):
            _asking(world, KARIN)
            clock.step(timedelta(minutes=4))
        assert len(world.mails_to(KARIN)) - before <= MOST_MAILS_AN_HOUR
        victim = _asking(world, KARIN)
        assert world.type_code(victim, world.mailed_code(KARIN)).status_int == 302


def test_a_code_opens_only_in_the_browser_that_asked(world_on_both: World) -> None:
    world = world_on_both
    here, there = _asking(world, KARIN), world.browser()
    code = world.mailed_code(KARIN)
    world.ask_for_code(there, KARIN)

    answers = [world.type_code(browser, code).status_int for browser in (there, here)]

    assert answers == [200, 302]


def test_a_longer_code_opens_in_no_browser_that_did_not_ask_for_this_address(
    world: World,
) -> None:
    for _ in range(FLOOD):
        _asking(world, KARIN)
    other = _asking(world, STRANGER)

    answer = world.type_code(other, world.mailed_code(KARIN))

    assert answer.status_int == 200


def test_a_longer_code_is_good_once(world: World) -> None:
    browsers = [_asking(world, KARIN) for _ in range(8)]
    code = world.mailed_code(KARIN)

    answers = [world.type_code(browser, code).status_int for browser in browsers[:2]]

    assert answers == [302, 200]


def test_a_longer_code_ends_after_twenty_minutes(world: World, clock: SteppedClock) -> None:
    browsers = [_asking(world, KARIN) for _ in range(8)]
    code = world.mailed_code(KARIN)
    clock.step(timedelta(minutes=20))
    _asking(world, STRANGER)

    answer = world.type_code(browsers[0], code)

    assert answer.status_int == 200


def test_codes_of_a_clock_that_ran_ahead_keep_nobody_out_when_it_is_set_right(
    world: World, clock: SteppedClock
) -> None:
    clock.step(timedelta(days=30))
    for _ in range(8):
        _asking(world, KARIN)
    clock.step(timedelta(days=-30))
    victim = _asking(world, KARIN)

    answer = world.type_code(victim, world.mailed_code(KARIN))

    assert answer.status_int == 302


def test_whoever_asks_at_the_worst_moment_has_ten_minutes_still(
    world: World, clock: SteppedClock
) -> None:
    for _ in range(8):
        _asking(world, KARIN)
    clock.step(timedelta(minutes=9, seconds=59))
    victim = _asking(world, KARIN)
    clock.step(timedelta(minutes=9, seconds=59))

    answer = world.type_code(victim, world.mailed_code(KARIN))

    assert answer.status_int == 302


def test_signing_in_often_uses_nothing_up(world: World) -> None:
    for _ in range(8):
        browser = _asking(world, KARIN)
        code = world.mailed_code(KARIN)
        assert len(code) == 8
        assert world.type_code(browser, code).status_int == 302


def test_a_mail_server_that_was_away_has_used_nothing_up(
    world_on_both: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = world_on_both
    with monkeypatch.context() as away:
        away.setattr("feedback.signin.code_mail.transport_of", _away)
        for _ in range(8):
            _asking(world, KARIN)

    victim = _asking(world, KARIN)

    assert world.type_code(victim, world.mailed_code(KARIN)).status_int == 302


def test_the_page_says_when_it_was_asked_and_so_does_the_mail(
    world: World, clock: SteppedClock
) -> None:
    known, unknown = _asking(world, KARIN), _asking(world, STRANGER)
    said = f"{clock.now.astimezone(world.settings.zone):%H:%M}"

    pages = [browser.get("/sign-in/code") for browser in (known, unknown)]

    assert all(said in page for page in pages)
    assert said in world.mails_to(KARIN)[-1]


def test_the_page_under_flood_is_the_same_for_known_and_unknown(
    world: World, clock: SteppedClock
) -> None:
    del clock
    askings = {
        address: [_asking(world, address) for _ in range(8)][-1] for address in (KARIN, STRANGER)
    }

    known, unknown = (
        _plain(browser.get("/sign-in/code").text.replace(address, "X"))
        for address, browser in askings.items()
    )

    assert known == unknown


def _away(_settings: object) -> None:
    raise ConnectionRefusedError


def _asking(world: World, address: str) -> TestApp:
    browser = world.browser()
    world.ask_for_code(browser, address)
    return browser


def _guess(world: World, browser: TestApp, *, tries: int) -> None:
    for number in range(tries):
        world.type_code(browser, f"{number:08}")


def _opens(world: World, browser: TestApp, code: str) -> bool:
    if browser.get("/my-reports/").status_int != 200:
        world.type_code(browser, code)
    return bool(browser.get("/my-reports/").status_int == 200)


def _plain(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf_token" not in line)
