"""Sign in at a mail server: by a password, or by a token (XOAUTH2) where it takes none."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from feedback.mail.answers import PACE, SendingLimit
from feedback.mail.errors import SendingStoppedError
from feedback.mail.token_client import TokenError
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from feedback.mail.tokens import TokenSource

NO_TOKEN: Final = SendingLimit(
    Phrase("The sign-in of our mail account was refused by its provider."), timedelta(minutes=15)
)
_MECHANISM: Final = "XOAUTH2"


def sign_in_by_token(connection: smtplib.SMTP, user: str, tokens: TokenSource) -> None:
    """Show the server a token; raise as a login does, or SendingStoppedError if there is none.

    The form is Google's and Microsoft's: https://developers.google.com/gmail/imap/xoauth2-protocol
    """
    connection.ehlo_or_helo_if_needed()
    if _MECHANISM not in connection.esmtp_features.get("auth", "").upper().split():
        message = f"{_MECHANISM} is not offered"
        raise smtplib.SMTPNotSupportedError(message)
    words = f"user={user}\x01auth=Bearer {_token(tokens)}\x01\x01"

    def answer(challenge: bytes | None = None) -> str:
        # A challenge says why it is refused, and wants an empty line before the refusal itself.
        return words if challenge is None else ""

    connection.auth(_MECHANISM, answer)


def _token(tokens: TokenSource) -> str:
    try:
        return tokens.token()
    except TokenError as error:
        limit = PACE if error.is_unreachable else NO_TOKEN
        said = f"no token: {error.code}"
        raise SendingStoppedError(said, limit=limit, status=error.code) from error
