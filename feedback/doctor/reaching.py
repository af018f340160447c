"""What must answer from elsewhere: the mail server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedback.doctor.check import fault, ok
from feedback.mail.diagnosis import diagnose
from feedback.mail.errors import MailError
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.config import WorkerSettings
    from feedback.doctor.check import Check

_SECONDS: Final = 10.0


def check_mail(settings: WorkerSettings) -> Iterator[Check]:
    """Greet the mail server, encrypt and sign in, and send nothing."""
    if not settings.smtp_url:
        unset = Phrase("No mail server is set: mails become files, with links in them.")
        yield fault("mail", unset, "Set FEEDBACK_SMTP_URL.")
        return
    server = settings.smtp(settings.mail_from)
    server.seconds = _SECONDS
    try:
        server.greet()
    except MailError as error:
        diagnosis = diagnose(error, server)
        plain = Phrase("The mail server takes no mail.")
        yield fault("mail", diagnosis.found, diagnosis.advice, plain=plain)
        return
    yield ok("mail", f"{server.host}:{server.port} takes mail")
