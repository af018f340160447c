"""The municipality's own sign-in by OpenID Connect, where the settings name a provider.

Authorization code with PKCE, state and nonce, which Authlib makes and this browser's session
keeps. The provider's tokens are thrown away at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Blueprint, current_app, redirect, request, url_for

from feedback.access import open_to_all
from feedback.requests.sessions import settings_of
from feedback.signin.at_work import SignInError, SignInTrouble, WayIn, arrive, failed, named
from feedback.signin.begun import begun, in_already, remember
from feedback.signin.oidc_claims import vouched_address
from feedback.signin.oidc_provider import Municipality, refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask
    from flask.typing import ResponseReturnValue

blueprint: Final = Blueprint("oidc", __name__, url_prefix="/sign-in/oidc")

_EXTENSION: Final = "feedback.oidc"
_WAY: Final = "oidc"
_OF_AN_ANSWER: Final = ("code", "state", "iss", "error", "error_description")


def install(app: Flask) -> WayIn | None:
    """Add the municipality's own sign-in, if a provider is set."""
    settings = settings_of(app)
    if not settings.oidc_issuer:
        return None
    install_provider(app)
    app.register_blueprint(blueprint)
    return WayIn(settings.oidc_name, "oidc.begin")


def install_provider(app: Flask) -> None:
    """Let an application know the provider of its settings, of which it has asked nothing yet."""
    app.extensions[_EXTENSION] = Municipality.of(settings_of(app))


@blueprint.get("")
@open_to_all
def begin() -> ResponseReturnValue:
    """Send whoever wants to sign in to the municipality's own page."""
    wanted = request.args.get("next", "")
    try:
        with _municipality().asking() as provider:
            made = provider.create_authorization_url(_address_back())
    except SignInError as error:
        return failed(_WAY, error, wanted=wanted)
    remember(
        made["state"],
        wanted=wanted,
        nonce=made["nonce"],
        verifier=made["code_verifier"],
    )
    return redirect(made["url"])


@blueprint.post("/callback")
@open_to_all
def finish_by_form() -> ResponseReturnValue:
    """Lead on an answer that came as a form, by GET: only then is our cookie sent along."""
    parts = {name: value for name in _OF_AN_ANSWER if (value := request.form.get(name))}
    return redirect(f"{url_for('.finish')}?{urlencode(parts)}", 303)


@blueprint.get("/callback")
@open_to_all
def finish() -> ResponseReturnValue:
    """Take the code that the provider sent along, and sign in whom it names."""
    name = request.args.get("state", "")
    kept = begun(name)
    onward = in_already(name) if kept is None else None
    if onward is not None:
        return onward
    wanted = kept["wanted"] if kept else ""
    try:
        address = _address_in(request.args, kept)
    except SignInError as error:
        return failed(_WAY, error, wanted=wanted)
    return arrive([address], way=_WAY, wanted=wanted)


def _address_in(answer: Mapping[str, str], kept: Mapping[str, str] | None) -> str:
    if "error" in answer:
        raise refusal(answer["error"], answer.get("error_description", ""))
    if kept is None:
        has_cookie = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
        cookie = "our cookie came" if has_cookie else "no cookie of ours came"
        raise SignInError(SignInTrouble.NOT_BEGUN_HERE, f"{cookie}; {named(answer)}")
    settings = settings_of(current_app)
    name, is_trusted = settings.oidc_address_claim, settings.oidc_trusts_addresses
    with _municipality().asking() as provider:
        claims = provider.claims_of(answer, kept, _address_back())
        claims = provider.complete(claims, name, is_trusted=is_trusted)
    return vouched_address(claims, name, is_trusted=is_trusted)


def _address_back() -> str:
    # Not from the request's Host header: the provider knows this one address.
    return settings_of(current_app).base_url + url_for(".finish")


def _municipality() -> Municipality:
    municipality: Municipality = current_app.extensions[_EXTENSION]
    return municipality
