"""Mail: render it in a person's language, and hand it over by SMTP or into a folder."""

from feedback.mail.errors import (
    MailError,
    MailPostponedError,
    MailRefusedError,
    MailUncertainError,
    SendingStoppedError,
    ServerUnreachableError,
)
from feedback.mail.mailbox import mailbox_of
from feedback.mail.message import Addressing, CalendarEntry, build_message
from feedback.mail.rendering import RenderedMail, render_mail
from feedback.mail.transport import Transport, transport_of

__all__ = [
    "Addressing",
    "CalendarEntry",
    "MailError",
    "MailPostponedError",
    "MailRefusedError",
    "MailUncertainError",
    "RenderedMail",
    "SendingStoppedError",
    "ServerUnreachableError",
    "Transport",
    "build_message",
    "mailbox_of",
    "render_mail",
    "transport_of",
]
