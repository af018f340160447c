"""Real SMTP, step by step: only so is it known how far a mail had come when it broke."""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import unquote, urlsplit

from feedback.mail.answers import ACCOUNT, PACE, SendingLimit, limit_in, status_in
from feedback.mail.errors import (
    MailPostponedError,
    MailRefusedError,
    MailUncertainError,
    SendingStoppedError,
    ServerUnreachableError,
)
from feedback.mail.headers import AS_SENT, AS_SENT_IN_7_BITS
from feedback.mail.line import hung_up_first, said_before_the_end
from feedback.mail.mailbox import mailbox_of
from feedback.mail.signing_in import sign_in_by_token

if TYPE_CHECKING:
    from email.message import EmailMessage
    from types import TracebackType

    from feedback.mail.tokens import TokenSource

_SECONDS: Final = 60.0  # for each answer of the server
_TEMPORARY: Final = 400
_PERMANENT: Final = 500
_REFUSED_SIGN_IN: Final = 535
_ACCEPTED: Final = frozenset({250, 251})
_GO_ON: Final = 354
_LINE_OF_A_DOT: Final = re.compile(rb"(?m)^\.")
_HANGS_UP_WITHIN: Final = 0.25  # a server that does before the end; once it took a mail …
_TRUSTED_WITHIN: Final = 0.002  # … it is not waited for like that
_PORTS: Final = {"smtp": 587, "smtps": 465}
_LONGEST_REASON: Final = 200


