"""A real SAML identity provider: pysaml2, which signs by Debian's xmlsec1, and answers of it.

`answer` gives what it says as it says it; `unsigned` and `sign` let a test change it in between,
as a provider that is set up wrongly, or somebody who holds no key, would.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import warnings
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from webtest import TestApp

from tests.applications import application_for
from tests.feedback.world import HTTPS

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it names ciphers that cryptography has moved
    from saml2 import BINDING_HTTP_REDIRECT
    from saml2.config import IdPConfig
    from saml2.metadata import entity_descriptor
    from saml2.saml import NAME_FORMAT_URI, NAMEID_FORMAT_PERSISTENT
    from saml2.saml import NameID as NameID  # noqa: PLC0414 - tests name people by it
    from saml2.server import Server

if TYPE_CHECKING:
    from pathlib import Path

    from tests.feedback.world import World

etree: Any = import_module("lxml.etree")
xmlsec: Any = import_module("xmlsec")  # whose constants it hides from type checkers
BEGIN: Final = "/sign-in/saml"
ACS: Final = f"{BEGIN}/acs"
ELSEWHERE: Final = {**HTTPS, "HTTP_REFERER": "https://idp.example.se/", "HTTP_ORIGIN": "null"}
WITHOUT_XMLSEC: Final = "no xmlsec1: install Debian's package of that name"
SHA256: Final = {
    "sign_alg": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "digest_alg": "http://www.w3.org/2001/04/xmlenc#sha256",
}
_PASSWORD: Final = {"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password"}


@dataclass(frozen=True)
class Pair:
    """A private key and its certificate, as PEM."""

    key: str
    certificate: str

    def written_to(self, folder: Path, name: str) -> tuple[Path, Path]:
        """Write both into files."""
        paths = folder / f"{name}.key", folder / f"{name}.pem"
        paths[0].write_text(self.key)
        paths[1].write_text(self.certificate)
        return paths


@dataclass(frozen=True)
class IdentityProvider:
    """A provider that knows our service; `metadata` is what it says of itself."""

    server: Any
    pair: Pair
    metadata: str
    base_url: str
    folder: Path

    def request_of(self, start: str) -> str:
        """Read where our page sent somebody, as a provider does; return the request's id."""
        query = parse_qs(urlsplit(start).query)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            asked = self.server.parse_authn_request(query["SAMLRequest"][0], BINDING_HTTP_REDIRECT)
        assert asked.message.assertion_consumer_service_url == f"{self.base_url}{ACS}"
        return str(asked.message.id)

    def answer(self, request_id: str, address: str, **how: Any) -> str:  # noqa: ANN401 - as pysaml2 takes them
        """Return an answer about somebody; by default with the assertion signed."""
        given = {"sign_assertion": True, "sign_response": False, **SHA256, **how}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = self.server.create_authn_response(
                given.pop("identity", {"mail": [address]}),
                request_id,
                f"{self.base_url}{ACS}",
                f"{self.base_url}{BEGIN}/metadata",
                name_id=given.pop("name_id", NameID(format=NAMEID_FORMAT_PERSISTENT, text="x1")),
                authn=_PASSWORD,
                **given,
            )
        return str(made)

    def unsigned(self, request_id: str, address: str) -> str:
        """Return an answer without any signature."""
        return self.answer(request_id, address, sign_assertion=False)

    def sign(self, answer: str, *, pair: Pair | None = None, algorithms: Any = None) -> str:  # noqa: ANN401 - two names
        """Sign the assertion of an answer that a test has changed."""
        pair = pair or self.pair
        start, end = answer.index("<ns1:Assertion"), answer.index("</ns0:Response>")
        names = answer[answer.index("xmlns:ns0") : answer.index(" ID=")]
        assertion = answer[start:end].replace("<ns1:Assertion", f"<ns1:Assertion {names}", 1)
        sign, digest = algorithms or SHA256.values()
        signed = OneLogin_Saml2_Utils.add_sign(
            assertion, pair.key, pair.certificate, sign_algorithm=sign, digest_algorithm=digest
        )
        return f"{answer[:start]}{signed.decode()}{answer[end:]}"


def form_of(answer: str, relayed: str = "begun-here") -> dict[str, str]:
    """Return an answer as the form that a provider's page sends."""
    return {"SAMLResponse": base64.b64encode(answer.encode()).decode(), "RelayState": relayed}


