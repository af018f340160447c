"""Mail: render it in a person's language, and hand it over by SMTP or into a folder."""

from feedback.mail.errors import (
    MailError,
    MailPostponedError,
    MailRefusedError,
    MailUncertainError,
    ServerUnreachableError,
)
from feedback.mail.message import Attachment, Envelope, build_message
from feedback.mail.rendering import RenderedMail, render_mail
from feedback.mail.transport import Transport, transport_of

__all__ = [
    "Attachment",
    "Envelope",
    "MailError",
    "MailPostponedError",
    "MailRefusedError",
    "MailUncertainError",
    "RenderedMail",
    "ServerUnreachableError",
    "Transport",
    "build_message",
    "render_mail",
    "transport_of",
]
