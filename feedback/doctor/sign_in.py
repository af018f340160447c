"""The municipality's own sign-in, tried as far as it can be without a person."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final

import requests
from cryptography import x509
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from feedback.clock import told_in, utc_now
from feedback.doctor.check import advice, fault, ok
from feedback.signin.at_work import SignInError, SignInTrouble
from feedback.signin.unanswered import UNTRUSTED, unanswered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.config import Settings, WorkerSettings
    from feedback.doctor.check import Check

_OIDC: Final = "own sign-in (OpenID Connect)"
_SAML: Final = "own sign-in (SAML)"
_SECONDS: Final = 10.0
_CLOCKS_DIFFER_BY: Final = timedelta(minutes=1)
_SOON: Final = timedelta(days=30)
_SOON_BY_ITSELF: Final = timedelta(days=1)  # whoever publishes it renews it several times a week
_LOOK_AT_SAML: Final = "Look at FEEDBACK_SAML_METADATA and the provider."
_TRUST_IT: Final = (
    "Set REQUESTS_CA_BUNDLE to the file of certificates that shall be trusted, for web and worker, "
    "such as /etc/ssl/certs/ca-certificates.crt after update-ca-certificates."
)
_NOT_WHOLE: Final = "Ask whoever runs the provider for its whole metadata."
_MENDED_BY: Final = {
    SignInTrouble.STALE: "Get its metadata anew, or set its https address.",
    SignInTrouble.REFUSED: "Ask whoever publishes the metadata to sign it with SHA-256 or better.",
}


def check_oidc(settings: WorkerSettings) -> Iterator[Check]:
    """Ask the provider who it is, for its keys, and whether it knows us and our address."""
    if not settings.oidc_issuer:
        return
    yield from _check_name(_OIDC, settings.oidc_name, "FEEDBACK_OIDC_NAME")
    address = f"{settings.oidc_issuer}/.well-known/openid-configuration"
    try:
        answer = requests.get(address, timeout=_SECONDS)
        answer.raise_for_status()
        metadata = dict(answer.json())
    except requests.RequestException as error:
        yield _unread(_OIDC, address, error, "Look at FEEDBACK_OIDC_ISSUER and the provider.")
        return
    except (ValueError, TypeError) as error:
        yield fault(_OIDC, f"{address}: {type(error).__name__}", "Look at the provider.")
        return
    yield from _check_clock(_OIDC, answer)
    yield from _check_issuer(settings, str(metadata.get("issuer")))
    for check in (_check_keys, _check_client, _check_redirect):
        try:
            yield from check(settings, metadata)
        except (requests.RequestException, JoseError, KeyError, ValueError, TypeError) as error:
            found = f"{check.__name__.removeprefix('_check_')}: {type(error).__name__}"
            yield fault(_OIDC, found, "Look at what the provider says of itself.")


def check_saml(settings: WorkerSettings) -> Iterator[Check]:
    """Read the identity provider's metadata, and look how long its certificates last."""
    if not settings.saml_metadata:
        return
    from feedback.signin import saml_idp, saml_metadata  # noqa: PLC0415 - an extra

    yield from _check_name(_SAML, settings.saml_name, "FEEDBACK_SAML_NAME")
    place = settings.saml_metadata
    try:
        content = saml_metadata.metadata_bytes(place, seconds=_SECONDS)
        read = saml_metadata.metadata_in(content, settings, now=utc_now())
        saml_idp.toolkit(settings, read.idp)
    except requests.RequestException as error:
        yield _unread(_SAML, place, error, _LOOK_AT_SAML)
        return
    except OSError as error:
        yield fault(_SAML, f"{place}: {type(error).__name__}", _LOOK_AT_SAML)
        return
    except SignInError as error:
        found = f"{place}: {error}"
        yield fault(_SAML, found, _MENDED_BY.get(error.trouble, _NOT_WHOLE))
        return
    is_remote = saml_metadata.is_remote(place)
    yield from _check_end(settings, read.until, is_remote=is_remote)
    yield from _check_certificates(read.idp["x509certMulti"]["signing"])
    if read.is_signed and is_remote and settings.saml_metadata_certificate is None:
        next_step = "Set FEEDBACK_SAML_METADATA_CERTIFICATE to the certificate of who publishes it."
        yield advice(_SAML, "Its metadata is signed, and nobody checks by whom.", next_step)
    if b'WantAuthnRequestsSigned="true"' in content and settings.saml_key is None:
        found = "The provider wants signed requests, and we have no key."
        yield fault(_SAML, found, "Set FEEDBACK_SAML_KEY and FEEDBACK_SAML_CERTIFICATE.")
    yield ok(_SAML, f"{read.idp['entityId']}; ours is {settings.base_url}{saml_idp.ROOT}/metadata")


def _unread(subject: str, place: str, error: requests.RequestException, next_step: str) -> Check:
    why = str(unanswered(error))
    return fault(subject, f"{place}: {why}", _TRUST_IT if why == UNTRUSTED else next_step)


def _check_name(subject: str, name: str, setting: str) -> Iterator[Check]:
    if not name:
        found = "The button has no name of its own: it says the organisation's."
        yield advice(subject, found, f"Set {setting} to what people call that sign-in.")


