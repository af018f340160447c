"""Compose a mail at hand-over, from its kind, its facts and the text in the person's language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from feedback.mail import Addressing, build_message
from feedback.mail.rendering import render_text
from feedback.operations.appearance import organisation_name
from feedback.operations.letters.composers import KINDS
from feedback.operations.letters.placeholders import example_facts
from feedback.operations.letters.rehearsing import rehearsed
from feedback.operations.letters.texts import render_for

if TYPE_CHECKING:
    from email.message import EmailMessage

    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.mail import RenderedMail
    from feedback.models import Campaign, Mail
    from feedback.operations.letters.kinds import Letter

_TEST: Final = {
    "sv": "PROV",
    "en": "TEST",
    "fi": "TESTI",
    "uk": "ПРОБА",
    "ar": "تجربة",
    "so": "TIJAABO",
}


def compose(
    session: Session, settings: Settings, mails: list[Mail]
) -> tuple[EmailMessage | None, list[Mail]]:
    """Return the one message of ledger rows to one person of one kind, and the rows it carries.

    A row that has become pointless is not carried; without any there is no message.
    """
    kind, person = KINDS[mails[0].kind], mails[0].person
    composed = [(mail, kind.compose(session, settings, mail)) for mail in mails if person.email]
    found = [(mail, letter) for mail, letter in composed if letter is not None]
    if not found or person.email is None:
        return None, []
    carried, letters = [mail for mail, _ in found], [letter for _, letter in found]
    letter = kind.merge(letters) if kind.merge and len(letters) > 1 else letters[0]
    campaign = letter.campaign or carried[0].campaign
    rendered = render_letter(session, settings, kind.key, letter, campaign, recipient=person.name)
    envelope = Addressing(
        sender=settings.mail_from,
        to_address=person.email,
        to_name=person.name,
        reply_to=_contact_of(campaign, settings, "")["contact_email"],
    )
    envelope, rendered = rehearsed(campaign, envelope, rendered, language=letter.language)
    message = build_message(envelope, rendered, message_id=carried[0].id, entry=letter.entry)
    return message, carried


def render_letter(
    session: Session,
    settings: Settings,
    kind: str,
    letter: Letter,
    campaign: Campaign | None,
    *,
    recipient: str,
) -> RenderedMail:
    """Return a letter in words, by its programme's own text where there is one."""
    organisation = organisation_name(session, settings)
    facts = {
        "recipient": recipient,
        "organisation": organisation,
        **_contact_of(campaign, settings, organisation),
        **letter.facts,
    }
    if letter.text is not None:
        return render_text(letter.text, letter.language, facts)
    if letter.is_example and campaign is not None:
        facts = example_facts(settings, campaign.programme, campaign, organisation=organisation)
        facts["recipient"] = recipient
    programme_id = campaign.programme_id if campaign else None
    mail = render_for(session, programme_id, letter.kind or kind, letter.language, facts)
    return marked_as_test(mail, letter.language) if letter.is_example else mail


def marked_as_test(mail: RenderedMail, language: str) -> RenderedMail:
    """Return a mail whose subject says that it is only a test."""
    return replace(mail, subject=f"{_TEST.get(language, _TEST['sv'])}: {mail.subject}")


def _contact_of(campaign: Campaign | None, settings: Settings, organisation: str) -> dict[str, str]:
    """Return whom to ask: the department's contact, or without a campaign the operator's."""
    if campaign is None:
        return {
            "contact_name": organisation,
            "contact_phone": settings.help_phone,
            "contact_email": "",
        }
    department = campaign.programme.department
    return {
        "contact_name": department.contact_name or department.name,
        "contact_phone": department.contact_phone or settings.help_phone,
        "contact_email": department.contact_email,
    }
