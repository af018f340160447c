"""SAML providers as their makers ship them and towns set them up: a table of what comes of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.feedback.signin.identity_provider import (
    NameID,
    begin,
    encrypted,
    new_pair,
    send,
    with_saml,
)
from tests.feedback.world import ADMIN, ORGANISER, STRANGER

if TYPE_CHECKING:
    from pathlib import Path

    from tests.feedback.signin.identity_provider import IdentityProvider
    from tests.feedback.world import World

FORMAT: Final = "urn:oasis:names:tc:SAML:{}:nameid-format:{}"
CLAIMS: Final = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims"
MICROSOFT: Final = "http://schemas.microsoft.com"

NAME_IDS: Final = {
    "as an address": ("1.1", "emailAddress", 302),
    "as an address, by a name of no standard": ("2.0", "emailAddress", 302),
    "unspecified": ("1.1", "unspecified", 403),
    "persistent": ("2.0", "persistent", 403),
    "transient": ("2.0", "transient", 403),
    "of Windows": ("1.1", "WindowsDomainQualifiedName", 403),
    "of Kerberos": ("2.0", "kerberos", 403),
    "of a certificate": ("1.1", "X509SubjectName", 403),
}
ATTRIBUTES: Final[dict[str, tuple[dict[str, list[str]], int]]] = {
    "Entra ID, too many groups to send": (
        {
            f"{MICROSOFT}/claims/groups.link": ["https://graph.example/getMemberObjects"],
            f"{MICROSOFT}/identity/claims/tenantid": ["a-directory"],
            f"{CLAIMS}/name": [STRANGER],
            f"{CLAIMS}/emailaddress": [ORGANISER],
        },
        302,
    ),
    "Entra ID, no address on the account": ({f"{CLAIMS}/name": [ORGANISER]}, 403),
    "AD FS": ({f"{CLAIMS}/upn": ["hr01@kommun.local"], f"{CLAIMS}/emailaddress": [ORGANISER]}, 302),
    "AD FS, account only": ({f"{CLAIMS}/windowsaccountname": ["KOMMUN\\hr01"]}, 403),
    "Keycloak": ({"email": [ORGANISER], "Role": ["offline_access", "uma_authorization"]}, 302),
    "several, the second is known here": ({"mail": [STRANGER, ORGANISER]}, 302),
    "an empty one first": ({"mail": ["", ORGANISER]}, 302),
    "nothing but empty ones": ({"mail": ["", " "]}, 403),
    "under two names": ({"mail": [STRANGER], "email": [ORGANISER]}, 302),
    "twice the same": ({"mail": [ORGANISER, ORGANISER.upper()]}, 302),
    "none is an address": ({"mail": ["hr01", "KOMMUN\\hr01"]}, 403),
}


@pytest.mark.parametrize("row", NAME_IDS)
def test_a_name_id_is_an_address_only_where_it_says_so(
    world: World, provider_of_saml: IdentityProvider, row: str
) -> None:
    version, kind, status = NAME_IDS[row]
    provider, browser = provider_of_saml, with_saml(world, provider_of_saml).browser()
    named = NameID(format=FORMAT.format(version, kind), text=ORGANISER)

    answer = provider.answer(begin(browser, provider), "", identity={}, name_id=named)

    send(browser, answer, status=status)


@pytest.mark.parametrize("row", ATTRIBUTES)
def test_the_address_is_found_in_whatever_comes_along(
    world: World,
    provider_of_saml: IdentityProvider,
    row: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    attributes, status = ATTRIBUTES[row]
    provider, browser = provider_of_saml, with_saml(world, provider_of_saml).browser()
    plain = provider.unsigned(begin(browser, provider), ORGANISER)
    stated = "".join(map(_attribute, attributes.items()))
    changed = re.sub(
        r"(<ns1:AttributeStatement>).*(</ns1:AttributeStatement>)",
        lambda found: found[1] + stated + found[2],
        plain,
        flags=re.DOTALL,
    )

    page = send(browser, provider.sign(changed), status=status)

    assert changed != plain
    assert status == 302 or "saml no-address" in page
    assert ORGANISER not in caplog.text


def test_no_name_id_is_needed_beside_an_address(
    world: World, provider_of_saml: IdentityProvider
) -> None:
    provider, browser = provider_of_saml, with_saml(world, provider_of_saml).browser()
    plain = provider.unsigned(begin(browser, provider), ORGANISER)
    nameless = re.sub(r"<ns1:NameID.*?</ns1:NameID>", "", plain)

    send(browser, provider.sign(nameless), status=302)

    assert nameless != plain


@pytest.mark.parametrize("cipher", ["AES128", "AES256", "AES128_GCM", "AES256_GCM"])
def test_a_signed_assertion_may_be_encrypted_as_makers_do_it(
    world: World, provider_of_saml: IdentityProvider, tmp_path: Path, cipher: str
) -> None:
    provider, ours = provider_of_saml, new_pair("ours")
    browser = with_saml(world, provider, **_ours(ours, tmp_path)).browser()
    signed = provider.sign(provider.unsigned(begin(browser, provider), ORGANISER))

    answer = encrypted(signed, ours.certificate, cipher=cipher)

    assert ORGANISER not in answer
    send(browser, answer, status=302)


def test_what_was_encrypted_to_another_service_is_told(
    world: World, provider_of_saml: IdentityProvider, tmp_path: Path
) -> None:
    provider, ours = provider_of_saml, new_pair("ours")
    browser = with_saml(world, provider, **_ours(ours, tmp_path)).browser()
    signed = provider.sign(provider.unsigned(begin(browser, provider), ORGANISER))

    page = send(browser, encrypted(signed, new_pair("another").certificate), status=400)

    assert "saml answer-refused" in page


@pytest.mark.parametrize("is_encrypted", [False, True])
def test_a_signature_round_the_response_alone_opens_nothing(
    world: World,
    provider_of_saml: IdentityProvider,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    *,
    is_encrypted: bool,
) -> None:
    provider, ours = provider_of_saml, new_pair("ours")
    browser = with_saml(world, provider, **_ours(ours, tmp_path)).browser()
    how: dict[str, Any] = {"sign_assertion": False, "sign_response": True}
    if is_encrypted:
        how |= {"encrypt_assertion": True, "encrypt_cert_assertion": ours.certificate}

    answer = provider.answer(begin(browser, provider), ADMIN, **how)

    send(browser, answer, status=400)
    assert "sign-in by saml: answer-refused (no signed assertion)" in caplog.text
    browser.get("/admin/", status=302)


def _attribute(given: tuple[str, list[str]]) -> str:
    name, values = given
    written = "".join(f"<ns1:AttributeValue>{value}</ns1:AttributeValue>" for value in values)
    return f'<ns1:Attribute Name="{name}">{written}</ns1:Attribute>'


def _ours(pair: Any, folder: Path) -> dict[str, object]:  # noqa: ANN401 - a pair of keys
    key, certificate = pair.written_to(folder, "ours")
    return {"saml_key": key, "saml_certificate": certificate}
