"""What changes something on a page with a session must have been sent by one of our pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from feedback.models import Campaign
from tests.feedback.world import KARIN, ORGANISER, form_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from webtest import TestApp

    from tests.feedback.world import World

HERE: Final = "https://feedback.example.se"
SAFE: Final = {"GET", "HEAD", "OPTIONS"}
ELSEWHERE: Final = (
    {"HTTP_ORIGIN": "https://wiki.example.se", "HTTP_REFERER": "https://wiki.example.se/"},
    {"HTTP_ORIGIN": "https://wiki.example.se"},  # however the Referer reads
    {"HTTP_ORIGIN": "http://feedback.example.se"},
    {"HTTP_ORIGIN": "https://feedback.example.se:8443"},
    {"HTTP_ORIGIN": "https://feedback.example.se.evil.example"},
    {"HTTP_ORIGIN": "https://feedback.example.se@evil.example"},
    {"HTTP_ORIGIN": "null"},
    {"HTTP_ORIGIN": "not an origin"},
    {"HTTP_ORIGIN": "https://[broken"},
    {"HTTP_REFERER": "https://wiki.example.se/feedback.example.se/"},
    {"HTTP_REFERER": ""},
    {"HTTP_REFERER": "", "HTTP_SEC_FETCH_SITE": "same-site"},
    {"HTTP_REFERER": "", "HTTP_SEC_FETCH_SITE": "cross-site"},
    {"HTTP_ORIGIN": "https://wiki.example.se", "HTTP_SEC_FETCH_SITE": "same-origin"},
)
OURS: Final = (
    {"HTTP_ORIGIN": HERE, "HTTP_REFERER": ""},
    {"HTTP_ORIGIN": "HTTPS://Feedback.Example.se:443", "HTTP_REFERER": ""},
    {"HTTP_REFERER": f"{HERE}/campaigns/"},
    {"HTTP_REFERER": "", "HTTP_SEC_FETCH_SITE": "same-origin"},
)


def test_another_site_changes_nothing_even_with_the_right_token(world: World) -> None:
    browser = world.sign_in(ORGANISER)

    answers = {str(sender): _share(world, browser, sender) for sender in ELSEWHERE}

    assert [sender for sender, answer in answers.items() if answer.status_int != 403] == []
    assert [sender for sender, answer in answers.items() if HERE not in answer] == []
    assert not _is_shared(world)


def test_our_own_pages_do(world: World) -> None:
    form = form_to(world.browser().get("/sign-in"), "/language")

    answers = [form.submit(extra_environ=sender, expect_errors=True) for sender in OURS]

    assert [answer.status_int for answer in answers] == [302] * len(OURS)


def test_every_page_with_a_session_asks_where_a_change_comes_from(world: World) -> None:
    browser = world.sign_in(KARIN)
    token = browser.get("/my-reports/").forms[0]["csrf_token"].value
    sender = {"HTTP_ORIGIN": "https://wiki.example.se"}

    answers = {
        (method, path): _send(browser, method, path, sender, {"csrf_token": token})
        for method, path in _changes(world.app)
        if not _is_raters(path)
    }

    assert len(answers) > 80
    assert {place for place, answer in answers.items() if answer.status_int != 403} == set()
    assert {("POST", "/sign-in"), ("POST", "/sign-out"), ("POST", "/language")} <= answers.keys()


def test_whatever_is_left_out_is_a_raters_page(world: World) -> None:
    left_out = {
        path
        for method, path in _changes(world.app)
        if _send(world.browser(), method, path, {"HTTP_ORIGIN": "null"}, {}).status_int != 403
    }

    assert left_out
    assert {path for path in left_out if not _is_raters(path)} == set()


def test_a_form_of_our_own_is_sent_from_the_address_of_the_settings_only(world: World) -> None:
    page = world.browser().get("/sign-in")
    form = form_to(page, "/sign-in")
    form["address"] = KARIN

    answer = form.submit(extra_environ={"HTTP_ORIGIN": "https://localhost"}, expect_errors=True)

    assert answer.status_int == 403
    assert answer.html.find("a", href=f"{HERE}/")


def _share(world: World, browser: TestApp, sender: dict[str, str]) -> Any:  # noqa: ANN401 - WebTest brings no types
    page = browser.get(f"/campaigns/{world.campaign}")
    form = form_to(page, f"/campaigns/{world.campaign}/share")
    return form.submit(extra_environ=sender, expect_errors=True)


def _send(
    browser: TestApp, method: str, path: str, sender: dict[str, str], values: dict[str, str]
) -> Any:  # noqa: ANN401 - WebTest brings no types
    send = getattr(browser, method.lower())
    return send(path, values, extra_environ=sender, expect_errors=True)


def _is_raters(path: str) -> bool:
    return path == "/s" or path.startswith("/s/")


def _is_shared(world: World) -> bool:
    with world.database.reading() as session:
        subjects = session.get_one(Campaign, world.campaign).subjects
        return any(subject.shared_with_coach_at for subject in subjects)


def _changes(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield every method and path that may change something, with made-up ids."""
    for rule in app.url_map.iter_rules():
        values = {name: _value(rule, name) for name in rule.arguments}
        built = rule.build(values)
        assert built is not None, rule
        for method in sorted((rule.methods or set()) - SAFE):
            yield method, built[1]


def _value(rule: Any, name: str) -> Any:  # noqa: ANN401 - converters are of every kind
    converter = rule._converters[name]
    if hasattr(converter, "items"):  # one of several words
        return min(converter.items)
    made_up = {"UUIDConverter": UUID(int=1), "IntegerConverter": 1}
    return made_up.get(type(converter).__name__, "x")
