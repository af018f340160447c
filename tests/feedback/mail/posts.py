"""Worlds outside: what every one of them needs, and one that fails for whom it is told to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from email.message import EmailMessage
    from types import TracebackType

    from feedback.mail import MailError


class OpenPost:
    """Is always there, and has nothing to let go of; what it takes is its own."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        return

    def hang_up(self) -> None:
        """Need nothing."""


class PickyPost(OpenPost):
    """Takes each message, unless an address in it is one of those that fail."""

    def __init__(self, **failures: MailError) -> None:
        """Take the failures by the first name of whom they meet, in lower case."""
        self.failures = failures
        self.taken: list[EmailMessage] = []

    def send(self, message: EmailMessage) -> None:
        """Take the message, or fail."""
        name = message["To"].addresses[0].addr_spec.partition(".")[0]
        if name in self.failures:
            raise self.failures[name]
        self.taken.append(message)

    @property
    def recipients(self) -> list[str]:
        """Return who got something, in order."""
        return [message["To"].addresses[0].addr_spec for message in self.taken]
