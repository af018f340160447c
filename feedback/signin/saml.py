"""The municipality's own sign-in by SAML 2.0, where the settings name an identity provider.

Its answer comes as a form from another site, without our cookie. So that page trusts no browser:
it looks whether the answer holds and was never used, seals what it brings, and leads on by GET.
There our cookie comes along, and only the browser that began this very request is let in.
"""

from __future__ import annotations

import hashlib
import json
from binascii import Error as NoBase64Error
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, current_app, redirect, request, url_for
from nacl.encoding import URLSafeBase64Encoder
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from feedback.access import open_to_all
from feedback.clock import utc_now
from feedback.requests.sessions import database_of, settings_of
from feedback.signin.addresses import is_ours
from feedback.signin.at_work import SignInError, SignInTrouble, WayIn, arrive, failed
from feedback.signin.begun import begun, in_already, remember
from feedback.signin.saml_answers import Assertion, NewSignatureError, is_unasked, read_answer
from feedback.signin.saml_idp import (
    OURS,
    ROOT,
    IdentityProvider,
    our_metadata,
    request_for,
    toolkit,
    toolkit_request,
)
from feedback.signin.saml_once import use_once

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

blueprint: Final = Blueprint("saml", __name__, url_prefix=ROOT)

_EXTENSION: Final = "feedback.saml"
_WAY: Final = "saml"
_TICKET_VALID_FOR: Final = timedelta(minutes=2)


def install(app: Flask) -> WayIn:
    """Add the municipality's own sign-in by SAML."""
    settings = settings_of(app)
    app.extensions[_EXTENSION] = IdentityProvider()
    app.register_blueprint(blueprint)
    return WayIn(settings.saml_name, "saml.begin")


@blueprint.get("/metadata")
@open_to_all
def metadata() -> ResponseReturnValue:
    """Say who we are, for whoever runs the identity provider."""
    try:
        content = our_metadata(settings_of(current_app))
    except SignInError as error:
        return failed(_WAY, error)
    return Response(content, mimetype="application/samlmetadata+xml")


@blueprint.get("")
@open_to_all
def begin() -> ResponseReturnValue:
    """Send whoever wants to sign in to the municipality's own page."""
    settings, wanted = settings_of(current_app), request.args.get("next", "")
    try:
        address, request_id = request_for(settings, _identity_provider().described(settings))
    except SignInError as error:
        return failed(_WAY, error, wanted=wanted)
    remember(request_id, wanted=wanted)
    return redirect(address)


@blueprint.post("/acs")
@open_to_all
def take() -> ResponseReturnValue:
    """Look whether an answer holds and is new; seal what it brings, and lead on by GET."""
    encoded, relayed = request.form.get("SAMLResponse", ""), request.form.get("RelayState", "")
    if relayed != OURS and is_unasked(encoded):
        # Begun at the provider, such as on an intranet: one asks for the same once more, so that
        # nobody can be signed in as somebody else by a form of a strange page.
        return redirect(url_for(".begin", next=relayed if is_ours(relayed) else None), 303)
    brought: dict[str, Any] = {}
    try:
        answer = _read(encoded)
        brought |= {"addresses": list(answer.addresses), "asked": answer.request_id}
        _use(answer)
    except SignInError as error:
        brought |= {"trouble": error.trouble, "found": str(error)}
    # No page here: one would begin a session, and so end the one that this browser has.
    return redirect(url_for(".finish", ticket=_sealed(brought)), 303)


@blueprint.get("/arrived")
@open_to_all
def finish() -> ResponseReturnValue:
    """Sign in whoever an answer names, in the browser that began the request for it."""
    brought = _opened(request.args.get("ticket", ""))
    name = brought.get("asked", "")
    kept = begun(name)
    onward = in_already(name) if kept is None else None
    if onward is not None:
        return onward
    if "trouble" in brought:
        error = SignInError(SignInTrouble(brought["trouble"]), brought["found"])
        return failed(_WAY, error, wanted=kept["wanted"] if kept else "")
    if kept is None:
        has_cookie = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
        cookie = "our cookie came" if has_cookie else "no cookie of ours came"
        return failed(_WAY, SignInError(SignInTrouble.NOT_BEGUN_HERE, cookie))
    return arrive(brought["addresses"], way=_WAY, wanted=kept["wanted"])


def _use(answer: Assertion) -> None:
    with database_of(current_app).writing() as writing:
        is_new = use_once(writing, answer.assertion, answer.until, now=utc_now())
    if not is_new:
        raise SignInError(SignInTrouble.TIME, "the assertion was used before")


def _read(encoded: str) -> Assertion:
    settings, provider = settings_of(current_app), _identity_provider()
    posted = toolkit_request(settings, {"SAMLResponse": encoded})
    attribute = settings.saml_address_attribute
    try:
        ours = toolkit(settings, provider.described(settings))
        return read_answer(ours, posted, attribute=attribute)
    except NewSignatureError:
        if not provider.look_again(settings):
            raise
    ours = toolkit(settings, provider.described(settings))
    return read_answer(ours, posted, attribute=attribute)


def _sealed(brought: dict[str, Any]) -> str:
    content = json.dumps({**brought, "at": utc_now().timestamp()}).encode()
    return _box().encrypt(content, encoder=URLSafeBase64Encoder).decode()


def _opened(ticket: str) -> dict[str, Any]:
    """Return what a ticket of ours brings; nothing if it is old, or none of ours."""
    try:
        content = _box().decrypt(ticket.encode(), encoder=URLSafeBase64Encoder)
    except (CryptoError, NoBase64Error, ValueError):
        return {}
    brought: dict[str, Any] = json.loads(content)
    is_new = brought["at"] > (utc_now() - _TICKET_VALID_FOR).timestamp()
    return brought if is_new else {}


def _box() -> SecretBox:
    secret = current_app.config["SECRET_KEY"].encode()
    return SecretBox(hashlib.sha256(b"saml tickets/v1" + secret).digest())


def _identity_provider() -> IdentityProvider:
    provider: IdentityProvider = current_app.extensions[_EXTENSION]
    return provider
