"""Metadata as federations publish it: signed, for a time, and of many providers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from feedback import create_app
from feedback.config import Settings, SettingsError, load_settings
from feedback.doctor.sign_in import check_saml
from tests.factories import test_settings
from tests.feedback.signin.identity_provider import BEGIN, SHA256, Pair, begin, new_pair, send
from tests.feedback.signin.served_metadata import served
from tests.feedback.world import ORGANISER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.feedback.signin.identity_provider import IdentityProvider
    from tests.feedback.signin.stepped_clock import SteppedClock
    from tests.feedback.world import World

MD: Final = 'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"'
ENTITY: Final = "https://idp.example.se/metadata"
SHA1: Final = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"


@dataclass(frozen=True)
class Federation:
    """Signs what its members say of themselves."""

    pair: Pair
    certificate: Path
    provider: IdentityProvider

    def publishes(
        self, *, until: datetime | None = None, members: tuple[str, ...] = (), name: str = "f1"
    ) -> str:
        """Return its metadata without a signature."""
        end = f' validUntil="{until:%Y-%m-%dT%H:%M:%SZ}"' if until else ""
        content = "".join(members or (_other(self.provider.metadata), self.provider.metadata))
        return f'<md:EntitiesDescriptor {MD} ID="{name}"{end}>{content}</md:EntitiesDescriptor>'

    def signs(self, metadata: str, *, pair: Pair | None = None, **algorithms: str) -> str:
        """Return it with a signature over the whole."""
        pair = pair or self.pair
        given = {"sign_algorithm": SHA256["sign_alg"], "digest_algorithm": SHA256["digest_alg"]}
        made = OneLogin_Saml2_Utils.add_sign(
            metadata, pair.key, pair.certificate, **given | algorithms
        )
        return str(made.decode())


@pytest.fixture(scope="module")
def federations_pair() -> Pair:
    """Make the federation's key once."""
    return new_pair("federation", days=0)


@pytest.fixture
def federation(
    provider_of_saml: IdentityProvider, federations_pair: Pair, tmp_path: Path
) -> Federation:
    """Give a federation that our provider belongs to."""
    _, certificate = federations_pair.written_to(tmp_path, "federation")
    return Federation(federations_pair, certificate, provider_of_saml)


def test_what_the_federation_signed_is_used(world: World, federation: Federation) -> None:
    signed = federation.signs(federation.publishes(until=_in(days=8)))
    browser = _told(world, federation, signed).browser()

    answer = federation.provider.answer(begin(browser, federation.provider), ORGANISER)

    send(browser, answer, status=302)


def _unsigned(federation: Federation) -> str:
    return federation.publishes()


def _by_another(federation: Federation) -> str:
    return federation.signs(federation.publishes(), pair=new_pair("of nobody"))


def _changed_after(federation: Federation) -> str:
    return federation.signs(federation.publishes()).replace("/sso", "/evil")


def _by_sha_1(federation: Federation) -> str:
    return federation.signs(federation.publishes(), sign_algorithm=SHA1)


def _by_a_member(federation: Federation) -> str:
    signed = federation.signs(federation.provider.metadata.replace(" entityID", ' ID="m" entityID'))
    return federation.publishes(members=(signed,))


def _wrapped(federation: Federation) -> str:
    return federation.publishes(members=(federation.signs(federation.publishes()),), name="f2")


def _wrapped_with_its_signature(federation: Federation) -> str:
    good = federation.signs(federation.publishes())
    signature = _signature_of(good)
    held = f"<ds:Object>{good.replace(signature, '')}</ds:Object></ds:Signature>"
    evil = federation.publishes().replace("/sso", "/evil").replace('"f1"', '"f2"')
    return evil.replace(">", f">{signature.replace('</ds:Signature>', held)}", 1)


def _wrapped_with_the_same_id(federation: Federation) -> str:
    return _wrapped_with_its_signature(federation).replace('"f2"', '"f1"')


FORGED: Final = (
    (_unsigned, "not signed"),
    (_by_another, "not by FEEDBACK_SAML_METADATA_CERTIFICATE"),
    (_changed_after, "not by FEEDBACK_SAML_METADATA_CERTIFICATE"),
    (_by_sha_1, "SignatureMethod is weak"),
    (_by_a_member, "not signed"),
    (_wrapped, "not signed"),
    (_wrapped_with_its_signature, "not over the whole"),
    (_wrapped_with_the_same_id, "not over the whole"),
)


