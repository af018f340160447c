"""`feedback mail check` and the doctor say what keeps mail in, and what to do about it."""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

import pytest

from feedback.mail.diagnosis import diagnose
from feedback.mail.errors import MailError
from feedback.mail.smtp import SmtpTransport
from feedback.mail.token_client import TokenClient
from feedback.mail.tokens import TokenSource
from tests.feedback.mail.smtp_servers import (
    Inbox,
    certificate,
    lets_in,
    running,
    saying,
    silent,
)
from tests.feedback.mail.token_provider import TokenInbox, demanding_tokens, providing

if TYPE_CHECKING:
    from pathlib import Path

SENDER = "Enkät <enkat@kommun.se>"
LET_IN = ("", "")


def test_a_machine_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    assert _told("smtp://mail.komun.se:587") == (
        "No machine called mail.komun.se is found.",
        "Look at the name in FEEDBACK_SMTP_URL, and at this machine's DNS.",
    )


def test_a_port_that_nobody_listens_at() -> None:
    with silent() as port:
        pass

    found, advice = _told(f"smtp://127.0.0.1:{port}")

    assert found == f"127.0.0.1:{port} takes no connection."
    assert "587" in advice


def test_a_machine_behind_a_firewall_that_drops(monkeypatch: pytest.MonkeyPatch) -> None:
    def dropped(*_: object, **__: object) -> None:
        raise TimeoutError("timed out")

    monkeypatch.setattr(socket, "create_connection", dropped)

    found, advice = _told("smtp://mail.example.se:587", seconds=7)

    assert found == "mail.example.se:587 does not answer within 7 seconds."
    assert "firewall" in advice


def test_a_server_that_takes_the_connection_and_says_nothing() -> None:
    with silent() as port:
        found, advice = _told(f"smtp://127.0.0.1:{port}", seconds=0.2)

    assert "takes the connection, and says nothing" in found
    assert "Is a mail server there?" in advice


def test_a_server_that_does_not_begin_to_encrypt() -> None:
    with silent() as port:
        found, advice = _told(f"smtps://127.0.0.1:{port}", seconds=0.2)

    assert "does not begin to encrypt" in found
    assert advice.startswith("Write smtp:// with port 587")


@pytest.mark.parametrize(
    ("greeting", "advice"),
    [
        (b"554 5.7.1 No service for 192.0.2.7", "take mail from this machine's address"),
        (b"550 5.7.25 No reverse name", "take mail from this machine's address"),
        (b"421 4.3.2 Too many connections", "tried again by itself"),
        (b"450 Not now", "tried again by itself"),
    ],
)
def test_a_greeting_that_refuses_is_told_in_the_servers_words(greeting: bytes, advice: str) -> None:
    with saying(greeting) as port:
        found, what_to_do = _told(f"smtp://127.0.0.1:{port}")

    assert found == f"127.0.0.1:{port} greets with a refusal: {greeting.decode()}."
    assert advice in what_to_do


@pytest.mark.parametrize("greeting", [b"SSH-2.0-OpenSSH_9.2p1", b"* OK IMAP4rev1", b"+OK POP3"])
def test_a_server_of_something_else(greeting: bytes) -> None:
    with saying(greeting) as port:
        found, advice = _told(f"smtp://127.0.0.1:{port}")

    assert "not as a mail server does" in found
    assert "587" in advice


@pytest.mark.parametrize(
    ("answers", "found", "advice"),
    [
        (
            {b"EHLO": b"550 Bad name", b"HELO": b"550 Bad name"},
            "does not take kommun.se as our name: 550 Bad name.",
            "Let it take that name",
        ),
        (
            {b"EHLO": b"250-here\r\n250 STARTTLS", b"STARTTLS": b"454 4.7.0 No certificate"},
            "offers encryption and then refuses it: 454 4.7.0 No certificate.",
            "certificate",
        ),
        (
            {b"MAIL": b"530 5.7.0 Must issue a STARTTLS command first"},
            "took no mail: 530 5.7.0 Must issue a STARTTLS command first.",
            "587",
        ),
        (
            {b"MAIL": b"530 5.7.1 Authentication required"},
            "took no mail: 530 5.7.1 Authentication required.",
            "user and password",
        ),
        (
            {b"MAIL": b"550 5.7.60 Client does not have permissions to send as this sender"},
            "took no mail: 550 5.7.60 Client does not have permissions to send as this sender.",
            "enkat@kommun.se",
        ),
        ({b"EHLO": b""}, "takes the connection, and hangs up.", "let this one in"),
    ],
)
def test_what_a_relay_refuses_before_there_is_a_mail(
    answers: dict[bytes, bytes], found: str, advice: str
) -> None:
    with saying(b"220 here", answers) as port:
        told, what_to_do = _told(f"smtp://127.0.0.1:{port}")

    assert told.endswith(found)
    assert advice in what_to_do


