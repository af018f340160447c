"""The staff session: a signed cookie that begins at sign-in, ends, and is none of raters' pages'.

It ends twelve hours after signing in whatever is done, four hours after the last page, and
for everybody with the account when one signs out.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature
from werkzeug.http import parse_cookie

from feedback.clock import utc_now
from feedback.languages.choosing import IN_SESSION
from feedback.requests.rater_pages import is_rater_page

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from flask import Flask, Request, Response
    from flask.sessions import SessionMixin


LONGEST: Final = timedelta(hours=12)
"""A working day: then one signs in anew. Closing the browser ends it sooner."""
IDLE: Final = timedelta(hours=4)

_SIGNED_IN: Final = "_user_id"  # Flask-Login's
_BEGAN: Final = "began"
_SEEN: Final = "seen"
_SEEN_ANEW: Final = timedelta(minutes=5)
FROM_ELSEWHERE: Final = frozenset({"oidc.finish_by_form", "saml.take"})
"""The pages that a page of the municipality's sign-in sends a form to. They neither read nor write
a session: they lead on, by GET, to a page that compares what came with what the browser began."""
_WITHOUT_PEOPLE: Final = frozenset({"static", "appearance", "healthz"}) | FROM_ELSEWHERE


class StaffSessionInterface(SecureCookieSessionInterface):
    """Flask's signed cookie, except on rater pages, which have no session at all."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the session of the cookie; an empty one on a rater's page."""
        if is_rater_page():
            return SecureCookieSession()
        session = super().open_session(app, request)
        if session and _SIGNED_IN in session and _is_over(session):
            _empty(session)
        return session

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set the cookie where it changed, and as a sign of being there; never for nobody."""
        # An app-wide extension that wrote to the session would otherwise leave a trace.
        if is_nobodys():
            return
        if _SIGNED_IN in session and _age(session, _SEEN) > _SEEN_ANEW:
            session[_SEEN] = _now()
        super().save_session(app, session, response)


def is_nobodys() -> bool:
    """Tell whether it plays no part who is signed in: for raters, files, forms from elsewhere."""
    return is_rater_page() or request.endpoint in _WITHOUT_PEOPLE


def brings_session(app: Flask, environ: WSGIEnvironment) -> bool:
    """Tell whether a request comes from whoever is signed in, by its cookie and the clock alone.

    Without the database, so before anything of a body is read; the page itself asks for more.
    """
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    cookie = parse_cookie(environ).get(app.config["SESSION_COOKIE_NAME"])
    if signer is None or not cookie:
        return False
    try:
        values = signer.loads(cookie, max_age=int(LONGEST.total_seconds()))
    except BadSignature:
        return False
    return _SIGNED_IN in values and not _is_over(SecureCookieSession(values))


def renew(session: SessionMixin) -> None:
    """Begin a session anew: of what it held, the language alone is kept."""
    _empty(session)
    session[_BEGAN] = session[_SEEN] = _now()


def _is_over(session: SessionMixin) -> bool:
    return _age(session, _BEGAN) >= LONGEST or _age(session, _SEEN) >= IDLE


def _age(session: SessionMixin, name: str) -> timedelta:
    return timedelta(seconds=_now() - session.get(name, 0))


def _empty(session: SessionMixin) -> None:
    language = session.get(IN_SESSION)
    session.clear()
    if language:
        session[IN_SESSION] = language


def _now() -> float:
    return utc_now().timestamp()