def encrypted(answer: str, certificate: str, *, cipher: str = "AES256") -> str:
    """Return an answer with its assertion encrypted, for which nobody needs the provider."""
    start, end = answer.index("<ns1:Assertion"), answer.index("</ns0:Response>")
    names = answer[answer.index("xmlns:ns0") : answer.index(" ID=")]
    assertion = answer[start:end]
    if "xmlns:ns1" not in assertion.partition(">")[0]:  # unless it was made for signing
        assertion = assertion.replace("<ns1:Assertion", f"<ns1:Assertion {names}", 1)
    saml = "urn:oasis:names:tc:SAML:2.0:assertion"
    wrapped = etree.fromstring(
        f'<s:EncryptedAssertion xmlns:s="{saml}">{assertion}</s:EncryptedAssertion>'
    )
    manager = xmlsec.KeysManager()
    manager.add_key(xmlsec.Key.from_memory(certificate, xmlsec.KeyFormat.CERT_PEM))
    template = xmlsec.template.encrypted_data_create(
        wrapped, getattr(xmlsec.Transform, cipher), type=xmlsec.EncryptionType.ELEMENT, ns="xenc"
    )
    xmlsec.template.encrypted_data_ensure_cipher_value(template)
    info = xmlsec.template.encrypted_data_ensure_key_info(template, ns="ds")
    key = xmlsec.template.add_encrypted_key(info, xmlsec.Transform.RSA_OAEP)
    xmlsec.template.encrypted_data_ensure_cipher_value(key)
    bits = int(re.sub(r"\D", "", cipher))
    context = xmlsec.EncryptionContext(manager)
    context.key = xmlsec.Key.generate(xmlsec.KeyData.AES, bits, xmlsec.KeyDataType.SESSION)
    context.encrypt_xml(template, wrapped[0])
    return f"{answer[:start]}{etree.tostring(wrapped, encoding='unicode')}{answer[end:]}"


def new_pair(name: str, *, days: int = 3650) -> Pair:
    """Make a key and a certificate for it."""
    key = rsa.generate_private_key(65537, 2048)
    whose = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(whose, whose, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    return Pair(private.decode(), certificate.public_bytes(pem).decode())


def new_identity_provider(
    folder: Path, our_metadata: bytes, *, base_url: str, at: str = "https://idp.example.se"
) -> IdentityProvider:
    """Set up a provider with our metadata; fail in continuous integration without xmlsec1."""
    tool = shutil.which("xmlsec1")
    if tool is None and os.environ.get("CI") == "true":
        pytest.fail(WITHOUT_XMLSEC)
    if tool is None:
        pytest.skip(WITHOUT_XMLSEC)
    pair = new_pair("idp")
    key, certificate = pair.written_to(folder, "idp")
    (folder / "sp.xml").write_bytes(our_metadata)
    policy = {"lifetime": {"minutes": 5}, "attribute_restrictions": None}
    settings = {
        "entityid": f"{at}/metadata",
        "xmlsec_binary": tool,
        "key_file": str(key),
        "cert_file": str(certificate),
        "metadata": {"local": [str(folder / "sp.xml")]},
        "service": {
            "idp": {
                "endpoints": {"single_sign_on_service": [(f"{at}/sso", BINDING_HTTP_REDIRECT)]},
                "policy": {"default": {**policy, "name_form": NAME_FORMAT_URI}},
            }
        },
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        config = IdPConfig().load(settings)
        return IdentityProvider(
            Server(config=config), pair, str(entity_descriptor(config)), base_url, folder
        )


def begin(browser: TestApp, provider: IdentityProvider, *, wanted: str = "") -> str:
    """Begin to sign in; return the id of the request that the provider gets."""
    return provider.request_of(browser.get(f"{BEGIN}?next={wanted}").location)


def send(browser: TestApp, answer: str, **expected: Any) -> Any:  # noqa: ANN401 - WebTest brings no types
    """Send a provider's form as a browser does, without our cookie, and follow by GET with it."""
    without_cookie = TestApp(browser.app, extra_environ=ELSEWHERE)
    led = without_cookie.post(ACS, form_of(answer), status=303)
    assert "Set-Cookie" not in led.headers  # it would end the session of the browser
    return browser.get(led.location, **expected)


def with_saml(world: World, provider: IdentityProvider, **others: object) -> World:
    """Let the staff of a world sign in at a provider."""
    # By its content, so that one application serves all tests with the same.
    digest = hashlib.sha256(provider.metadata.encode()).hexdigest()
    metadata = provider.folder / f"{digest[:16]}.xml"
    metadata.write_text(provider.metadata)
    given: dict[str, object] = {"saml_metadata": str(metadata), **others}
    settings = world.settings.model_copy(update=given)
    return replace(world, app=application_for(settings), settings=settings)