@pytest.mark.parametrize(
    ("offered", "refusal", "found", "advice"),
    [
        (b"AUTH PLAIN", b"535 5.7.8 Wrong password", "535 5.7.8 Wrong password", "user and"),
        (b"AUTH PLAIN", b"454 4.7.0 Try later", "454 4.7.0 Try later", "tried again by itself"),
        (b"AUTH GSSAPI", b"", "no passwords", "relay that needs none"),
        (b"SIZE", b"", "no passwords", "relay that needs none"),
    ],
)
def test_what_a_server_refuses_when_we_sign_in(
    trusted: ssl.SSLContext, offered: bytes, refusal: bytes, found: str, advice: str
) -> None:
    answers = {b"EHLO": b"250-here\r\n250 " + offered, b"AUTH": refusal}
    with saying(b"220 here", answers, tls=trusted) as port:
        told, what_to_do = _told(f"smtps://enkat:secret@localhost:{port}")

    assert found in told
    assert advice in what_to_do


@pytest.mark.parametrize(
    ("good_for", "why"), [((-9, -2), "has expired"), ((2, 9), "is not yet valid")]
)
def test_a_certificate_that_is_over_or_has_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good_for: tuple[int, int], why: str
) -> None:
    context, public = certificate(tmp_path, good_for=good_for)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))

    with saying(b"220 here", tls=context) as port:
        found, advice = _told(f"smtps://localhost:{port}")

    assert why in found
    assert "clock" in advice


