"""Headers of every answer: what a page may load, where its address may go, who may keep it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from flask import request

from feedback.requests.rater_pages import is_rater_page
from feedback.requests.sessions import settings_of

if TYPE_CHECKING:
    from flask import Flask, Response

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_ALWAYS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
_UNKEPT: Final = {"Cache-Control": "no-store"}
_NO_PAGE: Final = frozenset({None, "static"})
_CODE: Final = re.compile(r"(?:[0-9a-z]{4}\W?){5}", re.IGNORECASE)
_TWO_YEARS: Final = "max-age=63072000"


def install(app: Flask) -> None:
    """Set the headers on every answer of the application."""
    is_https = settings_of(app).base_url.startswith("https://")

    always = _ALWAYS | ({"Strict-Transport-Security": _TWO_YEARS} if is_https else {})
    # What stands on these pages is nobody's but the reader's.
    of_pages = {name.lower(): (name, value) for name, value in (always | _UNKEPT).items()}
    of_files = {name.lower(): (name, value) for name, value in always.items()}

    def set_headers(response: Response) -> Response:
        # One look for all: to look for each takes as long as to look up what a page is about.
        given = {name.lower() for name in response.headers.keys()}  # noqa: SIM118 - pairs otherwise
        wanted = of_files if request.endpoint == "static" else of_pages
        for lowered, (name, value) in wanted.items():
            if lowered not in given:
                response.headers.add(name, value)
        if "referrer-policy" not in given:
            response.headers.add("Referrer-Policy", _referrer_policy())
        return response

    app.after_request(set_headers)


def _referrer_policy() -> str:
    # Without a referrer a browser says `Origin: null`, and signin.origin asks where a change
    # comes from. Raters' pages are not asked: their address must go nowhere.
    return "no-referrer" if is_rater_page() or _holds_lost_code() else "same-origin"


def _holds_lost_code() -> bool:
    """Tell whether an address that leads to no page may be a rater's link that came apart."""
    return request.endpoint in _NO_PAGE and bool(_CODE.search(request.path))
