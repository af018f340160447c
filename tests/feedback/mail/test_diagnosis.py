"""`feedback mail check` and the doctor say what keeps mail in, and what to do about it."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from feedback.mail.diagnosis import diagnose
from feedback.mail.errors import MailError
from feedback.mail.smtp import SmtpTransport
from feedback.mail.token_client import TokenClient
from feedback.mail.tokens import TokenSource
from tests.feedback.mail.smtp_servers import Inbox, certificate, lets_in, running, silent
from tests.feedback.mail.token_provider import TokenInbox, demanding_tokens, providing

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator
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


def test_a_server_that_says_nothing() -> None:
    with silent() as port:
        found, advice = _told(f"smtp://127.0.0.1:{port}", seconds=0.2)

    assert "does not answer" in found
    assert "firewall" in advice


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
    assert "in place of 127.0.0.1" in advice


def test_a_server_that_encrypts_later_than_we_do() -> None:
    with running(Inbox()) as port:
        _, advice = _told(f"smtps://localhost:{port}")

    assert advice.startswith("Write smtp:// with port 587")


def test_a_server_that_encrypts_sooner_than_we_do() -> None:
    with _hanging_up() as port:
        _, advice = _told(f"smtp://localhost:{port}")

    assert "write smtps://" in advice


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


def test_a_token_that_is_good_for_another_mailbox(trusted: ssl.SSLContext) -> None:
    with providing() as provider, demanding_tokens(TokenInbox(), trusted) as port:
        server = _server(f"smtp://localhost:{port}", provider.url)
        diagnosis = diagnose(_error(server), server)

    assert diagnosis.found == "localhost does not let enkat@kommun.se sign in: 535 5.7.3."
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


@contextmanager
def _hanging_up() -> Iterator[int]:
    """Run a server that hangs up before it has said a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_take_and_close, args=(listener,), daemon=True).start()
        yield listener.getsockname()[1]


def _take_and_close(listener: socket.socket) -> None:
    listener.accept()[0].close()
