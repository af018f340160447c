"""What a SAML answer must hold: whatever does not, signs nobody in, and says so in one page."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest

from tests.feedback.signin.identity_provider import (
    ACS,
    ELSEWHERE,
    SHA256,
    begin,
    form_of,
    new_pair,
    send,
    with_saml,
)
from tests.feedback.world import ADMIN, ORGANISER

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.feedback.signin.identity_provider import IdentityProvider
    from tests.feedback.world import World

    Change = Callable[[str], str]

_NOT_OURS: Final = (
    "<ns1:AudienceRestriction><ns1:Audience>x</ns1:Audience></ns1:AudienceRestriction>"
)
_STAMP: Final = "%Y-%m-%dT%H:%M:%SZ"
_RSA_SHA1: Final = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
_SHA1: Final = "http://www.w3.org/2000/09/xmldsig#sha1"


@pytest.fixture
def provider(provider_of_saml: IdentityProvider) -> IdentityProvider:
    """Give the provider by a shorter name."""
    return provider_of_saml


@pytest.fixture
def at_work(world: World, provider: IdentityProvider) -> World:
    """Give the world of staff, who sign in there."""
    return with_saml(world, provider)


def _swap(pattern: str, by: str) -> Change:
    return lambda answer: re.sub(pattern, by, answer, count=1, flags=re.DOTALL)


def _at(minutes: int) -> str:
    return (datetime.now(UTC) + timedelta(minutes=minutes)).strftime(_STAMP)


def _move(pattern: str, minutes: int) -> Change:
    """Set the moment that a pattern's group stands before."""
    return lambda answer: re.sub(pattern, lambda found: f'{found[1]}"{_at(minutes)}"', answer)


CONFIRMED = r"(<ns1:SubjectConfirmationData[^>]*?"
MEANT_OTHERWISE: Final[dict[str, tuple[Change, str]]] = {
    "another audience": (_swap(r"(<ns1:Audience>)[^<]*", r"\1https://other.example"), "audience"),
    "no audience": (
        _swap(r"<ns1:AudienceRestriction>.*?</ns1:AudienceRestriction>", ""),
        "audience",
    ),
    "a second audience": (_swap(r"(</ns1:AudienceRestriction>)", rf"\1{_NOT_OURS}"), "audience"),
    "another recipient": (
        _swap(r'(Recipient=")[^"]*', r"\1https://other.example/acs"),
        "confirmation",
    ),
    "a longer recipient": (_swap(r'(Recipient="[^"]*)"', r'\1/more"'), "confirmation"),
    "no recipient": (_swap(r' Recipient="[^"]*"', ""), "confirmation"),
    "another destination": (
        _swap(r'(Destination=")[^"]*', r"\1https://other.example/acs"),
        "destination",
    ),
    "a longer destination": (_swap(r'(Destination="[^"]*)"', r'\1/more"'), "destination"),
    "another issuer": (
        _swap(r"(<ns1:Assertion.*?<ns1:Issuer[^>]*>)[^<]*", r"\1https://other.example"),
        "issuer",
    ),
    "conditions over": (_move(r"(<ns1:Conditions[^>]*NotOnOrAfter=)\"[^\"]*\"", -10), "expired"),
    "not yet": (_move(r"(<ns1:Conditions NotBefore=)\"[^\"]*\"", 10), "too early"),
    "confirmation over": (_move(CONFIRMED + r"NotOnOrAfter=)\"[^\"]*\"", -1), "confirmation"),
    "confirmation without end": (
        _swap(CONFIRMED + r')NotOnOrAfter="[^"]*"', r"\1"),
        "confirmation",
    ),
    "another request": (_swap(CONFIRMED + r'InResponseTo=")[^"]*', r"\1other"), "confirmation"),
    "confirms no request": (_swap(CONFIRMED + r') InResponseTo="[^"]*"', r"\1"), "confirmation"),
    "another method": (_swap(r"cm:bearer", "cm:holder-of-key"), "confirmation"),
    "no conditions": (_swap(r"<ns1:Conditions.*?</ns1:Conditions>", ""), "conditions"),
    "no sign-in": (_swap(r"<ns1:AuthnStatement.*?</ns1:AuthnStatement>", ""), "auth"),
}


