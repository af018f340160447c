"""Real SMTP servers on this machine: one that takes mail, and some that misbehave."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from aiosmtpd.smtp import SMTP, Envelope, LoginPassword, Session


class Inbox:
    """Takes every mail, unless told how to answer a recipient or the content."""

    def __init__(self, *, mail: str = "250 OK", rcpt: str = "250 OK", data: str = "250 OK") -> None:
        self.mail, self.rcpt, self.data = mail, rcpt, data
        self.mails: list[bytes] = []
        self.recipients: list[str] = []
        self.greetings: list[str] = []
        self.encrypted: list[bool] = []
        self.connections = 0
        self.without = ("nothing",)  # what of a server's abilities this one lacks

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self,
        _server: SMTP,
        session: Session,
        _envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        """Note who greets."""
        session.host_name = hostname
        self.greetings.append(hostname)
        self.connections += 1
        return [one for one in responses if not one.endswith(self.without)]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Answer as told."""
        if self.mail.startswith("250"):
            envelope.mail_from = address
        return self.mail

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Answer as told."""
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the mail, or answer as told."""
        if self.data.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.mails.append(envelope.content)
            self.recipients += envelope.rcpt_tos
            self.encrypted.append(session.ssl is not None)
        return self.data


@contextmanager
def running(inbox: Inbox, **options: Any) -> Iterator[int]:  # noqa: ANN401 - aiosmtpd's own
    """Run a server and give its port."""
    controller = Controller(inbox, hostname="127.0.0.1", port=_free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def lets_in(user: bytes, password: bytes) -> object:
    """Return an authenticator that knows one user."""

    def check(
        _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: LoginPassword
    ) -> AuthResult:
        is_right = (given.login, given.password) == (user, password)
        return AuthResult(success=is_right, handled=False)

    return check


@contextmanager
def dropping(after: bytes) -> Iterator[int]:
    """Run a server that hangs up each time the client has said this."""
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_serve, args=(listener, after), daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


@contextmanager
def saying(
    greeting: bytes,
    answers: Mapping[bytes, bytes] | None = None,
    *,
    tls: ssl.SSLContext | None = None,
) -> Iterator[int]:
    """Run a server that greets so, and answers each verb as told, or with 250; then it goes on.

    No greeting: it hangs up at once. An answer of nothing: it hangs up there. With `tls` it
    encrypts from the start.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    script = (greeting, dict(answers or {}), tls)
    threading.Thread(target=_follow, args=(listener, *script), daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


@contextmanager
def hushed() -> Iterator[int]:
    """Run a server that takes each content and says nothing to it."""
    with dropping(b"nobody says this") as port:
        yield port


@contextmanager
def silent() -> Iterator[int]:
    """Run a server that takes the connection and never says a word."""
    listener = socket.create_server(("127.0.0.1", 0))
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()


def certificate(
    folder: Path, *, good_for: tuple[int, int] = (-1, 1), name: str = "localhost"
) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for this machine, good from and until so many days from now.

    Returns the server's context and the file to trust.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=good_for[0]))
        .not_valid_after(now + timedelta(days=good_for[1]))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "cert.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public


def _serve(listener: socket.socket, after: bytes) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with suppress(OSError):
            _talk(connection, after)


def _talk(connection: socket.socket, after: bytes) -> None:
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b"220 hello\r\n")
        is_content = False
        for line in lines:
            if line.upper().startswith(after):
                return
            if is_content:
                continue
            is_content = line.upper().startswith(b"DATA")
            connection.sendall(b"354 go on\r\n" if is_content else b"250 OK\r\n")


def _follow(
    listener: socket.socket,
    greeting: bytes,
    answers: dict[bytes, bytes],
    tls: ssl.SSLContext | None,
) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with suppress(OSError), connection:
            if tls is not None:
                with tls.wrap_socket(connection, server_side=True) as encrypted:
                    _recite(encrypted, greeting, answers)
            else:
                _recite(connection, greeting, answers)


def _recite(connection: socket.socket, greeting: bytes, answers: dict[bytes, bytes]) -> None:
    if not greeting:
        return
    connection.sendall(greeting + b"\r\n")
    with connection.makefile("rb") as lines:
        for line in lines:
            verb = line.split()[0].upper() if line.split() else b""
            answer = answers.get(verb, b"221 Bye" if verb == b"QUIT" else b"250 OK")
            if not answer:
                return
            connection.sendall(answer + b"\r\n")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
