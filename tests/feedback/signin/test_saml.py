"""Sign-in by SAML 2.0 against a real identity provider: same people, same rights."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Words

from feedback import create_app
from feedback.config import Settings, SettingsError, load_settings
from tests.feedback.signin.identity_provider import (
    ACS,
    BEGIN,
    ELSEWHERE,
    IdentityProvider,
    NameID,
    begin,
    form_of,
    new_pair,
    send,
    with_saml,
)
from tests.feedback.world import ADMIN, KARIN, ORGANISER, STRANGER, form_to

if TYPE_CHECKING:
    from pathlib import Path

    from webtest import TestApp

    from tests.feedback.world import World

HERE: Final = "https://feedback.example.se"
MICROSOFT: Final = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims"


OIDC: Final = {
    "OIDC_ISSUER": "https://id.example.se",
    "OIDC_CLIENT_ID": "feedback",
    "OIDC_CLIENT_SECRET": "only for tests",
}


@pytest.fixture
def provider(provider_of_saml: IdentityProvider) -> IdentityProvider:
    """Give the provider by a shorter name."""
    return provider_of_saml


@pytest.fixture
def at_work(world: World, provider: IdentityProvider) -> World:
    """Give the world of staff, who sign in there."""
    return with_saml(world, provider, saml_name="Testköpings kommun")


def test_the_page_offers_each_way_that_is_set(world: World, provider: IdentityProvider) -> None:
    oidc = {"oidc_issuer": "https://login.example.se", "oidc_name": "Skolan"}
    both = with_saml(world, provider, saml_name="Kommunen", **oidc)

    page = both.browser().get("/sign-in?next=/campaigns/")

    buttons = {link["href"]: link.text for link in page.html.find_all("a", role="button")}
    assert "Skolan" in buttons["/sign-in/oidc?next=/campaigns/"]
    assert "Kommunen" in buttons["/sign-in/saml?next=/campaigns/"]


def test_our_metadata_says_what_a_provider_must_know(at_work: World) -> None:
    answer = at_work.browser().get(f"{BEGIN}/metadata")

    assert answer.content_type == "application/samlmetadata+xml"
    assert f'entityID="{HERE}{BEGIN}/metadata"' in answer.text
    assert f'Location="{HERE}{ACS}"' in answer.text
    assert 'WantAssertionsSigned="true"' in answer.text
    assert "urn:oid:0.9.2342.19200300.100.1.3" in answer.text
    assert "validUntil" not in answer.text
    assert "SingleLogoutService" not in answer.text


@pytest.mark.parametrize(
    ("address", "place"), [(KARIN, "/my-reports/"), (ORGANISER, "/campaigns/"), (ADMIN, "/admin/")]
)
def test_whoever_is_known_gets_to_where_they_work(
    at_work: World, provider: IdentityProvider, address: str, place: str
) -> None:
    browser = at_work.browser()

    answer = _sign_in(browser, provider, address.upper(), wanted=place)

    assert answer.location.endswith(place)
    browser.get(place, status=200)


@pytest.mark.parametrize(
    ("attribute", "setting"),
    [
        ("urn:oid:0.9.2342.19200300.100.1.3", ""),
        (f"{MICROSOFT}/emailaddress", ""),
        ("email", ""),
        (f"{MICROSOFT}/upn", f"{MICROSOFT}/upn"),
        (f"{MICROSOFT}/upn", ""),
        ("email", f"{MICROSOFT}/upn"),
    ],
)
def test_the_address_stands_in_a_usual_attribute_or_in_the_one_that_is_set(
    world: World, provider: IdentityProvider, attribute: str, setting: str
) -> None:
    browser = with_saml(world, provider, saml_address_attribute=setting).browser()
    plain = provider.unsigned(begin(browser, provider), ORGANISER)
    plain = plain.replace("urn:oid:0.9.2342.19200300.100.1.3", attribute).replace(
        'FriendlyName="mail"', ""
    )

    page = send(browser, provider.sign(plain), expect_errors=True)

    is_found = setting == attribute or (not setting and "upn" not in attribute)
    assert page.status_int == (302 if is_found else 403)
    assert is_found or "saml no-address" in page


@pytest.mark.parametrize(
    ("kind", "setting", "status"),
    [
        (Words.NAMEID_EMAIL_ADDRESS, "", 302),
        (Words.NAMEID_UNSPECIFIED, "", 403),
        (Words.NAMEID_UNSPECIFIED, "NameID", 302),
    ],
)
def test_a_name_id_is_an_address_where_it_says_so(
    world: World,
    provider: IdentityProvider,
    kind: str,
    setting: str,
    status: int,
) -> None:
    browser = with_saml(world, provider, saml_address_attribute=setting).browser()
    named = {"identity": {}, "name_id": NameID(format=kind, text=ORGANISER)}

    answer = provider.answer(begin(browser, provider), "", **named)

    send(browser, answer, status=status)


def test_a_stranger_gets_a_kind_page_and_no_account(
    at_work: World, provider: IdentityProvider
) -> None:
    browser = at_work.browser()

    page = _sign_in(browser, provider, STRANGER, status=403)

    assert STRANGER in page
    assert STRANGER not in at_work.accounts()
    browser.get("/start", status=302)


def test_no_address_stands_in_the_way_back(at_work: World, provider: IdentityProvider) -> None:
    browser = at_work.browser()
    answer = provider.answer(begin(browser, provider), STRANGER)

    led = browser.post(ACS, form_of(answer), extra_environ=ELSEWHERE, status=303)

    assert "okand" not in led.location
    assert "Set-Cookie" not in led.headers


def test_nobody_is_sent_on_to_another_site(at_work: World, provider: IdentityProvider) -> None:
    answer = _sign_in(at_work.browser(), provider, ORGANISER, wanted="//evil.example/")

    assert answer.location.endswith("/start")


def test_an_answer_opens_only_the_browser_that_asked(
    at_work: World, provider: IdentityProvider
) -> None:
    theirs, ours = at_work.browser(), at_work.browser()
    answer = provider.answer(begin(theirs, provider), ADMIN)
    begin(ours, provider)

    page = send(ours, answer, status=400)

    assert "saml not-begun-here" in page
    ours.get("/admin/", status=302)


def test_an_answer_works_once_in_every_process(
    at_work: World, provider: IdentityProvider, caplog: pytest.LogCaptureFixture
) -> None:
    browser = at_work.browser()
    answer = provider.answer(begin(browser, provider), ORGANISER)
    beside = replace(at_work, app=create_app(at_work.settings)).browser()
    for cookie in browser.cookiejar:
        beside.cookiejar.set_cookie(cookie)
    send(browser, answer, status=302)

    page = send(beside, answer, status=400)

    assert "saml wrong-time" in page
    assert "the assertion was used before" in caplog.text


def test_back_to_the_answer_leads_on_whoever_is_signed_in(
    at_work: World, provider: IdentityProvider
) -> None:
    browser = at_work.browser()
    answer = provider.answer(begin(browser, provider, wanted="/campaigns/"), ORGANISER)
    first = send(browser, answer, status=302)

    again = send(browser, answer, status=302)

    assert again.location == first.location
    form_to(browser.get("/campaigns/"), "/sign-out").submit()
    send(browser, answer, status=400)


@pytest.mark.parametrize(("relayed", "wanted"), [("/campaigns/", "/campaigns/"), ("", "")])
def test_what_was_begun_at_the_provider_is_asked_for_once_more(
    at_work: World, provider: IdentityProvider, relayed: str, wanted: str
) -> None:
    browser = at_work.browser()
    unasked = provider.answer("", ORGANISER).replace('InResponseTo=""', "")

    led = browser.post(ACS, form_of(unasked, relayed), extra_environ=ELSEWHERE, status=303)

    assert led.location.startswith(BEGIN)
    request_id = provider.request_of(browser.get(led.location).location)
    answer = send(browser, provider.answer(request_id, ORGANISER), status=302)
    assert answer.location.endswith(wanted or "/start")


def test_an_answer_that_never_names_its_request_ends(
    at_work: World, provider: IdentityProvider
) -> None:
    browser = at_work.browser()
    begin(browser, provider)
    unasked = re.sub(' InResponseTo="[^"]*"', "", provider.unsigned("x", ORGANISER))

    assert "saml answer-refused" in send(browser, provider.sign(unasked), status=400)


def test_a_certificate_may_be_exchanged(world: World, provider: IdentityProvider) -> None:
    new = new_pair("new")
    start, end = "<ns0:KeyDescriptor", "</ns0:KeyDescriptor>"
    first = provider.metadata.partition(start)[2].partition(end)[0]
    both = provider.metadata.replace(
        "<ns0:SingleSignOnService",
        f"{start}{_with_certificate(first, new.certificate)}{end}<ns0:SingleSignOnService",
    )
    browser = with_saml(world, replace(provider, metadata=both)).browser()

    for pair in (provider.pair, new):
        plain = provider.unsigned(begin(browser, provider), ORGANISER)
        send(browser, provider.sign(plain, pair=pair), status=302)


def test_an_encrypted_assertion_opens_with_our_key(
    world: World, provider: IdentityProvider, tmp_path: Path
) -> None:
    ours = new_pair("ours")
    key, certificate = ours.written_to(tmp_path, "ours")
    browser = with_saml(world, provider, saml_key=key, saml_certificate=certificate).browser()
    start = browser.get(BEGIN).location
    # pysaml2 breaks its own signature where it makes what it encrypts stand by itself.
    how = {"encrypt_cert_assertion": ours.certificate, "encrypt_assertion_self_contained": False}

    answer = provider.answer(provider.request_of(start), ORGANISER, encrypt_assertion=True, **how)

    assert "Signature=" in start
    assert ORGANISER not in answer
    send(browser, answer, status=302)


def test_an_encrypted_assertion_without_a_key_of_ours_is_told(
    at_work: World, provider: IdentityProvider
) -> None:
    browser = at_work.browser()
    certificate = new_pair("of nobody").certificate
    how = {"encrypt_assertion": True, "encrypt_cert_assertion": certificate}

    answer = provider.answer(begin(browser, provider), ORGANISER, **how)

    assert "saml set-up" in send(browser, answer, status=400)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("RequestDenied", "access-denied"),
        ("NoPassive", "more-needed"),
        ("RequestUnsupported", "set-up"),
    ],
)
def test_each_status_of_a_provider_has_its_words(
    at_work: World, provider: IdentityProvider, status: str, code: str
) -> None:
    browser = at_work.browser()
    asked = begin(browser, provider)
    word = "urn:oasis:names:tc:SAML:2.0:status"
    refused = re.sub(
        f'<ns0:StatusCode Value="{word}:Success" ?/>',
        f'<ns0:StatusCode Value="{word}:Responder"><ns0:StatusCode Value="{word}:{status}"/>'
        "</ns0:StatusCode>",
        provider.unsigned(asked, ORGANISER),
    )

    assert f"saml {code}" in send(browser, refused, status=400)


def test_the_log_says_what_came_and_no_value(
    at_work: World, provider: IdentityProvider, caplog: pytest.LogCaptureFixture
) -> None:
    browser = at_work.browser()
    identity = {"sn": ["Lund"], "uid": [KARIN]}

    with caplog.at_level(logging.INFO, logger="feedback"):
        answer = provider.answer(begin(browser, provider), "", identity=identity)
        send(browser, answer, status=403)

    assert "no-address (no address; came: urn:oid:" in caplog.text
    assert "lund" not in caplog.text.lower()


def test_metadata_that_is_no_metadata_is_told(world: World, provider: IdentityProvider) -> None:
    for content in ("<x/>", "not XML", provider.metadata.replace("X509Certificate>", "Other>")):
        browser = with_saml(world, replace(provider, metadata=content)).browser()

        assert "saml set-up" in browser.get(BEGIN, status=400)
        browser.get(f"{BEGIN}/metadata", status=200)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"SAML_METADATA": "/no/such/file.xml"}, "SAML_METADATA: '/no/such/file.xml' is no file"),
        ({"SAML_METADATA": "http://idp.example.se/"}, "SAML_METADATA: must start with https://"),
        ({"SAML_KEY": __file__, "SAML_METADATA": __file__}, "SAML_CERTIFICATE: .* belong together"),
        (OIDC | {"OIDC_ADDRESS_CLAIM": "upn"}, "OIDC_ADDRESS_CLAIM: may differ from email only"),
    ],
)
def test_settings_that_cannot_work_are_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], words: str
) -> None:
    with pytest.raises(SettingsError, match=f"FEEDBACK_{words}"):
        _load(monkeypatch, settings)


def test_without_the_extra_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedback.config.sign_in.find_spec", lambda _: None)

    with pytest.raises(SettingsError, match=r"pip install 'feedback360\[saml\]'") as refused:
        _load(monkeypatch, {"SAML_METADATA": __file__})

    assert len(refused.value.faults) == 1


def test_saml_alone_is_a_way_in(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not _load(monkeypatch, {"SAML_METADATA": __file__, "MAILED_CODES": "false"}).mailed_codes


def _load(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]) -> Settings:
    given = {"BASE_URL": HERE, "MAIL_FROM": "E <e@example.se>"}
    folders = {"INSTANCE": "/var/x", "BACKUPS": "/var/kept"}
    for name, value in (given | folders | settings).items():
        monkeypatch.setenv(f"FEEDBACK_{name}", value)
    return load_settings(Settings)


def _sign_in(
    browser: TestApp,
    provider: IdentityProvider,
    address: str,
    *,
    wanted: str = "",
    status: int = 302,
) -> Any:  # noqa: ANN401 - WebTest brings no types
    answer = provider.answer(begin(browser, provider, wanted=wanted), address)
    return send(browser, answer, status=status)


def _with_certificate(descriptor: str, certificate: str) -> str:
    content = "".join(certificate.splitlines()[1:-1])
    pattern = r"(<ns\d:X509Certificate>)[^<]*"
    return re.sub(pattern, lambda found: found[1] + content, descriptor)
