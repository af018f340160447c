"""Mail a one-time code, at once and past the ledger: it is good for minutes only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedback.mail import Envelope, build_message, render_mail, transport_of
from feedback.signin.codes import VALID_FOR

if TYPE_CHECKING:
    from feedback.config import Settings

KIND: Final = "sign-in-code"


def mail_code(settings: Settings, address: str, code: str, *, language: str) -> None:
    """Send a code; it stands alone, for a link that signs in would be followed by scanners."""
    mail = render_mail(
        KIND,
        language,
        code=code,
        minutes=int(VALID_FOR.total_seconds()) // 60,
        organisation=settings.organisation,
        help_phone=settings.help_phone,
    )
    envelope = Envelope(sender=settings.mail_from, to_address=address)
    transport_of(settings).send(build_message(envelope, mail))
