"""Real SMTP, step by step: only so is it known how far a mail had come when it broke."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email import policy
from email.utils import parseaddr
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import unquote, urlsplit

from feedback.mail.errors import (
    MailPostponedError,
    MailRefusedError,
    MailUncertainError,
    ServerUnreachableError,
)
from feedback.mail.message import domain_of

if TYPE_CHECKING:
    from email.message import EmailMessage
    from types import TracebackType

_SECONDS: Final = 60.0  # for each answer of the server
_PERMANENT: Final = 500
_ACCEPTED: Final = frozenset({250, 251})
_PORTS: Final = {"smtp": 587, "smtps": 465}
_LONGEST_REASON: Final = 200


@dataclass
class SmtpTransport:
    """A connection to an SMTP server, opened with the first mail and kept inside `with`.

    smtp://user:password@host:587 uses STARTTLS where the server offers it, and insists on
    it when there is a password; smtps:// is encrypted from the start. Certificates are
    checked.
    """

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    is_encrypted: bool = False
    seconds: float = _SECONDS
    _connection: smtplib.SMTP | None = field(default=None, init=False, repr=False)
    _stays_open: bool = field(default=False, init=False, repr=False)

    @classmethod
    def from_url(cls, url: str, *, sender: str) -> Self:
        """Read the address of a server, as FEEDBACK_SMTP_URL gives it."""
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            message = "FEEDBACK_SMTP_URL must be smtp://host:port or smtps://host:port"
            raise ValueError(message)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if not (user + password).isascii():
            message = "FEEDBACK_SMTP_URL: mail servers take ASCII users and passwords only"
            raise ValueError(message)
        return cls(
            host=parts.hostname,
            port=parts.port or _PORTS[parts.scheme],
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
        self._hang_up()

    def send(self, message: EmailMessage) -> None:
        """Hand one message over; raise the MailError that says what may be done next."""
        try:
            connection = self._ready()
            self._name_sender_and_recipient(connection, message)
            self._hand_over(connection, message)
        except BaseException:
            self._drop()
            raise
        if not self._stays_open:
            self._hang_up()

    def greet(self) -> None:
        """Connect, encrypt and sign in as for a mail, and send none; raise if that fails."""
        try:
            self._ready()
        finally:
            self._hang_up()

    def _ready(self) -> smtplib.SMTP:
        """Return a connection that takes a mail: the one that is open, or a new one."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                if self._connection.rset()[0] in _ACCEPTED:
                    return self._connection
            self._drop()
        try:
            return self._connect()
        except smtplib.SMTPAuthenticationError as error:
            # A wrong password is the operator's to mend; the mail itself is good.
            raise ServerUnreachableError(_reason(error.smtp_code, error.smtp_error)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise ServerUnreachableError(f"no connection: {type(error).__name__}") from error

    def _connect(self) -> smtplib.SMTP:
        # Greeting with the sender's domain: a machine's own name is nobody's business.
        greeting, context = domain_of(self.sender), ssl.create_default_context()
        connection: smtplib.SMTP
        if self.is_encrypted:
            connection = smtplib.SMTP_SSL(
                self.host, self.port, greeting, timeout=self.seconds, context=context
            )
        else:
            connection = smtplib.SMTP(self.host, self.port, greeting, timeout=self.seconds)
        self._connection = connection  # kept at once, so that a failure below closes it
        connection.ehlo()
        if not self.is_encrypted and (self.user or connection.has_extn("starttls")):
            connection.starttls(context=context)
        if self.user:
            connection.login(self.user, self.password)
        return connection

    def _name_sender_and_recipient(self, connection: smtplib.SMTP, message: EmailMessage) -> None:
        recipient = message["To"].addresses[0].addr_spec
        try:
            connection.ehlo_or_helo_if_needed()
            for code, answer in (
                connection.mail(parseaddr(self.sender)[1]),
                connection.rcpt(recipient),
            ):
                _refuse(code, answer)
        except (smtplib.SMTPException, OSError) as error:
            raise MailPostponedError(f"connection lost: {type(error).__name__}") from error

    def _hand_over(self, connection: smtplib.SMTP, message: EmailMessage) -> None:
        try:
            code, answer = connection.data(message.as_bytes(policy=policy.SMTP))
        except smtplib.SMTPDataError as error:
            # The server did not even ask for the content.
            _refuse(error.smtp_code, error.smtp_error)
            raise MailPostponedError(_reason(error.smtp_code, error.smtp_error)) from error
        except (smtplib.SMTPException, OSError) as error:
            reason = f"connection lost during hand-over: {type(error).__name__}"
            raise MailUncertainError(reason) from error
        _refuse(code, answer)

    def _hang_up(self) -> None:
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _refuse(code: int, answer: bytes | str) -> None:
    if code in _ACCEPTED:
        return
    if code >= _PERMANENT:
        raise MailRefusedError(_reason(code, answer))
    raise MailPostponedError(_reason(code, answer))


def _reason(code: int, answer: bytes | str) -> str:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(words.split())}"[:_LONGEST_REASON]
