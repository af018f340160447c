"""Which XML signatures are taken at all: over one element each, made in ways safe today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from onelogin.saml2.xml_utils import OneLogin_Saml2_XML as Xml

from feedback.signin.at_work import SignInError, SignInTrouble

if TYPE_CHECKING:
    from collections.abc import Iterable

_METHODS: Final = frozenset(
    f"http://www.w3.org/2001/04/xmldsig-more#{kind}-sha{bits}"
    for kind in ("rsa", "ecdsa")
    for bits in (256, 384, 512)
) | {f"http://www.w3.org/2007/05/xmldsig-more#sha{bits}-rsa-MGF1" for bits in (256, 384, 512)}
_DIGESTS: Final = frozenset(
    {
        "http://www.w3.org/2001/04/xmlenc#sha256",
        "http://www.w3.org/2001/04/xmldsig-more#sha384",
        "http://www.w3.org/2001/04/xmlenc#sha512",
    }
)
_TRANSFORMS: Final = frozenset(
    {
        "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
        "http://www.w3.org/2001/10/xml-exc-c14n#",
        "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
    }
)


def check_forms(signatures: Iterable[Any]) -> None:
    """Refuse, before anything is computed, what nobody needs; raise SignInError."""
    for signature in signatures:
        if len(Xml.query(signature, ".//ds:Reference[starts-with(@URI, '#')]")) != 1:
            raise SignInError(SignInTrouble.REFUSED, "a signature is not over one element")
        for path, allowed in (
            (".//ds:SignatureMethod", _METHODS),
            (".//ds:DigestMethod", _DIGESTS),
            (".//ds:Transform", _TRANSFORMS),
        ):
            if any(node.get("Algorithm") not in allowed for node in Xml.query(signature, path)):
                kind = path.rpartition(":")[2]
                raise SignInError(SignInTrouble.REFUSED, f"{kind} is weak or unknown")
