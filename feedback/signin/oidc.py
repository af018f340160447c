"""The municipality's own sign-in by OpenID Connect, where the settings name a provider.

Authorization code with PKCE, state and nonce, all kept by Authlib; the provider's verified
address leads to the same account, with the same rights, as a mailed code. Nothing else
that the provider says is used or kept, and its tokens are thrown away at once.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask_security import login_user
from joserfc.errors import JoseError
from requests import RequestException

from feedback.access import open_to_all
from feedback.models import Account
from feedback.operations.accounts import account_for
from feedback.sessions import database_of, db_session, settings_of
from feedback.signin.addresses import is_ours

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

blueprint: Final = Blueprint("oidc", __name__, url_prefix="/sign-in/oidc")

_EXTENSION: Final = "feedback.oidc"
_NEXT: Final = "oidc_next"
_TIMEOUT_SECONDS: Final = 10
_FAILURES: Final = (AuthlibBaseError, JoseError, RequestException, KeyError, ValueError)

_log = logging.getLogger("feedback")


def install(app: Flask) -> None:
    """Add the municipality's own sign-in, if a provider is set."""
    settings = settings_of(app)
    app.jinja_env.globals.update(own_sign_in=settings.oidc_name if settings.oidc_issuer else "")
    if not settings.oidc_issuer:
        return
    oauth = OAuth(app)
    oauth.register(
        "municipality",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=f"{settings.oidc_issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email",
            "code_challenge_method": "S256",
            "default_timeout": _TIMEOUT_SECONDS,
        },
    )
    app.extensions[_EXTENSION] = oauth
    app.register_blueprint(blueprint)


@blueprint.get("")
@open_to_all
def begin() -> ResponseReturnValue:
    """Send whoever wants to sign in to the municipality's own page."""
    session[_NEXT] = request.args.get("next", "")
    settings = settings_of(current_app)
    # Not from the request's Host header: the provider knows this one address.
    back = settings.base_url + url_for(".finish")
    try:
        answer: ResponseReturnValue = _provider().authorize_redirect(back)
    except _FAILURES as error:
        return _failed(error)
    return answer


@blueprint.get("/callback")
@open_to_all
def finish() -> ResponseReturnValue:
    """Take the code that the provider sent along, and sign in whom it names."""
    try:
        claims: dict[str, Any] = _provider().authorize_access_token()["userinfo"]
    except _FAILURES as error:
        return _failed(error)
    address = str(claims.get("email") or "")
    if not address or not _is_verified(claims):
        return render_template("signin/no-address.html"), 403
    account = _account_for(address)
    if account is None:
        return render_template("signin/unknown.html", address=address), 403
    target = session.pop(_NEXT, "")
    login_user(account, remember=False, authn_via=["oidc"])
    return redirect(target if is_ours(target) else url_for("security.start"))


def _account_for(address: str) -> Account | None:
    # The provider sends people back by GET. The code in it works once and in this browser
    # only, so no mail scanner makes an account by following a link.
    with database_of(current_app).writing() as writing:
        found = account_for(writing, address)
        account_id = found.id if found else None
    reading = db_session()
    reading.rollback()  # what it sees may be older than the account
    return reading.get(Account, account_id) if account_id else None


def _is_verified(claims: dict[str, Any]) -> bool:
    return claims.get("email_verified") is True or settings_of(current_app).oidc_trusts_addresses


def _failed(error: Exception) -> ResponseReturnValue:
    # The kind only: a provider's words may hold an address.
    _log.warning("sign-in with the provider failed: %s", type(error).__name__)
    is_away = isinstance(error, RequestException)
    return render_template("signin/oidc-failed.html"), 503 if is_away else 400


def _provider() -> Any:  # noqa: ANN401 - Authlib brings no types
    oauth: OAuth = current_app.extensions[_EXTENSION]
    return oauth.municipality
