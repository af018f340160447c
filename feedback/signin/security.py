"""Flask-Security, set up for mailed codes only: no passwords, no links, no tokens.

Its blueprint is not registered, so of its pages only the two that `views` names exist.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import Security, SQLAlchemySessionUserDatastore, current_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from werkzeug.local import LocalProxy

from feedback.languages import STAFF_LANGUAGES
from feedback.models import Account, Role
from feedback.operations.people.register import fold_address
from feedback.response_headers import is_rater_page
from feedback.sessions import db_session
from feedback.signin import oidc
from feedback.signin.codes import DIGITS, METHOD, VALID_FOR, MailedCodes
from feedback.signin.desk import Desk
from feedback.signin.forms import CodeForm
from feedback.signin.session_cookie import StaffSessionInterface
from feedback.signin.views import blueprint, my_places

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

RATER_BLUEPRINTS: Final = frozenset({"rater", "rater_entry"})

SESSION_LIFETIME: Final = timedelta(hours=10)
"""A working day: then one signs in anew. Closing the browser ends it sooner."""


def install(app: Flask) -> None:
    """Add sign-in, and CSRF protection of every page that is not a rater's."""
    app.config.from_mapping(
        PERMANENT_SESSION_LIFETIME=SESSION_LIFETIME,
        SESSION_COOKIE_NAME="staff",
        # A form may lie open for hours; the token lives as long as the session.
        WTF_CSRF_TIME_LIMIT=None,
        SECURITY_UNIFIED_SIGNIN=True,
        SECURITY_PASSWORD_REQUIRED=False,
        SECURITY_US_ENABLED_METHODS=[METHOD],
        SECURITY_US_MFA_REQUIRED=[],
        SECURITY_US_SIGNIN_TEMPLATE="signin/code.html",
        SECURITY_USER_IDENTITY_ATTRIBUTES=[{"email": {"mapper": fold_address}}],
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_POST_LOGIN_VIEW="/start",
        SECURITY_TOTP_ISSUER="feedback",
        SECURITY_TOTP_SECRETS={"1": _totp_secret(app)},
        SECURITY_PASSWORD_SALT="no-passwords-here",  # noqa: S106 - Flask-Security insists on one
    )
    app.session_interface = StaffSessionInterface()
    _protect_forms(app)
    # Flask-Security asks for a scoped session; ours is scoped to the request as well.
    this_request: Any = LocalProxy(db_session)
    datastore = SQLAlchemySessionUserDatastore(this_request, Account, Role)
    security = Security(
        app,
        datastore,
        register_blueprint=False,
        us_signin_form=CodeForm,
        totp_cls=MailedCodes,
    )
    security.want_json(lambda _request: False)
    # A token in a header or in an address would be a second way in.
    security.login_manager.request_loader(lambda _request: None)
    _leave_raters_alone(security)
    app.register_blueprint(blueprint)
    _tell_templates(app)
    oidc.install(app)
    Desk(app)


def _leave_raters_alone(security: Security) -> None:
    """Ask nobody on a rater's page who is signed in: nobody is, and the question has a price."""
    loaders = security.principal.identity_loaders
    for position, loader in enumerate(loaders):
        loaders[position] = lambda ask=loader: None if is_rater_page() else ask()


def _tell_templates(app: Flask) -> None:
    app.jinja_env.globals.update(
        my_places=my_places,
        staff_languages=STAFF_LANGUAGES,
        code_digits=DIGITS,
        code_minutes=VALID_FOR // timedelta(minutes=1),
    )


def _protect_forms(app: Flask) -> None:
    protection = CSRFProtect(app)
    app.register_error_handler(CSRFError, _token_missing)
    for name, blueprint_of_part in app.blueprints.items():
        if name in RATER_BLUEPRINTS:  # the link is the only authority there
            protection.exempt(blueprint_of_part)


def _token_missing(error: CSRFError) -> ResponseReturnValue:
    # Most often a page lay open until its session had ended: then signing in is what helps.
    if not current_user.is_authenticated:
        flash(_("You are signed out. Sign in, and do it again."), "error")
        return redirect(url_for("security.sign_in"))
    return render_template("errors/400.html"), error.code


def _totp_secret(app: Flask) -> str:
    return hashlib.sha256(b"sign-in codes/v1" + app.config["SECRET_KEY"].encode()).hexdigest()
