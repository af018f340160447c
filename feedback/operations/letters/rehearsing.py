"""A rehearsal's mail: all of it goes to whoever rehearses, and says whose it would have been."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from feedback.mail import Addressing, RenderedMail
    from feedback.models import Campaign

_SUBJECT: Final = {
    "sv": "ÖVNING, till {name} <{address}>: {subject}",
    "en": "REHEARSAL, to {name} <{address}>: {subject}",
    "fi": "HARJOITUS, {name} <{address}>: {subject}",
    "uk": "НАВЧАННЯ, кому: {name} <{address}>: {subject}",
    "ar": "تمرين، إلى {name} <{address}>: {subject}",
    "so": "TABABAR, ku socota {name} <{address}>: {subject}",
}


def rehearsed(
    campaign: Campaign | None, envelope: Addressing, mail: RenderedMail, *, language: str
) -> tuple[Addressing, RenderedMail]:
    """Return a mail as it leaves: unchanged, or in a rehearsal to whoever rehearses."""
    if campaign is None or not campaign.is_rehearsal or campaign.rehearsal_address is None:
        return envelope, mail
    subject = _SUBJECT.get(language, _SUBJECT["sv"]).format(
        name=envelope.to_name, address=envelope.to_address, subject=mail.subject
    )
    to_them = replace(envelope, to_address=campaign.rehearsal_address, to_name="")
    return to_them, replace(mail, subject=subject)
