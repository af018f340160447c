"""Mail a one-time code, at once and past the ledger: it is good for minutes only."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from feedback.mail import Addressing, build_message, render_mail, transport_of

if TYPE_CHECKING:
    from datetime import datetime

    from feedback.config import Settings
    from feedback.signin.codes import Issued

KIND: Final = "sign-in-code"


def mail_code(
    settings: Settings,
    address: str,
    issued: Issued,
    *,
    organisation: str,
    asked_at: datetime,
    language: str,
) -> None:
    """Send a code; it stands alone, for a link that signs in would be followed by scanners."""
    mail = render_mail(
        KIND,
        language,
        code=_in_fours(issued.code) if issued.is_shared else issued.code,
        minutes=issued.valid_for // timedelta(minutes=1),
        asked_at="" if issued.is_shared else f"{asked_at.astimezone(settings.zone):%H:%M}",
        organisation=organisation,
        help_phone=settings.help_phone,
    )
    envelope = Addressing(sender=settings.mail_from, to_address=address)
    transport_of(settings).send(build_message(envelope, mail))


def _in_fours(code: str) -> str:
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))
