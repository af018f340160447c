"""Build a message: plain and HTML, from us to one person, naming no machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from feedback.mail.errors import MailRefusedError
from feedback.mail.headers import AS_WRITTEN, mailbox_header, text_header
from feedback.mail.mailbox import mailbox_of, named_mailbox

if TYPE_CHECKING:
    from email.headerregistry import Address

    from feedback.mail.rendering import RenderedMail


@dataclass(frozen=True, slots=True)
class Addressing:
    """From whom, to whom, and where an answer goes."""

    sender: str
    to_address: str
    to_name: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """An entry for a calendar: its file's name, what is in it, and what it does (RFC 5546)."""

    name: str
    content: bytes
    method: str


def build_message(
    envelope: Addressing,
    mail: RenderedMail,
    *,
    message_id: UUID | None = None,
    entry: CalendarEntry | None = None,
) -> EmailMessage:
    """Return the message as it is handed over.

    The Message-ID carries the sender's domain, never the machine's name; with the id of the
    ledger's row an operator finds an uncertain mail in the mail server's log. Raises
    MailRefusedError for an address that no mail server takes.
    """
    message = EmailMessage(policy=AS_WRITTEN)
    message["From"] = mailbox_header(mailbox_of(envelope.sender))
    message["To"] = mailbox_header(_recipient(envelope))
    message["Subject"] = text_header(mail.subject)
    if (contact := _contact(envelope)) is not None:
        message["Reply-To"] = mailbox_header(contact)
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{message_id or uuid4()}@{domain_of(envelope.sender)}>"
    # No out-of-office reply: it would tell the sender's mailbox who was asked.
    message["Auto-Submitted"] = "auto-generated"
    # Nor any other notice but of mail that came back ("NDR"): by it we know wrong addresses.
    message["X-Auto-Response-Suppress"] = "DR, RN, NRN, OOF, AutoReply"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    if entry is not None:
        # The way Outlook knows an invitation: as the last reading of the mail itself. The file
        # beside it is for whatever reads no such part; its type keeps it from being a second.
        method = {"method": entry.method, "charset": "utf-8"}
        message.add_alternative(entry.content, maintype="text", subtype="calendar", params=method)
        message.add_attachment(
            entry.content, maintype="application", subtype="ics", filename=entry.name
        )
    return message


def domain_of(address: str) -> str:
    """Return the domain of an address such as 'Namn <adress@domän>', as mail servers know it."""
    return mailbox_of(address).domain


def _recipient(envelope: Addressing) -> Address:
    try:
        return named_mailbox(envelope.to_name, envelope.to_address)
    except ValueError as error:
        raise MailRefusedError("no mail server takes this address") from error


def _contact(envelope: Addressing) -> Address | None:
    """Return where an answer goes; nowhere special if what stands there is no address."""
    try:
        return mailbox_of(envelope.reply_to) if envelope.reply_to else None
    except ValueError:
        return None
