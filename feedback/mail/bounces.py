"""Read what mail servers send back: delivery status notifications (RFC 3464).

Only a failure for good counts; a delay or a delivery does not. The mail is recognised by
our Message-ID in the part of it that comes back, else by the address that it was sent to.
"""

from __future__ import annotations

import email
import email.message
import mailbox
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import chain
from typing import TYPE_CHECKING, Final
from uuid import UUID

from feedback.mail.errors import MailError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message
    from pathlib import Path

_OUR_ID: Final = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^>]+>", re.IGNORECASE)
_RETURNED: Final = frozenset({"message/rfc822", "text/rfc822-headers", "message/global-headers"})
_LONGEST_REASON: Final = 200


class BounceFileError(MailError):
    """A file holds no mail, or cannot be read."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """One address that a mail never reached, and what the server said."""

    mail_id: UUID | None
    address: str
    reason: str
    at: datetime | None


def bounces_in(path: Path) -> Iterator[Bounce]:
    """Yield the failures in a mail file, an mbox, a maildir or a folder of mail files."""
    return chain.from_iterable(bounces_by_mail(path))


def bounces_by_mail(path: Path) -> Iterator[tuple[Bounce, ...]]:
    """Yield for each mail that lies there the failures that it reports, perhaps none."""
    for message, came_at in _messages(path):
        yield tuple(bounces_of(message, came_at=came_at))


def mail_files(path: Path) -> list[Path]:
    """Return the files of a mail file, an mbox, a maildir or a folder of mail files.

    Raises BounceFileError where there is none, or where the folder may not be looked into.
    """
    folders = [path / "new", path / "cur"] if _is_maildir(path) else [path]
    try:
        if not path.is_dir():
            path.stat()
            return [path]
        files = [file for folder in folders for file in folder.iterdir()]
    except OSError as error:
        raise BounceFileError(f"{path}: {error.strerror or 'cannot be read'}") from error
    return sorted(file for file in files if _is_maildir(path) or file.suffix == ".eml")


def bounces_of(message: Message, *, came_at: datetime | None = None) -> Iterator[Bounce]:
    """Yield the failures that a message reports; nothing for any other mail.

    A message without a date of its own takes that of its coming: else, read once more, it
    would stand against a mail that was sent again since.
    """
    if message.get_content_type() != "multipart/report":
        return
    mail_id, at = _our_id(message), _date(message) or came_at
    for part in message.walk():
        if part.get_content_type() not in (
            "message/delivery-status",
            "message/global-delivery-status",
        ):
            continue
        for block in _blocks(part):
            if str(block.get("Action", "")).strip().lower() == "failed":
                yield Bounce(mail_id, _address(block), _reason(block), at)


def _messages(path: Path) -> Iterator[tuple[Message, datetime | None]]:
    if _is_maildir(path):
        mail_files(path)  # says why it cannot be read
        for kept in mailbox.Maildir(path, create=False):
            yield kept, datetime.fromtimestamp(kept.get_date(), UTC)
        return
    if path.is_dir():
        for file in mail_files(path):
            yield email.message_from_bytes(_read(file)), _changed_at(file)
        return
    content = _read(path)
    if not content:
        return  # an mbox that was cleared out
    if content.startswith(b"From "):
        yield from _of_mbox(path)
        return
    message = email.message_from_bytes(content)
    if not message.keys():
        raise BounceFileError(f"{path} is no mail.")
    yield message, _changed_at(path)


def _is_maildir(path: Path) -> bool:
    try:
        return (path / "cur").is_dir()
    except OSError:  # in a folder that may not be looked into; who lists it says so
        return False


def _of_mbox(path: Path) -> Iterator[tuple[Message, datetime | None]]:
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            with box.get_file(key, from_=True) as file:
                postmark = file.readline().decode("ascii", errors="replace")
                message = email.message_from_bytes(file.read())
            # After "From" and the sender stands when it came, in the form of asctime.
            yield message, _moment(" ".join(postmark.split()[2:]))
    finally:
        box.close()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BounceFileError(f"{path}: {error.strerror or 'cannot be read'}") from error


def _changed_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _blocks(part: Message) -> list[Message]:
    """Return the groups of fields of a status: the message's own, then one a recipient."""
    payload = part.get_payload()
    return (
        [one for one in payload if isinstance(one, email.message.Message)]
        if isinstance(payload, list)
        else []
    )


def _our_id(message: Message) -> UUID | None:
    for part in message.walk():
        if part.get_content_type() not in _RETURNED:
            continue
        payload = part.get_payload()
        inner = payload[0] if isinstance(payload, list) else None
        if not isinstance(inner, email.message.Message):
            inner = email.message_from_string(str(payload))
        found = _OUR_ID.search(str(inner.get("Message-ID", "")))
        if found:
            return UUID(found[1])
    return None


def _address(block: Message) -> str:
    # "rfc822; anna@example.se"; what we wrote counts before what a server made of it.
    field = block.get("Original-Recipient") or block.get("Final-Recipient") or ""
    return str(field).partition(";")[2].strip().strip("<>").lower()


def _reason(block: Message) -> str:
    said = str(block.get("Diagnostic-Code", "")).partition(";")[2] or str(block.get("Status", ""))
    return " ".join(said.split())[:_LONGEST_REASON]


def _date(message: Message) -> datetime | None:
    return _moment(str(message["Date"]))


def _moment(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)  # "-0000" says no zone