def _check_clock(subject: str, answer: requests.Response) -> Iterator[Check]:
    said = answer.headers.get("Date")
    if not said:
        return
    difference = abs(utc_now() - parsedate_to_datetime(said).astimezone(UTC))
    if difference > _CLOCKS_DIFFER_BY:
        seconds = round(difference.total_seconds())
        found = f"Its clock and ours differ by {seconds} seconds."
        yield fault(subject, found, "Let both take the time from a time server.")


def _check_issuer(settings: WorkerSettings, issuer: str) -> Iterator[Check]:
    if "{" in issuer:
        found = f"It serves several organisations: it calls itself {issuer}."
        next_step = "Write your own directory's id into FEEDBACK_OIDC_ISSUER, not 'common'."
        yield fault(_OIDC, found, next_step)
    elif issuer.rstrip("/") == settings.oidc_issuer:
        yield ok(_OIDC, settings.oidc_issuer)
    else:
        found = f"It calls itself {issuer}, not {settings.oidc_issuer}."
        yield fault(_OIDC, found, "Set FEEDBACK_OIDC_ISSUER to what it calls itself.")


def _check_keys(_settings: WorkerSettings, metadata: dict[str, Any]) -> Iterator[Check]:
    answer = requests.get(metadata["jwks_uri"], timeout=_SECONDS)
    answer.raise_for_status()
    keys = KeySet.import_key_set(answer.json())
    yield ok(_OIDC, f"{len(keys.keys)} keys to check its signatures with")


def _check_client(settings: WorkerSettings, metadata: dict[str, Any]) -> Iterator[Check]:
    """Bring a made-up code: how it is refused tells whether the provider knows us."""
    given = {
        "grant_type": "authorization_code",
        "code": secrets.token_urlsafe(24),
        "redirect_uri": _callback(settings),
        "code_verifier": secrets.token_urlsafe(48),
    }
    client = (settings.oidc_client_id, settings.oidc_client_secret)
    ways = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    is_basic = "client_secret_basic" in ways
    if not is_basic:
        given |= {"client_id": client[0], "client_secret": client[1]}
    answer = requests.post(
        metadata["token_endpoint"], given, auth=client if is_basic else None, timeout=_SECONDS
    )
    code = str(answer.json().get("error"))
    if code in {"invalid_client", "unauthorized_client"}:
        found = f"It does not take our client id and secret ({code})."
        next_step = "Look whether FEEDBACK_OIDC_CLIENT_SECRET is right and has not expired."
        yield fault(_OIDC, found, next_step)
    elif code == "invalid_grant":
        yield ok(_OIDC, "it knows our client id and secret")


def _check_redirect(settings: WorkerSettings, metadata: dict[str, Any]) -> Iterator[Check]:
    """Ask for somebody to be signed in without a page: nobody is, but the answer comes back."""
    given = {
        "response_type": "code",
        "client_id": settings.oidc_client_id,
        "redirect_uri": _callback(settings),
        "scope": "openid email",
        "prompt": "none",
        "state": secrets.token_urlsafe(16),
        "nonce": secrets.token_urlsafe(16),
        "code_challenge": secrets.token_urlsafe(32)[:43],
        "code_challenge_method": "S256",
    }
    answer = requests.get(
        metadata["authorization_endpoint"], given, timeout=_SECONDS, allow_redirects=False
    )
    if answer.headers.get("Location", "").startswith(_callback(settings)):
        yield ok(_OIDC, f"it sends people back to {_callback(settings)}")
    else:
        found = "It did not send us back when asked without a page."
        next_step = f"Look whether {_callback(settings)} is registered there as redirect address."
        yield advice(_OIDC, found, next_step)


def _check_end(settings: Settings, until: datetime | None, *, is_remote: bool) -> Iterator[Check]:
    if until is not None and until < utc_now() + (_SOON_BY_ITSELF if is_remote else _SOON):
        day = told_in(settings.zone, until)
        found = f"Its metadata is good until {day}; then nobody gets in by it."
        next_step = "Get its metadata anew, or set its https address, which is read each hour."
        if is_remote:
            next_step = "Ask whoever publishes it why it is not renewed."
        yield advice(_SAML, found, next_step)


def _check_certificates(signing: list[str]) -> Iterator[Check]:
    ends = [_end_of(certificate) for certificate in signing]
    known = [end for end in ends if end is not None]
    if not known:
        yield fault(_SAML, "No certificate in its metadata can be read.", "Get its metadata anew.")
    elif max(known) < utc_now() + _SOON:
        found = f"Its newest certificate is good until {max(known):%Y-%m-%d}."
        yield advice(_SAML, found, "Get its metadata anew, or set its https address.")


def _end_of(certificate: str) -> datetime | None:
    pem = f"-----BEGIN CERTIFICATE-----\n{certificate}\n-----END CERTIFICATE-----\n"
    try:
        return x509.load_pem_x509_certificate(pem.encode()).not_valid_after_utc
    except ValueError:
        return None


def _callback(settings: WorkerSettings) -> str:
    return f"{settings.base_url}/sign-in/oidc/callback"
