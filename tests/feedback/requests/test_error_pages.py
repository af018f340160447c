"""Every refusal is a page in words, on rater and staff addresses alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import abort

from feedback.languages import unbroken
from tests.factories import test_settings
from tests.pages import browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from webtest import TestApp

SWEDISH = {"Accept-Language": "sv"}


@pytest.fixture
def web(tmp_path: Path, sqlite_url: str) -> Iterator[TestApp]:
    """Give a browser on an application without any campaign."""
    client = browser(test_settings(tmp_path, sqlite_url))
    yield client
    client.app.extensions["feedback.database"].dispose()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (400, "Sidan kunde inte läsa det"),
        (403, "Du får inte öppna den här sidan"),
        (404, "Sidan finns inte här"),
        (405, "Det går inte att göra här"),
        (408, "Det tog för lång tid att komma fram"),
        (413, "Det var för mycket på en gång"),
        (418, "Sidan kunde inte läsa det"),
        (500, "Något gick fel hos oss"),
        (502, "Något gick fel hos oss"),
    ],
)
def test_every_refusal_has_a_heading_in_words(web: TestApp, code: int, says: str) -> None:
    web.app.add_url_rule("/s/refused", "refused", lambda: abort(code))

    page = web.get("/s/refused?l=sv", status=code)

    assert page.html.h1.text == says
    assert unbroken("019-21 10 00") in page  # whom to ask


def test_a_wrong_method_still_names_the_right_ones(web: TestApp) -> None:
    page = web.post("/healthz", headers=SWEDISH, status=405)

    assert "GET" in page.headers["Allow"]
    assert page.html.h1.text == "Det går inte att göra här"


def test_an_error_page_is_in_the_language_of_the_browser(web: TestApp) -> None:
    swedish = web.get("/nowhere", headers=SWEDISH, status=404)
    english = web.get("/nowhere", headers={"Accept-Language": "en-GB"}, status=404)

    assert (swedish.html.h1.text, english.html.h1.text) == (
        "Sidan finns inte här",
        "The page is not here",
    )


def test_a_local_address_without_https_asks_for_no_https(tmp_path: Path, sqlite_url: str) -> None:
    settings = test_settings(tmp_path, sqlite_url, base_url="http://127.0.0.1:8000")
    local = browser(settings)

    headers = local.get("/akta").headers

    assert "Strict-Transport-Security" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    local.app.extensions["feedback.database"].dispose()


def test_the_health_page_answers(web: TestApp) -> None:
    assert web.get("/healthz").json["status"] == "ok"
