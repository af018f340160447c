"""The staff session: a signed cookie that rater pages neither read nor set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from feedback.response_headers import is_rater_page

if TYPE_CHECKING:
    from flask import Flask, Request, Response
    from flask.sessions import SessionMixin


class StaffSessionInterface(SecureCookieSessionInterface):
    """Flask's signed cookie, except on rater pages, which have no session at all."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the session of the cookie; an empty one on a rater's page."""
        if is_rater_page():
            return SecureCookieSession()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set the cookie where it changed; never on a rater's page."""
        # An app-wide extension that wrote to the session would otherwise leave a trace.
        if not is_rater_page():
            super().save_session(app, session, response)
