"""A world outside that takes mail, or fails for whom it is told to."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from email.message import EmailMessage
    from types import TracebackType

    from feedback.mail import MailError


class PickyPost(AbstractContextManager["PickyPost"]):
    """Takes each message, unless an address in it is one of those that fail."""

    def __init__(self, **failures: MailError) -> None:
        """Take the failures by the first name of whom they meet, in lower case."""
        self.failures = failures
        self.taken: list[EmailMessage] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        return

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
