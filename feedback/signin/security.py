"""Flask-Security, which keeps accounts and who is signed in: no passwords, no links, no tokens.

Its blueprint is not registered, so none of its pages exist, and our own stand in their place.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from flask_security import Security, SQLAlchemySessionUserDatastore
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from werkzeug.local import LocalProxy

from feedback.config import SettingsError
from feedback.languages import STAFF_LANGUAGES
from feedback.models import Account, Role
from feedback.requests.session_cookie import (
    FROM_ELSEWHERE,
    LONGEST,
    StaffSessionInterface,
    is_nobodys,
)
from feedback.requests.sessions import db_session, settings_of
from feedback.signin import again, codes, oidc, origin
from feedback.signin.desk import SignInDesk
from feedback.signin.views import blueprint, my_places
from feedback.text.addresses import fold_address

if TYPE_CHECKING:
    from flask import Flask

    from feedback.signin.at_work import WayIn

RATER_BLUEPRINTS: Final = frozenset({"rater", "rater_entry"})


def install(app: Flask) -> None:
    """Add sign-in, and CSRF protection of every page that is not a rater's."""
    app.config.from_mapping(
        **_cookie(is_https=settings_of(app).base_url.startswith("https://")),
        # A form may lie open for hours; the token lives as long as the session.
        WTF_CSRF_TIME_LIMIT=None,
        # Behind a proxy it never knows https from http; `origin` asks for all, in one way.
        WTF_CSRF_SSL_STRICT=False,
        SECURITY_USER_IDENTITY_ATTRIBUTES=[{"email": {"mapper": fold_address}}],
        SECURITY_PASSWORD_SALT="no-passwords-here",  # noqa: S106 - Flask-Security insists on one
    )
    app.session_interface = StaffSessionInterface()
    origin.install(app)
    protection = _protect_forms(app)
    # Flask-Security asks for a scoped session; ours is scoped to the request as well.
    this_request: Any = LocalProxy(db_session)
    datastore = SQLAlchemySessionUserDatastore(this_request, Account, Role)
    security = Security(app, datastore, register_blueprint=False)
    security.want_json(lambda _request: False)
    # A token in a header or in an address would be a second way in.
    security.login_manager.request_loader(lambda _request: None)
    _ask_only_on_pages(security)
    app.register_blueprint(blueprint)
    _tell_templates(app)
    _add_ways_at_work(app, protection)
    SignInDesk(app, _code_key(app))


def _ask_only_on_pages(security: Security) -> None:
    """Ask nobody on a rater's page, or for a file, who is signed in: the question has a price."""
    loaders = security.principal.identity_loaders
    for position, loader in enumerate(loaders):
        loaders[position] = lambda ask=loader: None if is_nobodys() else ask()


def _tell_templates(app: Flask) -> None:
    app.jinja_env.globals.update(
        my_places=my_places,
        staff_languages=STAFF_LANGUAGES,
        codes=codes,
        mailed_codes=settings_of(app).mailed_codes,
    )


def _add_ways_at_work(app: Flask, protection: CSRFProtect) -> None:
    ways = [way for way in (oidc.install(app), _saml(app)) if way is not None]
    app.jinja_env.globals.update(ways_at_work=ways)
    for endpoint in FROM_ELSEWHERE & app.view_functions.keys():
        protection.exempt(app.view_functions[endpoint])


def _saml(app: Flask) -> WayIn | None:
    if not settings_of(app).saml_metadata:
        return None
    try:
        from feedback.signin import saml  # noqa: PLC0415 - an extra, and a third of a second
    except Exception as error:
        # Both bring a libxml2 of their own, and refuse to work with another's.
        words = "xmlsec and lxml do not fit: install them as the extra [saml] names them"
        raise SettingsError([f"FEEDBACK_SAML_METADATA: {words} ({error})"]) from error
    return saml.install(app)


def _protect_forms(app: Flask) -> CSRFProtect:
    protection = CSRFProtect(app)
    app.register_error_handler(CSRFError, again.ask_again)
    for name, blueprint_of_part in app.blueprints.items():
        if name in RATER_BLUEPRINTS:  # the link is the only authority there
            protection.exempt(blueprint_of_part)
    return protection


def _cookie(*, is_https: bool) -> dict[str, Any]:
    # By its name a browser takes it from this host alone, by https, for all of it: no other
    # host of the domain can write one. Raters' pages get it sent as well, and pass it over.
    return {
        "SESSION_COOKIE_NAME": "__Host-staff" if is_https else "staff",
        "SESSION_COOKIE_PATH": "/",
        "SESSION_COOKIE_SECURE": is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": LONGEST,
    }


def _code_key(app: Flask) -> bytes:
    return hashlib.sha256(b"sign-in codes/v2" + app.config["SECRET_KEY"].encode()).digest()
