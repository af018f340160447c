"""Build a message: plain and HTML, from us to one person, naming no machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from feedback.mail.errors import MailRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from feedback.mail.rendering import RenderedMail


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom, to whom, and where an answer goes."""

    sender: str
    to_address: str
    to_name: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail: its name, what is in it, and what kind of file it is."""

    name: str
    content: bytes
    mimetype: str
    parameters: Mapping[str, str]


def build_message(
    envelope: Envelope,
    mail: RenderedMail,
    *,
    message_id: UUID | None = None,
    attachments: Iterable[Attachment] = (),
) -> EmailMessage:
    """Return the message as it is handed over.

    The Message-ID carries the sender's domain, never the machine's name; with the id of the
    ledger's row an operator finds an uncertain mail in the mail server's log. Raises
    MailRefusedError for an address that no mail server takes.
    """
    message = EmailMessage()
    message["From"] = envelope.sender
    message["To"] = _recipient(envelope)
    message["Subject"] = _one_line(mail.subject)
    if envelope.reply_to:
        message["Reply-To"] = _one_line(envelope.reply_to)
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{message_id or uuid4()}@{domain_of(envelope.sender)}>"
    # No out-of-office reply: it would tell the sender's mailbox who was asked.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    for one in attachments:
        main, _, sub = one.mimetype.partition("/")
        message.add_attachment(
            one.content, maintype=main, subtype=sub, filename=one.name, params=dict(one.parameters)
        )
    return message


def domain_of(address: str) -> str:
    """Return the domain of an address such as 'Namn <adress@domän>'."""
    return parseaddr(address)[1].rpartition("@")[2] or "localhost"


def _recipient(envelope: Envelope) -> Address:
    try:
        return Address(
            display_name=_one_line(envelope.to_name), addr_spec=_one_line(envelope.to_address)
        )
    except (ValueError, IndexError, MessageError) as error:  # what the parser trips over
        raise MailRefusedError("no mail server takes this address") from error


def _one_line(text: str) -> str:
    # A line break in a header would begin another header.
    return " ".join(text.split())
