"""Changes come from our own pages: their origin is compared with the address of the settings.

A token alone does not keep out a neighbour: whoever runs another host under the same domain
may set cookies here. Two pages take the form of a provider's page, and change nothing of a
session. Raters' pages are left out. They send no referrer, so a browser sends
them with `Origin: null`, and without a session there is nothing to ride on.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from flask import current_app, render_template, request

from feedback.requests.rater_pages import is_rater_page
from feedback.requests.session_cookie import FROM_ELSEWHERE
from feedback.requests.sessions import READING_METHODS, settings_of

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

_PORTS: Final = {"https": 443, "http": 80}


def install(app: Flask) -> None:
    """Refuse what another site sends, before anything else is looked at."""
    app.before_request(_refuse_others)


def origin_of(address: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of an address as browsers compare them; None if it has none."""
    with suppress(ValueError):
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme)
        if parts.hostname and port:
            # Browsers write å in a host as xn--….
            return parts.scheme, parts.hostname.encode("idna").decode(), port
    return None


def _refuse_others() -> ResponseReturnValue | None:
    is_page = request.url_rule is not None and not is_rater_page()
    is_asked = is_page and request.endpoint not in FROM_ELSEWHERE
    if not is_asked or request.method in READING_METHODS or _is_from_here():
        return None
    return render_template("signin/elsewhere.html", address=_address()), 403


def _is_from_here() -> bool:
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    if sender:
        return origin_of(sender) == origin_of(_address())
    # Some proxies and privacy tools take both away. No page of another site can write this one.
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def _address() -> str:
    return settings_of(current_app).base_url