@pytest.mark.parametrize(("forge", "words"), FORGED, ids=[one.__name__ for one, _ in FORGED])
def test_what_the_federation_did_not_sign_lets_nobody_in(
    world: World,
    federation: Federation,
    forge: Callable[[Federation], str],
    words: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    browser = _told(world, federation, forge(federation)).browser()

    page = browser.get(BEGIN, status=400)

    assert page.html.h1 is not None
    assert words in caplog.text


def test_two_certificates_stand_in_the_file_while_a_federation_exchanges_its_key(
    world: World, federation: Federation
) -> None:
    new = new_pair("new")
    federation.certificate.write_text(new.certificate + federation.pair.certificate)

    for pair in (federation.pair, new):
        signed = federation.signs(federation.publishes(), pair=pair)
        _told(world, federation, signed).browser().get(BEGIN, status=302)


@pytest.mark.parametrize(
    "change",
    [
        lambda text, end: text.replace(" ID=", f' validUntil="{end}" ID=', 1),
        lambda text, end: text.replace(f'="{ENTITY}"', f'="{ENTITY}" validUntil="{end}"'),
        lambda text, end: re.sub(
            r"(.*<ns\d:IDPSSODescriptor)", rf'\1 validUntil="{end}"', text, flags=re.DOTALL
        ),
    ],
    ids=["federation", "provider", "role"],
)
@pytest.mark.parametrize(
    ("end", "status"),
    [("2026-01-01T00:00:00Z", 503), ("2026-01-01T00:00:00.1234567+02:00", 503), ("x", 400)],
)
def test_metadata_that_is_over_is_refused_in_a_sentence(
    world: World,
    federation: Federation,
    change: Callable[[str, str], str],
    end: str,
    status: int,
) -> None:
    browser = _told(world, federation, federation.signs(change(federation.publishes(), end)))

    page = browser.browser().get(BEGIN, status=status)

    assert ("has run out" in page or "har gått ut" in page) is (status == 503)


def test_what_was_read_is_good_until_its_own_end_only(
    world: World, federation: Federation, clock: SteppedClock
) -> None:
    with served(federation.signs(federation.publishes(until=_in(hours=3)))) as place:
        browser = _at(world, federation, place.address).browser()
        browser.get(BEGIN, status=302)
        place.status = 503
        clock.step(timedelta(hours=2))
        browser.get(BEGIN, status=302)
        clock.step(timedelta(hours=2))

        browser.get(BEGIN, status=503)
        place.status = 200
        clock.step(timedelta(minutes=1))
        assert "metadata-expired" in browser.get(BEGIN, status=503)


def test_metadata_that_is_forged_later_changes_nothing_and_is_logged(
    world: World, federation: Federation, clock: SteppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    with served(federation.signs(federation.publishes())) as place:
        browser = _at(world, federation, place.address).browser()
        first = browser.get(BEGIN, status=302).location
        place.content = _changed_after(federation)
        clock.step(timedelta(hours=2))

        again = browser.get(BEGIN, status=302).location

    assert first.partition("?")[0] == again.partition("?")[0]
    assert "what was read before is used" in caplog.text


def test_of_many_none_is_taken_unasked(
    world: World, federation: Federation, caplog: pytest.LogCaptureFixture
) -> None:
    browser = _told(world, federation, federation.signs(federation.publishes()), saml_idp="")

    assert "saml set-up" in browser.browser().get(BEGIN, status=400)
    assert "it names 2 providers; set FEEDBACK_SAML_IDP" in caplog.text


def test_metadata_that_breaks_off_gets_a_page(world: World, federation: Federation) -> None:
    with served("<x/>", promised_bytes=100) as place:
        _at(world, federation, place.address).browser().get(BEGIN, status=503)


@pytest.mark.parametrize(
    ("until", "lies_at", "words"),
    [
        (timedelta(days=20), "a file", "good until"),
        (timedelta(days=40), "a file", ""),
        (timedelta(days=7), "an address", ""),
        (timedelta(hours=20), "an address", "good until"),
        (timedelta(hours=-1), "an address", "it was good until"),
    ],
)
def test_the_doctor_warns_in_time(
    federation: Federation, tmp_path: Path, until: timedelta, lies_at: str, words: str
) -> None:
    signed = federation.signs(federation.publishes(until=datetime.now(UTC) + until))
    (tmp_path / "f.xml").write_text(signed)
    with served(signed) as place:
        found = _examined(
            tmp_path,
            saml_metadata=place.address if lies_at == "an address" else str(tmp_path / "f.xml"),
            saml_metadata_certificate=federation.certificate,
        )

    assert [text for text in found if "good until" in text] == [
        text for text in found if words and words in text
    ]
    assert bool(words) is any("good until" in text for text in found)


def test_the_doctor_asks_for_the_certificate_of_what_is_signed(
    federation: Federation, tmp_path: Path
) -> None:
    with served(federation.signs(federation.publishes())) as place:
        found = _examined(tmp_path, saml_metadata=place.address)

    assert "Its metadata is signed, and nobody checks by whom." in found


def test_a_certificate_that_is_none_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = {"BASE_URL": "https://x.example.se", "MAIL_FROM": "E <e@example.se>"}
    metadata = {"SAML_METADATA": __file__, "SAML_METADATA_CERTIFICATE": __file__}
    for name, value in {**given, **metadata}.items():
        monkeypatch.setenv(f"FEEDBACK_{name}", value)

    with pytest.raises(SettingsError, match=r"SAML_METADATA_CERTIFICATE: .* certificates \(PEM\)"):
        load_settings(Settings)


def _in(**span: float) -> datetime:
    return datetime.now(UTC) + timedelta(**span)


def _other(metadata: str) -> str:
    return metadata.replace("https://idp.example.se", "https://other.example.se")


def _signature_of(metadata: str) -> str:
    found = re.search(r"<ds:Signature .*?</ds:Signature>", metadata, re.DOTALL)
    assert found
    return found[0]


def _told(world: World, federation: Federation, metadata: str, **others: object) -> World:
    path = federation.certificate.with_name("metadata.xml")
    path.write_text(metadata)
    return _at(world, federation, str(path), **others)


def _at(world: World, federation: Federation, place: str, **others: object) -> World:
    given: dict[str, object] = {
        "saml_metadata": place,
        "saml_metadata_certificate": federation.certificate,
        "saml_idp": ENTITY,
        **others,
    }
    settings = world.settings.model_copy(update=given)
    return replace(world, app=create_app(settings), settings=settings)


def _examined(folder: Path, **given: Any) -> list[str]:  # noqa: ANN401 - as the settings are
    settings = test_settings(folder, "sqlite://", saml_idp=ENTITY, saml_name="X", **given)
    return [check.found for check in check_saml(settings)]
