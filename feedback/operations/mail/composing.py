"""Compose a mail at hand-over, from its kind, its facts and the text in the person's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.mail import Envelope, build_message, render_mail
from feedback.models import Campaign
from feedback.operations.mail.letters import KINDS

if TYPE_CHECKING:
    from email.message import EmailMessage

    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Mail


def compose(session: Session, settings: Settings, mail: Mail) -> EmailMessage | None:
    """Return the message of a ledger's row, or None if there is nothing to say any more."""
    address = mail.person.email
    letter = KINDS[mail.kind].compose(session, settings, mail) if address else None
    if letter is None or address is None:
        return None
    campaign = letter.campaign or session.get(Campaign, mail.campaign_id)
    contact = contact_of(campaign, settings)
    rendered = render_mail(
        letter.kind or mail.kind,
        letter.language,
        recipient=mail.person.name,
        organisation=settings.organisation,
        **contact,
        **letter.facts,
    )
    envelope = Envelope(
        sender=settings.mail_from,
        to_address=address,
        to_name=mail.person.name,
        reply_to=contact["contact_email"],
    )
    return build_message(envelope, rendered, message_id=mail.id)


def contact_of(campaign: Campaign | None, settings: Settings) -> dict[str, str]:
    """Return whom to ask: the unit's contact, or the operator's where there is no campaign."""
    if campaign is None:
        return {
            "contact_name": settings.organisation,
            "contact_phone": settings.help_phone,
            "contact_email": "",
        }
    unit = campaign.programme.unit
    return {
        "contact_name": unit.contact_name or unit.name,
        "contact_phone": unit.contact_phone or settings.help_phone,
        "contact_email": unit.contact_email,
    }
