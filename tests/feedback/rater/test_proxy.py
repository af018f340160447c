"""The proxies that operators are shown log nothing of what a rater's browser asks for."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.house_rules.repository import ROOT

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.pages import RaterPages, Shown

OPERATING = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
NGINX = re.compile(
    r"location ~\* \"(?P<pattern>\S+)\" \{\n\s+access_log off;\s+error_log /dev/null crit;"
)
LIMIT = re.compile(r"(client_(?:max_body|body_buffer)_size) (\w+);")
CADDY = re.compile(r"@raters path (?P<globs>.+)\n\s+log_skip @raters")


def test_nothing_that_a_rater_asks_for_is_logged(web: TestApp, anna: RaterPages) -> None:
    asked = _asked_for(web, anna)

    assert len(asked) > 6
    assert [path for path in sorted(asked) if not _nginx_keeps_silent(path)] == []
    assert [path for path in sorted(asked) if not _caddy_keeps_silent(path)] == []


def test_a_link_in_capitals_is_not_logged_either() -> None:
    for path in ("/S", "/S/17KC-0W4Z-Q9DW-HTHK-DXT4", "/s/17kc", "/Closed", "/CLOSED"):
        assert _nginx_keeps_silent(path)
        assert _caddy_keeps_silent(path)


def test_nginx_keeps_bodies_in_memory_and_lets_the_application_say_what_is_too_large() -> None:
    limits = LIMIT.findall(OPERATING)

    assert limits == [("client_max_body_size", "16m"), ("client_body_buffer_size", "16m")]
    assert "proxy_request_buffering off" not in OPERATING


def test_the_proxies_still_log_what_staff_do() -> None:
    paths = ["/organiser/", "/sign-in", "/scripts", "/"]

    assert not any(_nginx_keeps_silent(path) or _caddy_keeps_silent(path) for path in paths)


def _asked_for(web: TestApp, rater: RaterPages) -> set[str]:
    """Return what a rater's browser asks for, from typing the code to leaving."""
    task = rater.task()
    pages = [
        web.get("/s"),
        rater.list(),
        rater.open(task),
        rater.open(task, 1),
        rater.save(rater.open(task, 1), {"rating-lugn": "2"}, go="close"),
        rater.send(task),
    ]
    return {page.request.path for page in pages} | {
        path for page in pages for path in _fetched(page)
    }


def _fetched(page: Shown) -> list[str]:
    """Return what a page has its browser fetch by itself."""
    found = [*page.html.select("link[href]"), *page.html.select("[src]")]
    return [urlsplit(one.get("href") or one["src"]).path for one in found]


def _nginx_keeps_silent(path: str) -> bool:
    found = NGINX.search(OPERATING)
    assert found is not None
    return re.search(found["pattern"], path, re.IGNORECASE) is not None


def _caddy_keeps_silent(path: str) -> bool:
    found = CADDY.search(OPERATING)
    assert found is not None
    # Caddy compares in small letters.
    return any(fnmatchcase(path.lower(), glob) for glob in found["globs"].split())
