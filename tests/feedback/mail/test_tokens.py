"""A mail server that takes no passwords is shown a token, which is kept as long as it is good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from joserfc import jwt
from joserfc.jwk import RSAKey

from feedback.mail import Addressing, RenderedMail, SendingStoppedError, build_message
from feedback.mail.smtp import SmtpTransport
from feedback.mail.token_client import TokenClient, TokenError
from feedback.mail.tokens import TokenSource
from feedback.models import MailHold, MailState
from tests.feedback.mail.smtp_servers import Inbox, certificate, running
from tests.feedback.mail.token_provider import TokenInbox, demanding_tokens, providing

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from tests.feedback.mail.token_provider import Provider
    from tests.feedback.office import Office

SENDER = "Enkät <enkat@kommun.se>"
WORDS = "AADSTS7000215: Invalid client secret provided. Trace ID: 5f0c, tenant 'kommun.se'."


@pytest.fixture
def provider() -> Iterator[Provider]:
    """Give a provider of tokens."""
    with providing() as found:
        yield found


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Give a mail server's certificate that this machine trusts."""
    made, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    return made


def test_a_mail_leaves_by_a_token_and_one_token_serves_many_connections(
    provider: Provider, context: ssl.SSLContext
) -> None:
    inbox = TokenInbox("token-1")

    with demanding_tokens(inbox, context) as port:
        post = _post(port, provider)
        for _ in range(3):
            post.send(_message())

    assert len(inbox.mails) == 3
    assert inbox.encrypted == [True] * 3
    assert inbox.shown == [("enkat@kommun.se", "token-1")] * 3
    assert provider.asked == [
        {
            "grant_type": "client_credentials",
            "client_id": "our-client",
            "client_secret": "hem&lig",
            "scope": "https://outlook.office365.com/.default",
        }
    ]


def test_a_token_is_kept_until_shortly_before_its_end(provider: Provider) -> None:
    now = [0.0]
    tokens = TokenSource(_client(provider), now=lambda: now[0])

    for moment, expected in [(0, 1), (3299, 1), (3301, 2), (6600, 2), (6602, 3)]:
        now[0] = moment
        assert tokens.token() == f"token-{expected}"
    provider.lasts = 60  # a short one is kept for half of it
    for moment, expected in [(10_000, 4), (10_029, 4), (10_031, 5)]:
        now[0] = moment
        assert tokens.token() == f"token-{expected}"


def test_a_refused_token_is_fetched_anew_once(provider: Provider, context: ssl.SSLContext) -> None:
    inbox = TokenInbox("token-2")

    with demanding_tokens(inbox, context) as port:
        _post(port, provider).send(_message())

    assert [token for _, token in inbox.shown] == ["token-1", "token-2"]
    assert len(inbox.mails) == 1


def test_a_mailbox_that_takes_no_token_stops_all_mail(
    provider: Provider, context: ssl.SSLContext
) -> None:
    inbox = TokenInbox()

    with demanding_tokens(inbox, context) as port, pytest.raises(SendingStoppedError) as stopped:
        _post(port, provider).send(_message())

    assert len(provider.asked) == 2
    assert stopped.value.status == "535 5.7.3"


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, b'{"error": "invalid_client", "error_description": "%s"}', "AADSTS7000215"),
        (400, b'{"error": "invalid_scope", "error_description": "no"}', "invalid_scope"),
        (400, b'{"error": ["x"], "error_description": {"a": 1}}', "refused"),
        (200, b"<html>Sign in</html>", "no answer that can be read"),
        (503, b"<html>Busy</html>", "no answer that can be read"),
        (429, b"slow down", "no answer that can be read"),
        (200, b'{"token_type": "Bearer"}', "no token in the answer"),
        (200, b'{"access_token": "a\\r\\nRCPT TO:<x@y.se>"}', "no token in the answer"),
        (200, b"[]", "no answer that can be read"),
    ],
)
def test_whatever_the_provider_answers_all_mail_waits_and_no_word_of_it_is_kept(
    provider: Provider, context: ssl.SSLContext, status: int, body: bytes, code: str
) -> None:
    provider.status, provider.body = status, body.replace(b"%s", WORDS.encode())

    with (
        demanding_tokens(TokenInbox(), context) as port,
        pytest.raises(SendingStoppedError, match=code) as stopped,
    ):
        _post(port, provider).send(_message())

    assert stopped.value.rest == timedelta(minutes=15)
    for told in (str(stopped.value), stopped.value.status):
        assert "Trace" not in told
        assert "kommun" not in told