def test_encryption_that_is_too_old(
    trusted: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted.minimum_version = ssl.TLSVersion.TLSv1_3
    ours = ssl.create_default_context
    older = ours()
    older.maximum_version = ssl.TLSVersion.TLSv1_2
    monkeypatch.setattr(ssl, "create_default_context", lambda: older)

    with saying(b"220 here", tls=trusted) as port:
        found, advice = _told(f"smtps://localhost:{port}")

    assert "cannot agree on encryption" in found
    assert "protocol version" in found
    assert "TLS 1.2" in advice


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    context, _ = certificate(tmp_path)

    with running(Inbox(), tls_context=context) as port:
        found, advice = _told(f"smtp://localhost:{port}")

    assert "is not trusted: self-signed certificate." in found
    assert "update-ca-certificates" in advice


def test_a_certificate_of_another_name(trusted: ssl.SSLContext) -> None:
    with running(Inbox(), tls_context=trusted) as port:
        found, advice = _told(f"smtp://127.0.0.1:{port}")

    assert "is not valid for '127.0.0.1'" in found
    assert advice.endswith("not 127.0.0.1.")


def test_a_certificate_of_another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, public = certificate(tmp_path, name="mail.example.se")
    monkeypatch.setenv("SSL_CERT_FILE", str(public))

    with running(Inbox(), tls_context=context) as port:
        found, advice = _told(f"smtp://localhost:{port}")

    assert "is not valid for 'localhost'" in found
    assert "the name that stands in it, not localhost" in advice


def test_a_server_that_encrypts_later_than_we_do() -> None:
    with running(Inbox()) as port:
        _, advice = _told(f"smtps://localhost:{port}")

    assert advice.startswith("Write smtp:// with port 587")


def test_a_server_that_encrypts_sooner_than_we_do(trusted: ssl.SSLContext) -> None:
    with saying(b"220 here", tls=trusted) as port:  # it waits for our first word, as we do
        _, advice = _told(f"smtp://localhost:{port}", seconds=0.5)

    assert "write smtps://" in advice


def test_a_server_that_hangs_up_at_once() -> None:
    with saying(b"") as port:
        found, advice = _told(f"smtp://localhost:{port}")

    assert found.endswith("takes the connection, and hangs up.")
    assert "let this one in" in advice


def test_a_relay_must_encrypt_where_that_is_required() -> None:
    with running(Inbox()) as port:
        assert _told(f"smtp://localhost:{port}") == LET_IN
        found, advice = _told(f"smtp://localhost:{port}", requires_tls=True)

    assert "offers no encryption (STARTTLS), which is required" in found
    assert "FEEDBACK_SMTP_REQUIRES_TLS" in advice


@pytest.mark.parametrize(
    ("refusal", "advice"),
    [
        ("535 5.7.8 Wrong", "user and password"),
        ("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", "use OAuth"),
        (
            "535 5.7.139 SmtpClientAuthentication is disabled for the Mailbox.",
            "Set-CASMailbox enkat@kommun.se -SmtpClientAuthenticationDisabled $false",
        ),
    ],
)
def test_a_password_that_is_not_taken(trusted: ssl.SSLContext, refusal: str, advice: str) -> None:
    refuse = lets_in(b"another", b"password")
    with running(Inbox(), tls_context=trusted, authenticator=refuse) as port:
        error = _error(_server(f"smtp://enkat%40kommun.se:wrong@localhost:{port}"))
    server = _server(f"smtp://enkat%40kommun.se:wrong@localhost:{port}")
    error.args = (refusal,)

    diagnosis = diagnose(error, server)

    assert diagnosis.found.startswith("localhost does not let enkat@kommun.se sign in: 535 5.7.")
    assert advice in diagnosis.advice


@pytest.mark.parametrize(
    ("code", "description", "advice"),
    [
        ("invalid_client", "AADSTS7000215: Invalid client secret provided.", "secret's value"),
        (
            "invalid_client",
            "AADSTS7000222: The provided client secret keys are expired.",
            "expired",
        ),
        ("unauthorized_client", "AADSTS700016: not found in the directory", "CLIENT_ID"),
        ("invalid_request", "AADSTS90002: Tenant 'kommun.se' not found.", "OAUTH_TENANT"),
        ("invalid_client", "", "secret or certificate"),
        ("something_else", "AADSTS99999999: ?", "provider's log"),
    ],
)
def test_a_token_that_is_not_given(
    trusted: ssl.SSLContext, code: str, description: str, advice: str
) -> None:
    with providing() as provider, demanding_tokens(TokenInbox(), trusted) as port:
        provider.refuse(401, code, description)
        server = _server(f"smtp://localhost:{port}", provider.url)
        diagnosis = diagnose(_error(server), server)

    assert diagnosis.found.startswith(f"No token was given for the mail account: {code}")
    assert advice in diagnosis.advice
    assert "kommun.se" not in diagnosis.found


def test_a_provider_that_does_not_answer(trusted: ssl.SSLContext) -> None:
    with demanding_tokens(TokenInbox(), trusted) as port:
        server = _server(f"smtp://localhost:{port}", "http://127.0.0.1:9/token")
        diagnosis = diagnose(_error(server), server)

    assert diagnosis.found == "127.0.0.1:9, which gives tokens, does not answer."


def test_a_provider_whose_certificate_is_not_trusted(
    trusted: ssl.SSLContext, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    strange, _ = certificate(tmp_path / "other")
    with demanding_tokens(TokenInbox(), trusted) as port, saying(b"?", tls=strange) as provider:
        server = _server(f"smtp://localhost:{port}", f"https://localhost:{provider}/token")
        diagnosis = diagnose(_error(server), server)

    assert diagnosis.found.endswith("which gives tokens, is not trusted.")
    assert "proxy" in diagnosis.advice


def test_a_token_that_is_good_for_another_mailbox(trusted: ssl.SSLContext) -> None:
    with providing() as provider, demanding_tokens(TokenInbox(), trusted) as port:
        server = _server(f"smtp://localhost:{port}", provider.url)
        diagnosis = diagnose(_error(server), server)

    assert (
        diagnosis.found
        == "localhost does not let enkat@kommun.se sign in: 535 5.7.3 Authentication unsuccessful."
    )
    assert "not for this mailbox" in diagnosis.advice


def test_a_server_that_knows_no_tokens(trusted: ssl.SSLContext) -> None:
    with providing() as provider, running(Inbox(), tls_context=trusted) as port:
        server = _server(f"smtp://localhost:{port}", provider.url)
        diagnosis = diagnose(_error(server), server)

    assert "XOAUTH2" in diagnosis.found


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Give a server's certificate that this machine trusts."""
    context, public = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    return context


def _server(url: str, token_url: str = "") -> SmtpTransport:
    server = SmtpTransport.from_url(url, sender=SENDER)
    if token_url:
        server.tokens = TokenSource(TokenClient(token_url, "our-client", secret="secret"))
    return server


def _error(server: SmtpTransport) -> MailError:
    with pytest.raises(MailError) as caught:
        server.greet()
    return caught.value


def _told(url: str, *, seconds: float = 5.0, requires_tls: bool = False) -> tuple[str, str]:
    server = _server(url)
    server.seconds, server.requires_tls = seconds, requires_tls
    try:
        server.greet()
    except MailError as error:
        diagnosis = diagnose(error, server)
        return diagnosis.found, diagnosis.advice
    return LET_IN
