"""Headers of every answer: what a page may load, where its address may go, who may keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request

from feedback.sessions import settings_of

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
_RATER_PATHS: Final = frozenset({"/s", "/akta", "/closed", "/integritet", "/tillganglighet"})
_BELOW_RATER_PATHS: Final = ("/s/", "/integritet/")
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


def is_rater_page() -> bool:
    """Tell whether this page is for raters: it has no session, and its address goes nowhere."""
    # By path: the session is opened before Flask knows which view it will be.
    path = request.path
    return path in _RATER_PATHS or path.startswith(_BELOW_RATER_PATHS)


def _referrer_policy() -> str:
    # Flask-WTF refuses a POST by https without a Referer, so staff pages send one to us.
    return "no-referrer" if is_rater_page() else "same-origin"