def test_a_provider_that_is_away_is_tried_again_soon(
    provider: Provider, context: ssl.SSLContext
) -> None:
    provider.url = "http://127.0.0.1:9/token"

    with (
        demanding_tokens(TokenInbox(), context) as port,
        pytest.raises(SendingStoppedError) as stopped,
    ):
        _post(port, provider).send(_message())

    assert stopped.value.rest == timedelta(minutes=5)


def test_without_a_token_all_mail_waits_and_nothing_counts_as_a_try(
    small_office: Office, provider: Provider, context: ssl.SSLContext
) -> None:
    provider.refuse(401, "invalid_client", WORDS)
    small_office.opened()

    with demanding_tokens(TokenInbox("token-2"), context) as port:
        small_office.settings.smtp_url = f"smtp://localhost:{port}"
        small_office.settings.smtp_oauth_client_id = "our-client"
        small_office.settings.smtp_oauth_client_secret = "hem&lig"
        small_office.settings.smtp_oauth_token_url = provider.url
        small_office.worker.send()
        waiting = small_office.mails()
        with small_office.database.reading() as session:
            held = session.get_one(MailHold, 1)
            assert held.answer == "invalid_client AADSTS7000215"
        provider.body = b""
        small_office.now += timedelta(minutes=16)
        small_office.worker.send()

    assert {(mail.state, mail.attempts) for mail in waiting} == {(MailState.QUEUED, 0)}
    assert {mail.state for mail in small_office.mails()} == {MailState.SENT}
    assert len(provider.asked) == 2


def test_a_token_is_never_shown_without_encryption(provider: Provider) -> None:
    inbox = Inbox()

    with running(inbox) as port, pytest.raises(Exception, match="no connection"):
        _post(port, provider).send(_message())

    assert provider.asked == []
    assert inbox.mails == []


def test_a_certificate_proves_who_asks_as_entra_reads_it(
    provider: Provider, tmp_path: Path
) -> None:
    path, made = _pem(tmp_path)
    client = TokenClient(provider.url, "our-client", certificate=path)

    assert TokenSource(client).token() == "token-1"

    (asked,) = provider.asked
    assert asked["client_assertion_type"].endswith("jwt-bearer")
    assert "client_secret" not in asked
    key = RSAKey.import_key(
        made.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    read = jwt.decode(asked["client_assertion"], key, algorithms=["PS256"])
    claims = {name: read.claims[name] for name in ("iss", "sub", "aud")}
    assert claims == {"iss": "our-client", "sub": "our-client", "aud": provider.url}
    assert read.header["x5t#S256"]


def test_a_certificate_that_is_gone_is_a_fault_of_the_sign_in(
    provider: Provider, tmp_path: Path
) -> None:
    client = TokenClient(provider.url, "our-client", certificate=tmp_path / "away.pem")

    with pytest.raises(TokenError):
        TokenSource(client).token()


def test_no_secret_is_ever_printed(provider: Provider) -> None:
    tokens = TokenSource(_client(provider))
    tokens.token()

    assert "hem&lig" not in repr(tokens)
    assert "token-1" not in repr(tokens)


def _client(provider: Provider) -> TokenClient:
    return TokenClient(provider.url, "our-client", secret="hem&lig")


def _post(port: int, provider: Provider) -> SmtpTransport:
    post = SmtpTransport.from_url(f"smtp://localhost:{port}", sender=SENDER)
    post.tokens = TokenSource(_client(provider))
    return post


def _message() -> EmailMessage:
    mail = RenderedMail("Hej", "Hej!\n", "<p>Hej!</p>")
    return build_message(Addressing(SENDER, "anna.berg@example.se"), mail)


def _pem(folder: Path) -> tuple[Path, x509.Certificate]:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "feedback")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "client.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path, made
