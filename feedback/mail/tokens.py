"""Tokens for a mail server that takes no passwords: OAuth 2.0 client credentials (RFC 6749, 4.4).

Microsoft 365 signs a program in by nothing else. The program proves to the tenant's token
address who it is, by a secret or a certificate, and shows the mail server the token.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedback.mail.token_client import TokenClient


_BEFORE_ITS_END: Final = 300.0


@dataclass
class TokenSource:
    """Gives a token, the same one until shortly before its end."""

    client: TokenClient
    now: Callable[[], float] = time.monotonic
    _token: str = field(default="", init=False, repr=False)
    _ends: float = field(default=0.0, init=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def token(self) -> str:
        """Return a token that is still good; raise TokenError if none is to be had."""
        # Here, so that no command waits for HTTP and JOSE to be imported that needs no token.
        from feedback.mail.token_requests import fetch_token  # noqa: PLC0415 - as above

        with self._lock:
            if not self._token or self.now() >= self._ends:
                asked_at = self.now()
                self._token, lasts = fetch_token(self.client)
                self._ends = asked_at + max(lasts - _BEFORE_ITS_END, lasts / 2)
            return self._token

    def forget(self) -> None:
        """Take no more of a token that the mail server has refused: the next one is new."""
        with self._lock:
            self._token = ""


@cache
def source_of(client: TokenClient) -> TokenSource:
    """Return the one source of a client in this process, so that all mail shares its token."""
    return TokenSource(client)