@dataclass
class SmtpTransport:
    """A connection to an SMTP server, opened with the first mail and kept inside `with`.

    smtp://user:password@host:587 uses STARTTLS where the server offers it, and insists on
    it when we sign in, or when told to; smtps:// is encrypted from the start. Certificates
    are checked.
    """

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    is_encrypted: bool = False
    requires_tls: bool = False
    tokens: TokenSource | None = None  # sign in by them, and not by a password
    seconds: float = _SECONDS
    _connection: smtplib.SMTP | None = field(default=None, init=False, repr=False)
    _stays_open: bool = field(default=False, init=False, repr=False)
    _is_trusted: bool = field(default=False, init=False, repr=False)

    @classmethod
    def from_url(cls, url: str, *, sender: str) -> Self:
        """Read the address of a server, as FEEDBACK_SMTP_URL gives it."""
        try:
            parts, port = urlsplit(url), urlsplit(url).port
        except ValueError as error:
            message = f"FEEDBACK_SMTP_URL: {error}"
            raise ValueError(message) from error
        if parts.scheme not in _PORTS or not parts.hostname:
            message = "FEEDBACK_SMTP_URL must be smtp://host:port or smtps://host:port"
            raise ValueError(message)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if not (user + password).isascii():
            message = "FEEDBACK_SMTP_URL: mail servers take ASCII users and passwords only"
            raise ValueError(message)
        return cls(
            host=parts.hostname,
            port=port or _PORTS[parts.scheme],
            sender=sender,
            user=user,
            password=password,
            is_encrypted=parts.scheme == "smtps",
        )

    def __enter__(self) -> Self:
        """Keep the connection for several mails."""
        self._stays_open = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Say goodbye to the server."""
        self._stays_open = False
        self.hang_up()

    def send(self, message: EmailMessage) -> None:
        """Hand one message over; raise the MailError that says what may be done next."""
        try:
            connection = self._ready()
            self._name_sender(connection)
            self._name_recipient(connection, message)
            self._hand_over(connection, message)
        except BaseException:
            self._is_trusted = False
            self._drop()
            raise
        self._is_trusted = True
        if not self._stays_open:
            self.hang_up()

    def greet(self) -> str:
        """Connect, encrypt, sign in and name the sender as for a mail, and send none.

        Says how we are let in; raises the MailError that says why not.
        """
        try:
            connection = self._ready()
            self._name_sender(connection)
            encryption = getattr(connection.sock, "version", str)() or "not encrypted"
        finally:
            self.hang_up()
        if self.tokens is None and not self.user:
            return f"{encryption}, without signing in"
        user = self.user or mailbox_of(self.sender).addr_spec
        return f"{encryption}, as {user}, by {'a token' if self.tokens else 'a password'}"

    def hang_up(self) -> None:
        """Say goodbye; the next mail begins anew, as if there had been none before."""
        self._is_trusted = False
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._drop()

    def _ready(self) -> smtplib.SMTP:
        """Return a connection that takes a mail: the one that is open, or a new one."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self._connection.rset()[0] in _ACCEPTED:
                    return self._connection
            self._drop()
        try:
            return self._connect_anew()
        except smtplib.SMTPAuthenticationError as error:
            # A wrong password is the operator's to mend; the mail itself is good.
            raise _stopped(error.smtp_code, error.smtp_error, ACCOUNT) from error
        except smtplib.SMTPConnectError as error:
            if error.smtp_code < _TEMPORARY:
                raise ServerUnreachableError("no connection: it is no mail server") from error
            limit = ACCOUNT if error.smtp_code >= _PERMANENT else PACE
            raise _stopped(error.smtp_code, error.smtp_error, limit) from error
        except smtplib.SMTPResponseException as error:
            raise ServerUnreachableError(_reason(error.smtp_code, error.smtp_error)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise ServerUnreachableError(f"no connection: {type(error).__name__}") from error

    def _connect_anew(self) -> smtplib.SMTP:
        """Connect; if a token is refused, once more with a new one."""
        try:
            return self._connect()
        except smtplib.SMTPAuthenticationError as error:
            if self.tokens is None or error.smtp_code != _REFUSED_SIGN_IN:
                raise
            self.tokens.forget()
            self._drop()
            return self._connect()

    def _connect(self) -> smtplib.SMTP:
        # Greeting with the sender's domain: a machine's own name is nobody's business.
        greeting, context = mailbox_of(self.sender).domain, ssl.create_default_context()
        connection: smtplib.SMTP
        if self.is_encrypted:
            connection = smtplib.SMTP_SSL(
                self.host, self.port, greeting, timeout=self.seconds, context=context
            )
        else:
            connection = smtplib.SMTP(self.host, self.port, greeting, timeout=self.seconds)
        self._connection = connection  # kept at once, so that a failure below closes it
        connection.ehlo_or_helo_if_needed()
        is_needed = self.requires_tls or self.user or self.tokens
        if not self.is_encrypted and (is_needed or connection.has_extn("starttls")):
            connection.starttls(context=context)
        if self.tokens is not None:
            user = self.user or mailbox_of(self.sender).addr_spec
            sign_in_by_token(connection, user, self.tokens)
        elif self.user:
            connection.login(self.user, self.password)
        return connection

    def _name_sender(self, connection: smtplib.SMTP) -> None:
        try:
            connection.ehlo_or_helo_if_needed()
            body = ["BODY=8BITMIME"] if connection.has_extn("8bitmime") else []
            code, answer = connection.mail(mailbox_of(self.sender).addr_spec, body)
            if code not in _ACCEPTED:  # nobody was named yet: it is about us
                raise _stopped(code, answer, ACCOUNT if code >= _PERMANENT else PACE)
        except (smtplib.SMTPException, OSError) as error:
            raise MailPostponedError(f"connection lost: {type(error).__name__}") from error

    def _name_recipient(self, connection: smtplib.SMTP, message: EmailMessage) -> None:
        recipient = message["To"].addresses[0].addr_spec
        try:
            _refuse(*connection.rcpt(recipient))
        except (smtplib.SMTPException, OSError) as error:
            raise MailPostponedError(f"connection lost: {type(error).__name__}") from error

    def _hand_over(self, connection: smtplib.SMTP, message: EmailMessage) -> None:
        """Give the content, and then the dot that ends it: only from there on can it be taken."""
        written = AS_SENT if connection.has_extn("8bitmime") else AS_SENT_IN_7_BITS
        try:
            self._give_content(connection, message.as_bytes(policy=written))
        except (smtplib.SMTPException, OSError) as error:
            raise MailPostponedError(f"connection lost: {type(error).__name__}") from error
        try:
            assert connection.sock is not None  # noqa: S101 - it took the content
            connection.sock.sendall(b".\r\n")
        except ConnectionError as error:  # the dot did not leave
            raise MailPostponedError(f"connection lost: {type(error).__name__}") from error
        except OSError as error:
            raise _uncertain(error) from error
        if hung_up_first(connection.sock, self.seconds):
            raise MailPostponedError("connection lost: the server hung up before the end")
        try:
            code, answer = connection.getreply()
        except (smtplib.SMTPException, OSError) as error:
            raise _uncertain(error) from error
        _refuse(code, answer)

    def _give_content(self, connection: smtplib.SMTP, content: bytes) -> None:
        connection.putcmd("data")
        code, answer = connection.getreply()
        if code != _GO_ON:
            _refuse(code, answer)
            raise MailPostponedError(_reason(code, answer))
        lines = _LINE_OF_A_DOT.sub(b"..", content)
        connection.send(lines if lines.endswith(b"\r\n") else lines + b"\r\n")
        assert connection.sock is not None  # noqa: S101 - it took the content
        within = _TRUSTED_WITHIN if self._is_trusted else _HANGS_UP_WITHIN
        early = said_before_the_end(connection.sock, within)
        if early == b"":
            raise smtplib.SMTPServerDisconnected
        if early is not None:
            code = int(early[:3]) if early[:3].isdigit() else 0
            _refuse(code, early[4:])
            raise MailPostponedError(_reason(code, early[4:]))

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _uncertain(error: Exception) -> MailUncertainError:
    return MailUncertainError(f"connection lost during hand-over: {type(error).__name__}")


def _stopped(code: int, answer: bytes | str, unless_known: SendingLimit) -> SendingStoppedError:
    said = _reason(code, answer)
    limit = limit_in(code, said) or unless_known
    return SendingStoppedError(said, limit=limit, status=status_in(said))


def _refuse(code: int, answer: bytes | str) -> None:
    if code in _ACCEPTED:
        return
    if (limit := limit_in(code, _words(answer))) is not None:
        raise _stopped(code, answer, limit)
    if code >= _PERMANENT:
        raise MailRefusedError(_reason(code, answer))
    raise MailPostponedError(_reason(code, answer))


def _reason(code: int, answer: bytes | str) -> str:
    return f"{code} {_words(answer)}"[:_LONGEST_REASON]


def _words(answer: bytes | str) -> str:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(words.split())