@pytest.mark.parametrize("name", MEANT_OTHERWISE)
def test_what_is_meant_for_others_or_another_time_is_refused_though_signed(
    at_work: World, provider: IdentityProvider, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    change, word = MEANT_OTHERWISE[name]
    browser = at_work.browser()
    plain = provider.unsigned(begin(browser, provider), ORGANISER)
    changed = change(plain)

    page = send(browser, provider.sign(changed), status=400)

    assert changed != plain
    assert "saml answer-refused" in page or "saml wrong-time" in page
    assert word in caplog.text
    assert ORGANISER not in caplog.text
    browser.get("/campaigns/", status=302)


def test_clocks_may_differ_by_a_minute(at_work: World, provider: IdentityProvider) -> None:
    browser = at_work.browser()
    plain = provider.unsigned(begin(browser, provider), ORGANISER)
    ahead = _move(r"(<ns1:Conditions NotBefore=)\"[^\"]*\"", 1)(plain)

    send(browser, provider.sign(ahead), status=302)


def test_an_answer_without_a_signature_is_refused(
    at_work: World, provider: IdentityProvider, caplog: pytest.LogCaptureFixture
) -> None:
    browser = at_work.browser()

    send(browser, provider.unsigned(begin(browser, provider), ADMIN), status=400)

    assert "no signed assertion" in caplog.text


def test_a_signature_round_the_assertion_alone_is_enough_and_that_round_all_is_not(
    at_work: World, provider: IdentityProvider
) -> None:
    browser = at_work.browser()
    for signed, status in (((True, True), 302), ((False, True), 400), ((True, False), 302)):
        how = dict(zip(("sign_assertion", "sign_response"), signed, strict=True))
        answer = provider.answer(begin(browser, provider), ORGANISER, **how)

        send(browser, answer, status=status)
        browser.reset()


@pytest.mark.parametrize(
    "algorithms",
    [(_RSA_SHA1, SHA256["digest_alg"]), (SHA256["sign_alg"], _SHA1)],
    ids=["signature", "digest"],
)
def test_sha_1_is_refused(
    at_work: World,
    provider: IdentityProvider,
    algorithms: tuple[str, str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    browser = at_work.browser()
    plain = provider.unsigned(begin(browser, provider), ORGANISER)

    send(browser, provider.sign(plain, algorithms=algorithms), status=400)

    assert "Method is weak or unknown" in caplog.text


def test_another_key_opens_nothing(at_work: World, provider: IdentityProvider) -> None:
    browser = at_work.browser()
    plain = provider.unsigned(begin(browser, provider), ADMIN)

    send(browser, provider.sign(plain, pair=new_pair("a stranger")), status=400)


def _parts(answer: str) -> tuple[str, str, str]:
    """Return what stands before the assertion, the assertion, and what stands after."""
    start = answer.index("<ns1:Assertion")
    end = answer.index("</ns1:Assertion>") + len("</ns1:Assertion>")
    return answer[:start], answer[start:end], answer[end:]


def _evil(assertion: str) -> str:
    """Return an assertion of the administrator, by somebody without a key."""
    without = re.sub(r"<ns2:Signature .*?</ns2:Signature>", "", assertion, flags=re.DOTALL)
    return re.sub(r' ID="[^"]*"', ' ID="evil"', without, count=1).replace(ORGANISER, ADMIN)


def _signature_of(assertion: str) -> str:
    found = re.search(r"<ns2:Signature .*?</ns2:Signature>", assertion, re.DOTALL)
    assert found
    return found[0]


def _beside(before: str, signed: str, after: str) -> str:
    return before + _evil(signed) + signed + after


def _behind(before: str, signed: str, after: str) -> str:
    return before + signed + _evil(signed) + after


def _inside(before: str, signed: str, after: str) -> str:
    return before + _evil(signed).replace("</ns1:Issuer>", f"</ns1:Issuer>{signed}", 1) + after


def _in_an_object(before: str, signed: str, after: str) -> str:
    bare = signed.replace(_signature_of(signed), "")
    held = f"<ns2:Object>{bare}</ns2:Object></ns2:Signature>"
    signature = _signature_of(signed).replace("</ns2:Signature>", held)
    return before + _evil(signed).replace("</ns1:Issuer>", f"</ns1:Issuer>{signature}", 1) + after


def _in_extensions(before: str, signed: str, after: str) -> str:
    held = f"<ns0:Extensions>{signed}</ns0:Extensions><ns0:Status>"
    return before.replace("<ns0:Status>", held, 1) + _evil(signed) + after


def _same_id(before: str, signed: str, after: str) -> str:
    found = re.search(r' ID="([^"]*)"', signed)
    assert found
    return before + _evil(signed).replace('"evil"', f'"{found[1]}"') + signed + after


def _altered(before: str, signed: str, after: str) -> str:
    return before + signed.replace(ORGANISER, ADMIN) + after


def _borrowed_signature(before: str, signed: str, after: str) -> str:
    evil = _evil(signed).replace("</ns1:Issuer>", f"</ns1:Issuer>{_signature_of(signed)}", 1)
    return before + evil + after


def _by_shared_secret(before: str, signed: str, after: str) -> str:
    hmac = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"
    return before + signed.replace(SHA256["sign_alg"], hmac) + after


def _with_a_program(before: str, signed: str, after: str) -> str:
    xslt = '<ns2:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>'
    return before + signed.replace("<ns2:Transforms>", f"<ns2:Transforms>{xslt}", 1) + after


def _over_everything(before: str, signed: str, after: str) -> str:
    return before + re.sub(r'<ns2:Reference URI="[^"]*"', '<ns2:Reference URI=""', signed) + after


FORGED: Final = (
    _beside,
    _behind,
    _inside,
    _in_an_object,
    _in_extensions,
    _same_id,
    _altered,
    _borrowed_signature,
    _by_shared_secret,
    _with_a_program,
    _over_everything,
)


@pytest.mark.parametrize("forge", FORGED, ids=lambda forge: forge.__name__.strip("_"))
def test_no_wrapping_of_a_good_signature_makes_another_person(
    at_work: World, provider: IdentityProvider, forge: Callable[[str, str, str], str]
) -> None:
    browser = at_work.browser()
    good = provider.answer(begin(browser, provider), ORGANISER)

    page = send(browser, forge(*_parts(good)), status=400)

    assert "saml answer-refused" in page
    browser.get("/admin/", status=302)
    browser.reset()
    send(browser, provider.answer(begin(browser, provider), ORGANISER), status=302)


@pytest.mark.parametrize("between", ["<!---->", "<!-- x -->", "<?x y?>"])
def test_a_comment_cuts_no_address_short(
    at_work: World, provider: IdentityProvider, between: str
) -> None:
    browser = at_work.browser()
    good = provider.answer(begin(browser, provider), f"{ADMIN}.evil.example")

    page = send(browser, good.replace(ADMIN, ADMIN + between), expect_errors=True)

    assert page.status_int in {400, 403}
    browser.get("/admin/", status=302)


_LAUGHS: Final = "".join(f'<!ENTITY l{level + 1} "{f"&l{level};" * 10}">' for level in range(9))
BAD_XML: Final = {
    "nothing": "",
    "no XML": "hello",
    "another document": "<html/>",
    "a bomb": f'<!DOCTYPE r [<!ENTITY l0 "ha">{_LAUGHS}]><r>&l9;</r>',
    "a file": '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><r>&f;</r>',
    "a fetch": '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x.dtd"><r/>',
    "deep": "<a>" * 20_000,
    "UTF-7": '<?xml version="1.0" encoding="UTF-7"?><r/>',
    "a null": "<r>\0</r>",
}


@pytest.mark.parametrize("name", BAD_XML)
def test_what_is_no_answer_is_refused_in_a_page(at_work: World, name: str) -> None:
    browser = at_work.browser()

    page = send(browser, BAD_XML[name], status=400)

    assert "saml answer-refused" in page


@pytest.mark.parametrize(
    "form",
    [{}, {"SAMLResponse": "%%%"}, {"SAMLResponse": "AAAA"}, {"SAMLResponse": "å" * 9}],
    ids=["empty", "no base64", "binary", "letters"],
)
def test_a_broken_form_is_refused_in_a_page(at_work: World, form: dict[str, str]) -> None:
    browser = at_work.browser()

    led = browser.post(ACS, {**form, "RelayState": "begun-here"}, extra_environ=ELSEWHERE)

    assert "saml answer-refused" in browser.get(led.location, status=400)


def test_a_ticket_of_another_hand_is_worth_nothing(at_work: World) -> None:
    browser = at_work.browser()
    for ticket in ("", "x", "å", base64.urlsafe_b64encode(b"x" * 80).decode()):
        page = browser.get("/sign-in/saml/arrived", {"ticket": ticket}, status=400)

        assert "saml not-begun-here" in page


def test_a_form_of_another_site_ends_no_session(at_work: World, provider: IdentityProvider) -> None:
    browser = at_work.sign_in(ORGANISER)
    stranger = at_work.browser()
    theirs = provider.answer(begin(stranger, provider), ADMIN)

    led = browser.post(ACS, form_of(theirs), extra_environ=ELSEWHERE, status=303)
    browser.get(led.location, status=302)

    browser.get("/campaigns/", status=200)
    browser.get("/admin/", status=404)
