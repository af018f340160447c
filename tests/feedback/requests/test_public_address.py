"""No request decides where the service is: the base URL does, whatever a request claims."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

from feedback.requests.public_address import usual_path
from tests.factories import test_settings
from tests.pages import browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from webtest import TestApp

PUBLIC = "https://feedback.example.se"
CODE = "17KC-0W4Z-Q9DW-HTHK-DXT4"
CLAIMS = [
    {},
    {"Host": "evil.example"},
    {"Host": "feedback.example.se:8080"},
    {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"},
    {"Forwarded": "host=evil.example;proto=http"},
    {"X-Forwarded-Prefix": "/evil"},
]


@pytest.fixture
def web(tmp_path: Path, sqlite_url: str) -> Iterator[TestApp]:
    client = browser(test_settings(tmp_path, sqlite_url, base_url=PUBLIC))
    yield client
    client.app.extensions["feedback.database"].dispose()


def test_no_redirect_leaves_https_or_the_public_host(web: TestApp) -> None:
    for claims, path in product(CLAIMS, ("/plans", "/admin", "/my-reports", "//campaigns")):
        location = web.get(path, headers=claims, expect_errors=True).headers["Location"]

        assert urljoin(f"{PUBLIC}/x", location).startswith(f"{PUBLIC}/"), (path, claims)


def test_no_page_repeats_a_foreign_host(web: TestApp) -> None:
    for claims, path in product(CLAIMS, ("/akta", "/sign-in", "/s", "/nowhere", "/plans/")):
        answer = web.get(path, headers=claims, expect_errors=True)

        assert "evil" not in answer.text + str(answer.headers), (path, claims)


def test_a_rater_is_never_sent_on_with_the_link(web: TestApp) -> None:
    links = ("/s/{}", "/s/{}/", "//s/{}", "/s//{}", "/S/{}", "/S/{}//")
    task = "/00000000-0000-0000-0000-000000000000"
    rests = ("", f"{task}/decline/", f"{task}/response", f"{task}//response/1/")
    for link, rest in product(links, rests):
        answer = web.get(f"{link.format(CODE)}{rest}", status=404)

        assert "Location" not in answer.headers
        assert answer.html.h1.text == "Länken fungerar inte"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_raters_pages_are_found_however_they_are_typed(web: TestApp) -> None:
    for path in ("/s", "/S", "/s/", "//S", "/akta", "/AKTA/", "/Akta", "/Closed"):
        web.get(path, status=200)


def test_other_paths_stay_as_they_are() -> None:
    for path in ("/", "/static//rater.css", "/Sign-in", "/similar//x", "*", ""):
        assert usual_path(path) == path
