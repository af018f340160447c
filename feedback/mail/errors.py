"""What can happen at hand-over, told apart by what may be done next.

MailError
├── MailRefusedError     refused for good: the address or the mail is wrong
├── MailPostponedError   surely not accepted: may be tried again later
│   └── ServerUnreachableError  no server took the connection: no mail can leave now
│       └── SendingStoppedError  the server takes no more from us: a quota, a pace, an account
└── MailUncertainError   the connection broke while the mail was on its way: nobody can know
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

    from feedback.mail.answers import SendingLimit


class MailError(Exception):
    """A mail was not handed over, or nobody can know whether it was."""


class MailRefusedError(MailError):
    """The server refused the address or the mail for good."""


class MailPostponedError(MailError):
    """The server did not take the mail; trying again later sends nothing twice."""


class ServerUnreachableError(MailPostponedError):
    """No server took the connection or the password: nothing can leave until that is mended."""


class SendingStoppedError(ServerUnreachableError):
    """The server takes no more from us for a while, whoever it is for."""

    def __init__(self, said: str, *, limit: SendingLimit, status: str) -> None:
        """Take the server's words, what they mean, and their numbers."""
        super().__init__(said)
        self.reason: str = limit.reason
        self.rest: timedelta = limit.rest
        self.status = status


class MailUncertainError(MailError):
    """The connection broke after the mail had begun to leave."""
