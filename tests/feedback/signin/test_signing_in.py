"""Signing in: a mailed code, once, in time, for those who have business here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from feedback.models import Base, SignInCode
from feedback.signin.codes import MOST_TRIES, MOST_UNUSED, VALID_FOR
from tests.feedback.locks import write_at_once
from tests.feedback.world import KARIN, MAJA, ORGANISER, RATER, STRANGER, form_to

if TYPE_CHECKING:
    from datetime import timedelta

    from tests.feedback.world import World

# Ways to write an address that browsers follow to another site.
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "/\t/evil.example/",
    "/ok\\..\\/evil.example/",
)


@pytest.mark.parametrize("address", [KARIN, MAJA, ORGANISER])
def test_leader_coach_and_organiser_sign_in_by_the_mailed_code(
    world_on_both: World, address: str
) -> None:
    browser = world_on_both.sign_in(address)

    page = browser.get("/start")

    assert page.status_int in (200, 302)
    assert "sign-in" not in (page.location or "")


def test_an_account_is_made_at_the_first_sign_in(world: World) -> None:
    before = world.accounts()

    world.sign_in(" Karin.Lund@Example.se")

    assert KARIN not in before
    assert KARIN in world.accounts()


@pytest.mark.parametrize("address", [STRANGER, RATER])
def test_strangers_and_raters_get_the_same_answer_and_no_mail(world: World, address: str) -> None:
    known, unknown = world.browser(), world.browser()

    answers = world.ask_for_code(known, KARIN), world.ask_for_code(unknown, address)
    pages = [
        answer.follow().text.replace(who, "X")
        for answer, who in zip(answers, (KARIN, address), strict=True)
    ]

    assert [answer.status_int for answer in answers] == [302, 302]
    assert _without_tokens(pages[0]) == _without_tokens(pages[1])
    assert world.mails_to(address) == []
    assert address not in world.accounts()


def test_the_answer_does_not_wait_for_the_mail(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "feedback.signin.desk.SignInDesk._serve", lambda _, asking, __: asked.append(asking.address)
    )

    for address in (KARIN, STRANGER):
        world.ask_for_code(world.browser(), address)

    assert asked == [KARIN, STRANGER]


@pytest.mark.parametrize("address", [KARIN, STRANGER])
def test_a_refused_code_takes_alike_long_for_known_and_unknown(
    world: World, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    browser = world.browser()
    world.ask_for_code(browser, address)
    waits: list[float] = []
    monkeypatch.setattr("feedback.signin.views.REFUSAL_SECONDS", 5.0)
    monkeypatch.setattr("feedback.requests.answer_times.time.sleep", waits.append)

    world.type_code(browser, "00000000")

    assert len(waits) == 1
    assert 3.0 < waits[0] < 5.0


@pytest.mark.parametrize("address", [KARIN, STRANGER])
def test_nobody_saves_later_for_a_wrong_code(
    world_on_both: World, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    world, browser = world_on_both, world_on_both.browser()
    world.ask_for_code(browser, address)
    waits: list[float] = []

    def wait(seconds: float) -> None:
        write_at_once(world.database)
        waits.append(seconds)

    monkeypatch.setattr("feedback.requests.answer_times.time.sleep", wait)

    world.type_code(browser, "00000000")

    assert len(waits) == 1


def test_a_code_is_good_once(world: World) -> None:
    browser = world.browser()
    world.ask_for_code(browser, KARIN)
    code = world.mailed_code(KARIN)

    first = world.type_code(browser, code)
    again = _try_code(world, KARIN, code)

    assert first.status_int == 302
    assert again.status_int == 200
    assert "does not work" in again.text or "fungerar inte" in again.text


def test_a_newer_code_ends_the_older(world: World) -> None:
    browser = world.browser()
    world.ask_for_code(browser, KARIN)
    older = world.mailed_code(KARIN)
    world.ask_for_code(browser, KARIN)
    newer = world.mailed_code(KARIN)

    answers = [world.type_code(browser, code).status_int for code in (older, newer)]

    assert older != newer
    assert answers == [200, 302]


def test_a_code_is_good_for_ten_minutes(world: World) -> None:
    browser = world.browser()
    world.ask_for_code(browser, KARIN)
    _age_codes(world, VALID_FOR)

    answer = world.type_code(browser, world.mailed_code(KARIN))

    assert answer.status_int == 200


def test_five_wrong_tries_end_a_code(world_on_both: World) -> None:
    world = world_on_both
    browser = world.browser()
    world.ask_for_code(browser, KARIN)
    code = world.mailed_code(KARIN)
    wrong = f"{(int(code) + 1) % 100_000_000:08}"

    for _ in range(MOST_TRIES):
        world.type_code(browser, wrong)
    answer = world.type_code(browser, code)

    assert answer.status_int == 200


def test_four_wrong_tries_do_not(world: World) -> None:
    browser = world.browser()
    world.ask_for_code(browser, KARIN)
    code = world.mailed_code(KARIN)
    wrong = f"{(int(code) + 1) % 100_000_000:08}"

    for _ in range(MOST_TRIES - 1):
        world.type_code(browser, wrong)
    answer = world.type_code(browser, code)

    assert answer.status_int == 302


def test_codes_are_counted_per_account(world: World) -> None:
    browser = world.browser()

    for _ in range(MOST_UNUSED + 3):
        world.ask_for_code(browser, KARIN)
    world.ask_for_code(browser, MAJA)

    assert len(world.mails_to(KARIN)) == MOST_UNUSED + 1  # the last one is good for all who asked
    assert len(world.mails_to(MAJA)) == 1


def test_more_askings_than_the_desk_can_hold_are_sent_away_in_words(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback.signin.desk.SignInDesk.ask", lambda *_: False)
    form = form_to(world.browser().get("/sign-in"), "/sign-in")
    form["address"] = KARIN

    page = form.submit(status=503)

    assert page.html.find("a", href="/sign-in")


def test_a_code_may_be_typed_with_spaces(world: World) -> None:
    browser = world.browser()
    world.ask_for_code(browser, KARIN)
    code = world.mailed_code(KARIN)
    page = browser.get("/sign-in/code")

    answer = world.type_code(browser, f" {code[:3]} {code[3:]} ")

    assert f"{len(code)} siffror, gäller i 10 minuter" in page

    assert answer.status_int == 302


def test_no_code_is_stored(world_on_both: World) -> None:
    world = world_on_both
    for _ in range(MOST_UNUSED + 1):
        world.ask_for_code(world.browser(), KARIN)
    codes = [re.sub(r"\D", "", text.splitlines()[2]) for text in world.mails_to(KARIN)]

    with world.database.reading() as session:
        stored = [
            str(value)
            for table in Base.metadata.sorted_tables
            for row in session.execute(select(table))
            for value in row
        ]

    assert [len(code) for code in codes] == [8] * MOST_UNUSED + [12]
    assert [value for value in stored if any(code in value for code in codes)] == []


def test_the_mail_holds_no_link(world: World) -> None:
    world.ask_for_code(world.browser(), KARIN)

    text = world.mails_to(KARIN)[-1]

    assert "http" not in text


def test_no_address_signs_in_by_get(world: World) -> None:
    rules = {rule.endpoint for rule in world.app.url_map.iter_rules()}

    security_pages = {rule for rule in rules if rule.startswith("security.")}

    assert security_pages == {
        "security.home",
        "security.sign_in",
        "security.code",
        "security.sign_out",
        "security.language",
        "security.start",
    }


def test_signing_out_ends_every_session_of_the_account(world: World) -> None:
    here, there = world.sign_in(KARIN), world.sign_in(KARIN)
    token = here.get("/my-reports/").forms[0]["csrf_token"].value

    here.post("/sign-out", {"csrf_token": token})
    pages = [browser.get("/my-reports/") for browser in (here, there)]

    assert [page.status_int for page in pages] == [302, 302]


def test_a_post_without_its_token_is_refused(world: World) -> None:
    browser = world.sign_in(ORGANISER)

    answer = browser.post(f"/campaigns/{world.campaign}/share", {}, status="*")

    assert answer.status_int == 400


def test_a_page_that_lay_open_too_long_leads_to_signing_in(world: World) -> None:
    browser = world.sign_in(ORGANISER)
    form = form_to(
        browser.get(f"/campaigns/{world.campaign}"), f"/campaigns/{world.campaign}/share"
    )
    browser.reset()

    page = form.submit().follow()

    assert page.request.path == "/sign-in"
    assert "Du är utloggad" in page or "You are signed out" in page


def test_a_post_from_another_site_is_refused(world: World) -> None:
    browser = world.sign_in(ORGANISER)
    token = browser.get(f"/campaigns/{world.campaign}").forms[0]["csrf_token"].value
    elsewhere = {"HTTP_REFERER": "https://evil.example/"}

    answer = browser.post(
        f"/campaigns/{world.campaign}/share",
        {"csrf_token": token},
        extra_environ=elsewhere,
        status="*",
    )

    assert answer.status_int == 403


def test_the_session_cookie_is_closed_to_scripts_and_plain_http(world: World) -> None:
    answer = world.browser().get("/sign-in")

    cookie = answer.headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "Secure" in cookie
    assert "SameSite=Lax" in cookie
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_rater_page_neither_sets_nor_reads_the_session(world: World) -> None:
    signed_in = world.sign_in(KARIN)

    answers = [
        browser.get(world.rater_link, status="*") for browser in (world.browser(), signed_in)
    ]

    assert all("Set-Cookie" not in answer.headers for answer in answers)
    assert all("Cookie" not in answer.headers.get("Vary", "") for answer in answers)
    assert answers[0].text == answers[1].text


def test_trying_codes_at_every_address_for_a_month_finds_hardly_any(world: World) -> None:
    world.ask_for_code(world.browser(), KARIN)
    code = world.mailed_code(KARIN)

    addresses, hours = 1000, 24 * 30
    chance = addresses * hours * MOST_UNUSED * MOST_TRIES / 10 ** len(code)

    assert chance < 0.2


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_a_next_page_on_another_site_is_not_followed(world: World, elsewhere: str) -> None:
    browser = world.browser()
    world.ask_for_code(browser, KARIN)
    page = browser.get("/sign-in/code", {"next": elsewhere})
    form = page.forms[1]
    form["passcode"] = world.mailed_code(KARIN)

    answer = form.submit()

    there = urlsplit(answer.location or "")
    assert there.netloc in ("", "feedback.example.se")
    assert "\\" not in there.path


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_choosing_a_language_leads_to_no_other_site(world: World, elsewhere: str) -> None:
    browser = world.browser()
    token = form_to(browser.get("/sign-in"), "/language")["csrf_token"].value

    answer = browser.post(
        "/language", {"csrf_token": token, "language": "en", "back": elsewhere}, status=302
    )

    assert answer.location.endswith("/start")


def test_after_signing_in_one_comes_to_the_page_one_wanted(world: World) -> None:
    browser = world.browser()
    wanted = browser.get("/my-reports/")
    form = wanted.follow().forms[1]
    form["address"] = KARIN
    code_page = form.submit().follow()
    world.app.extensions["feedback.signin_desk"].settle()
    code_page.forms[1]["passcode"] = world.mailed_code(KARIN)

    answer = code_page.forms[1].submit()

    assert answer.location.endswith("/my-reports/")


def _try_code(world: World, address: str, code: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    browser = world.browser()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("feedback.signin.desk.SignInDesk.ask", lambda *_: True)
        world.ask_for_code(browser, address)
    return world.type_code(browser, code)


def _age_codes(world: World, age: timedelta) -> None:
    with world.database.writing() as session:
        for code in session.scalars(select(SignInCode)):
            code.issued_at -= age


def _without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf_token" not in line)
