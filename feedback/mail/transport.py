"""Hand mail over: to an SMTP server, or as .eml files into a folder where there is none."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path
    from types import TracebackType


class Transport(AbstractContextManager["Transport"], Protocol):
    """A way out for mail; inside `with`, one connection serves many mails."""

    def send(self, message: EmailMessage) -> None:
        """Hand one message over; raise the MailError that says what may be done next."""
        ...

    def hang_up(self) -> None:
        """Let go of the connection, if one is open: the next mail opens another."""
        ...


class WayOut(Protocol):
    """What settings say of the way out for mail."""

    @property
    def smtp_url(self) -> str:
        """The mail server; empty where there is none."""
        ...

    @property
    def mail_from(self) -> str:
        """The sender of every mail."""
        ...

    @property
    def instance(self) -> Path:
        """The folder that mails are written to where there is no server."""
        ...

    def smtp(self, sender: str) -> Transport:
        """Return the way through that server."""
        ...


class FolderTransport:
    """Writes each mail as a file: for demonstrations, and until an SMTP server is set."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder; it is made with the first mail."""
        self.folder = folder

    def __enter__(self) -> Self:
        """Need nothing."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Leave nothing open."""

    def hang_up(self) -> None:
        """Have nothing to let go of."""

    def send(self, message: EmailMessage) -> None:
        """Write the message beside and rename it: a reader sees a whole mail or none."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        beside = self.folder / f"{name}.new"
        # A mail holds a rater's link: nobody else on the machine may read it.
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(message.as_bytes())
        beside.rename(self.folder / f"{name}.eml")


def transport_of(settings: WayOut) -> Transport:
    """Return the way out that the settings name."""
    if settings.smtp_url:
        return settings.smtp(settings.mail_from)
    return FolderTransport(settings.instance / "mail")
