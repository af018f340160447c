"""What an identity provider, or a federation for it, says of itself: read, checked, for a time.

A federation signs its metadata and says until when it holds. Where its certificate is set, only
what it signed is used; an end is kept wherever one stands, whoever reads the metadata.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import requests
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser as Parser
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML as Xml

from feedback.config.sign_in import certificates_of
from feedback.logs import where_it_failed
from feedback.signin.at_work import SignInError, SignInTrouble
from feedback.signin.saml_signatures import check_forms

if TYPE_CHECKING:
    from feedback.config import Settings

_MOST_MEGABYTES: Final = 20  # a federation's metadata names hundreds
_CHUNK_BYTES: Final = 2**16
_WHOLE_TAKES_AT_MOST: Final = 10  # times as long as its first byte may


@dataclass(frozen=True, slots=True)
class Metadata:
    """One provider as python3-saml wants it, and how far what was read can be relied on."""

    idp: dict[str, Any]
    until: datetime | None  # the first end of what it stands in
    is_signed: bool

    def is_over(self, now: datetime) -> bool:
        """Tell whether nobody vouches for it any more."""
        return self.until is not None and self.until <= now


def is_remote(place: str) -> bool:
    """Tell whether metadata lies at an address, not in a file."""
    return urlsplit(place).scheme in {"http", "https"}


def metadata_bytes(place: str, *, seconds: float) -> bytes:
    """Return metadata from its file or address; raise OSError, RequestException, SignInError."""
    if not is_remote(place):
        return Path(place).read_bytes()
    content, deadline = bytearray(), time.monotonic() + seconds * _WHOLE_TAKES_AT_MOST
    with requests.get(place, timeout=seconds, stream=True) as answer:
        answer.raise_for_status()
        for chunk in answer.iter_content(_CHUNK_BYTES):
            content += chunk
            if len(content) > _MOST_MEGABYTES * 2**20:
                found = f"metadata: more than {_MOST_MEGABYTES} MB; ask for one provider's alone"
                raise SignInError(SignInTrouble.SET_UP, found)
            if time.monotonic() > deadline:
                raise requests.Timeout
    return bytes(content)


def metadata_in(content: bytes, settings: Settings, *, now: datetime) -> Metadata:
    """Return what metadata says of the provider that is set; raise SignInError."""
    try:
        document = Xml.to_etree(content)
        signed = Xml.query(document, "./ds:Signature")
        if settings.saml_metadata_certificate:
            _check_signature(document, signed, certificates_of(settings.saml_metadata_certificate))
        found = _described(document, _one_provider(document, settings.saml_idp))
        until = _until(document, found["entityId"])
    except SignInError:
        raise
    except Exception as error:  # whatever another server's words do to a library
        raise SignInError(SignInTrouble.SET_UP, f"metadata: {where_it_failed(error)}") from error
    read = Metadata(found, until, is_signed=bool(signed))
    if until is not None and read.is_over(now):
        raise SignInError(
            SignInTrouble.STALE, f"metadata: it was good until {until:%Y-%m-%d %H:%M} UTC"
        )
    return read


def _check_signature(document: Any, signed: list[Any], certificates: list[str]) -> None:  # noqa: ANN401 - lxml's
    """Refuse metadata whose very root is not what one of the certificates signed."""
    if len(signed) != 1:
        raise SignInError(SignInTrouble.SET_UP, "metadata: it is not signed")
    (signature,), own = signed, document.get("ID")
    check_forms([signature])
    (reference,) = Xml.query(signature, "./ds:SignedInfo/ds:Reference")
    # What is used is the root: so it, and nothing that lies within, must be what was signed.
    if not own or reference.get("URI") != f"#{own}" or Xml.query(document, "//@ID").count(own) != 1:
        raise SignInError(SignInTrouble.SET_UP, "metadata: its signature is not over the whole")
    # The key counts, not how long its certificate lasts: so federations want it.
    if not any(OneLogin_Saml2_Utils.validate_metadata_sign(document, one) for one in certificates):
        found = "metadata: its signature is not by FEEDBACK_SAML_METADATA_CERTIFICATE"
        raise SignInError(SignInTrouble.SET_UP, found)


def _one_provider(document: Any, entity_id: str) -> str:  # noqa: ANN401 - lxml's
    """Return whom to read: never the first of many, who could be anybody."""
    entities = Xml.query(document, "//md:EntityDescriptor[md:IDPSSODescriptor]")
    named_ones = [str(entity.get("entityID", "")) for entity in entities]
    if not entity_id and len(named_ones) > 1:
        found = f"metadata: it names {len(named_ones)} providers; set FEEDBACK_SAML_IDP"
        raise SignInError(SignInTrouble.SET_UP, found)
    if named_ones.count(entity_id) > 1:
        raise SignInError(SignInTrouble.SET_UP, "metadata: it names the provider twice")
    return entity_id or "".join(named_ones)


def _described(document: Any, entity_id: str) -> dict[str, Any]:  # noqa: ANN401 - lxml's
    found = Parser.parse(document, entity_id=entity_id or None).get("idp", {})
    signing = found.pop("x509certMulti", {}).get("signing") or [found.pop("x509cert", "")]
    lacking = [
        name
        for name, is_there in (
            ("entity id", found.get("entityId")),
            ("sign-in address for HTTP-Redirect", found.get("singleSignOnService")),
            ("certificate to sign with", signing[0]),
        )
        if not is_there
    ]
    if lacking:
        raise SignInError(SignInTrouble.SET_UP, f"metadata: no {', no '.join(lacking)}")
    return {
        "entityId": found["entityId"],
        "singleSignOnService": found["singleSignOnService"],
        "x509certMulti": {"signing": signing},
    }


def _until(document: Any, entity_id: str) -> datetime | None:  # noqa: ANN401 - lxml's
    """Return the first end of a provider's description and of all that it stands in."""
    ends = []
    for entity in Xml.query(document, "//md:EntityDescriptor[md:IDPSSODescriptor]"):
        if entity.get("entityID") == entity_id:
            path = "ancestor-or-self::*/@validUntil | md:IDPSSODescriptor/@validUntil"
            ends += [datetime.fromisoformat(text.strip()) for text in Xml.query(entity, path)]
    return min((end if end.tzinfo else end.replace(tzinfo=UTC) for end in ends), default=None)
