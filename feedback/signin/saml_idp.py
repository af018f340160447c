"""The municipality's identity provider by SAML 2.0, and ourselves, as python3-saml wants both.

Its metadata is a file, read anew each time, or lies at an address, asked for once an hour and
once more when a signature is of no certificate in it: then the certificate may have changed.
"""

from __future__ import annotations

import logging
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import requests
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Words
from onelogin.saml2.errors import OneLogin_Saml2_Error
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from feedback.clock import utc_now
from feedback.logs import where_it_failed
from feedback.signin.at_work import SignInError, SignInTrouble
from feedback.signin.saml_metadata import is_remote, metadata_bytes, metadata_in
from feedback.signin.unanswered import unanswered

if TYPE_CHECKING:
    from datetime import datetime

    from feedback.config import Settings
    from feedback.signin.saml_metadata import Metadata

ROOT: Final = "/sign-in/saml"
OURS: Final = "begun-here"
"""What comes back with an answer to a request of ours, as its RelayState."""
MAIL: Final = "urn:oid:0.9.2342.19200300.100.1.3"
"""The attribute `mail` as SWAMID, Sweden Connect and most others name it."""

_TIMEOUT_SECONDS: Final = 3
_FRESH_FOR: Final = timedelta(hours=1)
_LOOKED_AGAIN_AFTER: Final = timedelta(minutes=1)
_AWAY_FOR: Final = timedelta(seconds=30)

_log = logging.getLogger("feedback")


@dataclass(slots=True)
class IdentityProvider:
    """Whom the settings name, as its metadata describes it."""

    _known: Metadata | None = None
    _read_at: datetime | None = None
    _away_until: datetime | None = None
    _reading: Lock = field(default_factory=Lock)

    def described(self, settings: Settings) -> dict[str, Any]:
        """Return entity id, address and certificates; raise SignInError."""
        with self._reading:
            if self._known is None or not self._is_fresh(settings, _FRESH_FOR):
                return self._read(settings).idp
            return self._known.idp

    def look_again(self, settings: Settings) -> bool:
        """Read the metadata anew if that was not done just now; tell whether it has changed."""
        with self._reading:
            before = self._known
            if self._is_fresh(settings, _LOOKED_AGAIN_AFTER):
                return False
            return before is None or self._read(settings).idp != before.idp

    def _is_fresh(self, settings: Settings, span: timedelta) -> bool:
        if not is_remote(settings.saml_metadata) or self._known is None or self._read_at is None:
            return False
        return utc_now() < self._read_at + span and not self._known.is_over(utc_now())

    def _read(self, settings: Settings) -> Metadata:
        """Read anew; what was read before is good until it comes again, or until its own end."""
        known = None if self._known is None or self._known.is_over(utc_now()) else self._known
        if self._away_until is not None and utc_now() < self._away_until:
            if known is None:
                raise SignInError(SignInTrouble.AWAY, "its metadata has just not come")
            return known
        try:
            self._known = known = _asked_for(settings)
            self._read_at = utc_now()
        except SignInError as error:
            self._away_until = utc_now() + _AWAY_FOR if is_remote(settings.saml_metadata) else None
            if known is None:
                raise
            _log.warning("sign-in by saml: %s; what was read before is used", error)
        return known


def toolkit(settings: Settings, idp: dict[str, Any] | None) -> OneLogin_Saml2_Settings:
    """Return the settings of python3-saml; raise SignInError if it cannot work with them."""
    try:
        return OneLogin_Saml2_Settings(_toolkit_settings(settings, idp), sp_validation_only=not idp)
    except (OneLogin_Saml2_Error, OSError, ValueError) as error:
        raise SignInError(SignInTrouble.SET_UP, f"settings: {where_it_failed(error)}") from error


def request_for(settings: Settings, idp: dict[str, Any]) -> tuple[str, str]:
    """Return where to send somebody who wants to sign in, and the id of the request there."""
    ours = toolkit(settings, idp)
    try:
        asking = OneLogin_Saml2_Auth(toolkit_request(settings), ours)
        # No policy about the NameID: what a provider cannot give it would refuse.
        address = asking.login(return_to=OURS, set_nameid_policy=False)
    except Exception as error:  # a key that is no key
        raise SignInError(SignInTrouble.SET_UP, f"request: {where_it_failed(error)}") from error
    return str(address), str(asking.get_last_request_id())


def our_metadata(settings: Settings) -> bytes:
    """Return the metadata of this service, with the attribute that it asks for."""
    ours = toolkit(settings, None)
    wanted = settings.saml_address_attribute or MAIL
    ours.get_sp_data()["attributeConsumingService"] = {
        "serviceName": "feedback360",
        "requestedAttributes": [{"name": wanted, "isRequired": True}],
    }
    content = ours.get_sp_metadata()
    return content if isinstance(content, bytes) else str(content).encode()


def toolkit_request(settings: Settings, posted: dict[str, str] | None = None) -> dict[str, Any]:
    """Return what python3-saml wants to know of a request: by the settings, not by its headers."""
    address = urlsplit(settings.base_url)
    return {
        "https": "on" if address.scheme == "https" else "off",
        "http_host": address.netloc,
        "script_name": f"{address.path}{ROOT}/acs",
        "get_data": {},
        "post_data": posted or {},
    }


def _toolkit_settings(settings: Settings, idp: dict[str, Any] | None) -> dict[str, Any]:
    # Strict, and the assertion itself signed.
    base = settings.base_url
    key, certificate = settings.saml_key, settings.saml_certificate
    return {
        "strict": True,
        "sp": {
            "entityId": f"{base}{ROOT}/metadata",
            "assertionConsumerService": {
                "url": f"{base}{ROOT}/acs",
                "binding": Words.BINDING_HTTP_POST,
            },
            "NameIDFormat": Words.NAMEID_UNSPECIFIED,
            "x509cert": certificate.read_text(encoding="ascii") if certificate else "",
            "privateKey": key.read_text(encoding="ascii") if key else "",
        },
        "idp": deepcopy(idp or {}),  # python3-saml writes into it
        "security": {
            "wantAssertionsSigned": True,
            "rejectDeprecatedAlgorithm": True,
            "authnRequestsSigned": key is not None,
            "wantNameId": False,  # the address may be an attribute alone
            "wantAttributeStatement": False,  # or the NameID alone
            # To ask for a password would refuse whoever signed in by Windows or with a card.
            "requestedAuthnContext": False,
            "allowRepeatAttributeName": True,
            "allowSingleLabelDomains": True,
            # Ours never ends: some providers forget a service whose metadata has.
            "metadataValidUntil": "",
            "metadataCacheDuration": "",
        },
    }


def _asked_for(settings: Settings) -> Metadata:
    try:
        content = metadata_bytes(settings.saml_metadata, seconds=_TIMEOUT_SECONDS)
    except requests.RequestException as error:
        why = unanswered(error)
        raise SignInError(why.trouble, f"metadata: {why}") from error
    except OSError as error:
        raise SignInError(SignInTrouble.AWAY, f"metadata: {type(error).__name__}") from error
    return metadata_in(content, settings, now=utc_now())
