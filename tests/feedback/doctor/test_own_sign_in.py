"""The doctor tries the municipality's own sign-in as far as it can be without a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from feedback.doctor.check import Verdict
from feedback.doctor.sign_in import check_oidc, check_saml
from tests.factories import test_settings
from tests.feedback.signin.scripted_provider import (
    CLIENT_ID,
    Script,
    scripted_provider,
    untrusted_server,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from feedback.config import WorkerSettings

DISCOVERY = "/.well-known/openid-configuration"
KNOWN = {"token_error": {"error": "invalid_grant"}}


@pytest.fixture
def script() -> Iterator[Script]:
    """Run a provider that knows us, and draws no code for whoever makes one up."""
    with scripted_provider() as running:
        script = running()
        vars(script).update(KNOWN)
        yield script


def test_a_provider_that_knows_us_is_well(tmp_path: Path, script: Script) -> None:
    found = list(check_oidc(_settings(tmp_path, script)))

    assert [check.found for check in found if check.verdict is not Verdict.OK] == []
    words = " ".join(check.found for check in found)
    assert all(part in words for part in (script.issuer, "keys", "secret", "sends people back"))


@pytest.mark.parametrize(
    ("changes", "settings", "words"),
    [
        ({"metadata": {"issuer": "https://x.example/{tenantid}"}}, {}, "several organisations"),
        ({"metadata": {"issuer": "https://x.example"}}, {}, "It calls itself https://x.example"),
        ({"metadata": {"jwks_uri": None}}, {}, "keys: MissingSchema"),
        ({"keys": ()}, {}, "keys: "),
        ({"token_error": {"error": "invalid_client"}}, {}, "It does not take our client id"),
        ({"knows_our_address": False}, {}, "It did not send us back"),
        ({"clock_ahead_seconds": 90}, {}, "differ by"),
        ({}, {"oidc_name": ""}, "The button has no name of its own: it says the organisation's"),
        ({}, {"oidc_issuer": "http://127.0.0.1:9"}, "ConnectionError"),
        ({"says": {DISCOVERY: (404, "not here")}}, {}, "it answered 404"),
        ({"says": {DISCOVERY: (200, "<h1>Logga in</h1>")}}, {}, "it answered, but no JSON"),
    ],
)
def test_what_is_not_well_is_told_with_what_to_do(
    tmp_path: Path, script: Script, changes: dict[str, Any], settings: dict[str, str], words: str
) -> None:
    vars(script).update(changes)

    found = list(check_oidc(_settings(tmp_path, script, **settings)))

    told = [check for check in found if check.verdict is not Verdict.OK]
    assert [check.found for check in told if words in check.found] != []
    assert all(check.next_step for check in told)


def test_a_certificate_of_the_towns_own_authority_is_told_with_how_to_trust_it(
    tmp_path: Path, script: Script
) -> None:
    with untrusted_server(tmp_path) as address:
        settings = _settings(tmp_path, script, oidc_issuer=address)
        found = list(check_oidc(settings))
        given = {"oidc_issuer": "", "saml_metadata": f"{address}/metadata"}
        found += check_saml(settings.model_copy(update=given))

    told = [check for check in found if "its certificate is not trusted" in check.found]
    assert len(told) == 2
    assert all("REQUESTS_CA_BUNDLE" in check.next_step for check in told)


def test_nothing_is_said_where_nothing_is_set(tmp_path: Path) -> None:
    settings = test_settings(tmp_path, "sqlite://")

    assert [*check_oidc(settings), *check_saml(settings)] == []


_SIGNED = 'Descriptor WantAuthnRequestsSigned="true"'
SINGLE = '<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#">'
METADATA = (
    '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example">'
    '<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
    f"{SINGLE}<X509Data><X509Certificate>CERT</X509Certificate></X509Data></KeyInfo>"
    "</KeyDescriptor><SingleSignOnService Location='https://idp.example/sso' "
    "Binding='urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'/></IDPSSODescriptor>"
    "</EntityDescriptor>"
)


@pytest.mark.parametrize(
    ("change", "days", "words"),
    [
        (lambda text: text, 365, "https://idp.example; ours is https://feedback.example.se/sign"),
        (lambda text: text, 10, "Its newest certificate is good until"),
        (lambda text: text.replace("HTTP-Redirect", "SOAP"), 365, "no sign-in address"),
        (lambda text: text.replace("X509Certificate", "Other"), 365, "no certificate to sign with"),
        (lambda _: "<html/>", 365, "no entity id, no sign-in address"),
        (
            lambda text: text.replace("Descriptor protocol", _SIGNED + " protocol"),
            365,
            "wants signed requests",
        ),
    ],
)
def test_an_identity_providers_metadata_is_read(
    tmp_path: Path, change: Callable[[str], str], days: int, words: str
) -> None:
    from tests.feedback.signin.identity_provider import new_pair  # noqa: PLC0415 - takes a second

    lines = new_pair("idp", days=days).certificate.splitlines()
    metadata = tmp_path / "idp.xml"
    metadata.write_text(change(METADATA.replace("CERT", "".join(lines[1:-1]))))
    settings = test_settings(tmp_path, "sqlite://", saml_metadata=str(metadata), saml_name="X")

    found = [check.found for check in check_saml(settings)]

    assert [text for text in found if words in text] != []


def _settings(folder: Path, script: Script, **others: str) -> WorkerSettings:
    given = {
        "oidc_issuer": script.issuer,
        "oidc_client_id": CLIENT_ID,
        "oidc_client_secret": "a secret for tests only",
        "oidc_name": "Testköpings kommun",
        **others,
    }
    return test_settings(folder, "sqlite://", **given)
