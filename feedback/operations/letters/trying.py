"""Try a letter out: a test mail to oneself, with invented people and a link that opens nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.errors import Fault, InputError
from feedback.mail.templates import languages_of
from feedback.models import Mail, MailOccasion
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.ledger import TEST, queue_mail
from feedback.operations.letters.composers import KINDS
from feedback.operations.people.register import PersonFacts, register_people
from feedback.operations.people.typed import address_faults
from feedback.text.addresses import read_address

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor


def send_test(
    session: Session, campaign: Campaign, address: str, *, kind: str, language: str, by: Actor
) -> None:
    """Queue a letter of a kind as a test, at once and at any hour; each time anew."""
    email = read_address(address)
    faults = [*address_faults(address)]
    if kind not in KINDS or not KINDS[kind].has_text or language not in languages_of(kind):
        faults.append(Fault("There is no such letter."))
    if faults:
        raise InputError(faults)
    facts = PersonFacts("", email)
    person = register_people(session, campaign.programme.department, [facts])[facts.identity]
    occasion = MailOccasion.of(kind, language, campaign.id, by.now.isoformat())
    queue_mail(session, person, TEST, occasion, campaign=campaign, due_at=by.now)
    details = f"{kind} {language}"
    audit_log.note(session, by, Act.SEND_TEST, campaign, details=details)


def was_tried(session: Session, campaign: Campaign) -> bool:
    """Tell whether somebody has sent themselves a letter of the campaign."""
    tests = select(Mail.id).where(Mail.campaign_id == campaign.id, Mail.kind == TEST)
    return session.scalar(tests.limit(1)) is not None
