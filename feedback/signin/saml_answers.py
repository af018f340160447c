"""What an identity provider answers by SAML: whether it holds, and whose address it brings.

python3-saml checks signatures, times and receivers. What it lets pass where something is absent
is asked for here: an audience, a receiver, an end, one signature over one element, and only the
algorithms that are safe today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from onelogin.saml2.constants import OneLogin_Saml2_Constants as Words
from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
from onelogin.saml2.response import OneLogin_Saml2_Response
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML as Xml

from feedback.logs import where_it_failed
from feedback.signin.at_work import SignInError, SignInTrouble, is_address, named
from feedback.signin.saml_idp import MAIL
from feedback.signin.saml_signatures import check_forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onelogin.saml2.settings import OneLogin_Saml2_Settings

NAME_ID: Final = "NameID"
_MOST_ADDRESSES: Final = 10
ADDRESS_ATTRIBUTES: Final = (
    MAIL,
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",  # AD FS, Entra ID
    "http://schemas.xmlsoap.org/claims/emailaddress",  # AD FS of old
    "urn:mace:dir:attribute-def:mail",
    "urn:oid:1.2.840.113549.1.9.1",  # as certificates name it
    "mail",
    "email",  # Keycloak
    "emailaddress",
    "e-mail",
    "e-post",
    "epost",
    "user.mail",
)
"""Where an address stands, in whatever case, unless a setting names another; then the NameID."""
_ADDRESS_FORMATS: Final = frozenset(
    {Words.NAMEID_EMAIL_ADDRESS, "urn:oasis:names:tc:SAML:2.0:nameid-format:emailAddress"}
)
"""The second is of no standard, but of several makers."""

_ERROR_NAMES: Final = {
    code: name.lower().replace("_", " ")
    for name, code in vars(OneLogin_Saml2_ValidationError).items()
    if name.isupper()
}
_Kind = OneLogin_Saml2_ValidationError
_OF_TIME: Final = frozenset(
    {_Kind.ASSERTION_TOO_EARLY, _Kind.ASSERTION_EXPIRED, _Kind.SESSION_EXPIRED}
)
_TURNED_ROUND: Final = frozenset({"AuthnFailed", "RequestDenied", "UnknownPrincipal"})
_MORE_NEEDED: Final = frozenset({"NoPassive", "NoAuthnContext"})
_STATUS_WORDS: Final = (
    _TURNED_ROUND
    | _MORE_NEEDED
    | {"Requester", "Responder", "VersionMismatch", "InvalidNameIDPolicy"}
    | {"RequestUnsupported", "InvalidAttrNameOrValue", "UnsupportedBinding", "Success"}
)


class NewSignatureError(SignInError):
    """No certificate that is known made the signature: it may have changed."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """What held, and is used: whose addresses, to which request, once until when."""

    addresses: tuple[str, ...]
    request_id: str
    assertion: str  # issuer and id, together
    until: datetime


def is_unasked(encoded: str) -> bool:
    """Tell whether something is an answer that names no request of anybody."""
    try:
        document = Xml.to_etree(OneLogin_Saml2_Utils.b64decode(encoded))
    except Exception:  # noqa: BLE001 - whatever another's bytes do to a parser; told when it is read
        return False
    return not document.get("InResponseTo")


def read_answer(
    settings: OneLogin_Saml2_Settings, request: dict[str, Any], *, attribute: str
) -> Assertion:
    """Return what an answer brings; raise SignInError if anything about it does not hold."""
    try:
        response = OneLogin_Saml2_Response(settings, request["post_data"]["SAMLResponse"])
        _check_status(response)
        _check_signatures(response)
        response.is_valid(request, response.get_in_response_to(), raise_exceptions=True)
        until = _end_of(response, settings)
        unlike = dict.fromkeys(_addresses(response, attribute))
        addresses = tuple(islice(unlike, _MOST_ADDRESSES))
        assertion = f"{settings.get_idp_data()['entityId']} {response.get_assertion_id()}"
    except SignInError:
        raise
    except OneLogin_Saml2_ValidationError as error:
        raise _refusal(error) from error
    except OneLogin_Saml2_Error as error:
        found = "it is encrypted, and no key of ours is set"
        raise SignInError(SignInTrouble.SET_UP, found) from error
    except Exception as error:  # whatever another's bytes do to a library
        raise SignInError(SignInTrouble.REFUSED, where_it_failed(error)) from error
    if not addresses:
        names = response.get_attributes()
        raise SignInError(SignInTrouble.NO_ADDRESS, f"no address; {named(names)}")
    return Assertion(addresses, str(response.get_in_response_to()), assertion, until)


def _refusal(error: OneLogin_Saml2_ValidationError) -> SignInError:
    found = _ERROR_NAMES.get(error.code, "unknown")
    if error.code == _Kind.INVALID_SIGNATURE:
        return NewSignatureError(SignInTrouble.REFUSED, found)
    return SignInError(
        SignInTrouble.TIME if error.code in _OF_TIME else SignInTrouble.REFUSED, found
    )


def _check_status(response: OneLogin_Saml2_Response) -> None:
    if not response.get_in_response_to():
        raise SignInError(SignInTrouble.REFUSED, "it names no request")
    codes = Xml.query(response.document, "/samlp:Response/samlp:Status//samlp:StatusCode")
    words = [str(code.get("Value", "")).rpartition(":")[2] for code in codes]
    if words[:1] == ["Success"]:
        return
    told = [word for word in words if word in _STATUS_WORDS] or ["of no standard"]
    trouble = SignInTrouble.SET_UP
    if _TURNED_ROUND & set(told):
        trouble = SignInTrouble.TURNED_ROUND
    elif _MORE_NEEDED & set(told):
        trouble = SignInTrouble.MORE_NEEDED
    raise SignInError(trouble, f"status {' '.join(told)}")


def _check_signatures(response: OneLogin_Saml2_Response) -> None:
    """Refuse, before anything is computed, what no identity provider needs."""
    document = response.get_xml_document()
    ids = Xml.query(document, "//@ID")
    if len(ids) != len(set(ids)):
        raise SignInError(SignInTrouble.REFUSED, "an ID stands twice")
    check_forms(Xml.query(document, "//ds:Signature"))


def _end_of(response: OneLogin_Saml2_Response, settings: OneLogin_Saml2_Settings) -> datetime:
    """Return until when a valid answer, meant for us and for this request, can be shown."""
    ours = settings.get_sp_data()
    address = ours["assertionConsumerService"]["url"]
    if response.document.get("Destination", address) != address:
        raise SignInError(SignInTrouble.REFUSED, "wrong destination")
    restrictions = _asserted(response, "/saml:Conditions/saml:AudienceRestriction")
    audiences = [
        {Xml.element_text(node) for node in Xml.query(one, "./saml:Audience")}
        for one in restrictions
    ]
    if not audiences or any(ours["entityId"] not in named_ones for named_ones in audiences):
        raise SignInError(SignInTrouble.REFUSED, "wrong or no audience")
    bearer = f"/saml:Subject/saml:SubjectConfirmation[@Method='{Words.CM_BEARER}']"
    for node in _asserted(response, f"{bearer}/saml:SubjectConfirmationData"):
        end = node.get("NotOnOrAfter")
        is_for_us = node.get("Recipient") == address
        if end and is_for_us and node.get("InResponseTo") == response.get_in_response_to():
            moment = datetime.fromtimestamp(OneLogin_Saml2_Utils.parse_SAML_to_time(end), UTC)
            if moment.timestamp() > OneLogin_Saml2_Utils.now():
                return moment
            raise SignInError(SignInTrouble.TIME, "the confirmation has expired")
    raise SignInError(SignInTrouble.REFUSED, "no confirmation names us, the request and an end")


def _addresses(response: OneLogin_Saml2_Response, attribute: str) -> Iterator[str]:
    attributes = response.get_attributes() | response.get_friendlyname_attributes()
    names = (attribute,) if attribute else ADDRESS_ATTRIBUTES
    folded: dict[str, list[object]] = {}
    for name, values in attributes.items():
        folded.setdefault(name.lower(), []).extend(values)
    for name in names:
        for value in folded.get(name.lower(), []):
            if isinstance(value, str) and is_address(value.strip()):
                yield value.strip()
    name_id = response.get_nameid_data()
    is_meant = attribute == NAME_ID or (not attribute and name_id.get("Format") in _ADDRESS_FORMATS)
    given = (name_id.get("Value") or "").strip()
    if is_meant and is_address(given):
        yield given


def _asserted(response: OneLogin_Saml2_Response, path: str) -> list[Any]:
    # By the library's own way: only what lies in the assertion whose signature was checked.
    found: list[Any] = response._query_assertion(path)  # noqa: SLF001 - the version is pinned
    return found
