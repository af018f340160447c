"""Compose a mail at hand-over: facts and link are looked up anew, and kept nowhere.

A mail that has become pointless (the campaign closed, the rater was withdrawn, everything
is answered) composes to nothing, and is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from feedback.ballot import KeyMissingError, Part
from feedback.mail import Envelope, build_message, render_mail
from feedback.models import (
    Answered,
    Campaign,
    Declined,
    Invitation,
    Programme,
    Rater,
    State,
    Subject,
)
from feedback.operations.answering.links import link_of
from feedback.operations.mail.ledger import (
    CAMPAIGN_LOST,
    INVITATION,
    REMINDER,
    REPORT_SHARED_COACH,
    REPORT_SHARED_LEADER,
)
from surveys.duration import estimated_minutes
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from email.message import EmailMessage

    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Mail


@dataclass(frozen=True, slots=True)
class LetterSubject:
    """A subject as a mail lists them: always name, title and unit."""

    name: str
    details: str
    is_oneself: bool


@dataclass(frozen=True, slots=True)
class _Letter:
    language: str
    facts: dict[str, object]


def compose(session: Session, settings: Settings, mail: Mail) -> EmailMessage | None:
    """Return the message of a ledger's row, or None if there is nothing to say any more."""
    address = mail.person.email
    letter = _COMPOSERS[mail.kind](session, settings, mail) if address else None
    if letter is None or address is None:
        return None
    contact = _contact(_campaign(session, mail), settings)
    rendered = render_mail(
        mail.kind,
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


def _asked(session: Session, settings: Settings, mail: Mail, *, unfinished: bool) -> _Letter | None:
    campaign = _campaign(session, mail)
    rater = session.scalar(
        select(Rater).where(Rater.campaign_id == campaign.id, Rater.person_id == mail.person_id)
    )
    if campaign.state is not State.OPEN or rater is None:
        return None
    invitations = tasks_left(session, rater) if unfinished else _tasks(session, rater)
    try:
        link_key = settings.link_key_folder.read(campaign.id)
    except KeyMissingError:
        return None  # closed or lost meanwhile: the link would open nothing
    if not invitations:
        return None
    survey = survey_from_json(campaign.survey_json)
    facts: dict[str, object] = {
        "campaign": campaign.name,
        "subjects": [_letter_subject(invitation, rater) for invitation in invitations],
        "last_day": campaign.last_day,
        "minutes": estimated_minutes(survey),
        "k": campaign.k,
        "purpose": campaign.purpose,
        "link": link_of(rater, link_key, settings.base_url),
    }
    return _Letter(rater.language, facts)


def _invitation(session: Session, settings: Settings, mail: Mail) -> _Letter | None:
    return _asked(session, settings, mail, unfinished=False)


def _reminder(session: Session, settings: Settings, mail: Mail) -> _Letter | None:
    return _asked(session, settings, mail, unfinished=True)


def _report_shared(session: Session, settings: Settings, mail: Mail) -> _Letter | None:
    subject = session.get(Subject, UUID(mail.occasion))
    if subject is None:
        return None
    facts: dict[str, object] = {
        "campaign": subject.campaign.name,
        "purpose": subject.campaign.purpose,
        "leader": subject.person.name,
        "coach": subject.coach.name if subject.coach else "",
        "link": f"{settings.base_url}/",
    }
    return _Letter(mail.person.language, facts)


def _campaign_lost(session: Session, settings: Settings, mail: Mail) -> _Letter | None:
    campaign = _campaign(session, mail)
    facts: dict[str, object] = {"campaign": campaign.name, "link": f"{settings.base_url}/"}
    return _Letter(mail.person.language, facts)


_COMPOSERS: Final[dict[str, Callable[[Session, Settings, Mail], _Letter | None]]] = {
    INVITATION: _invitation,
    REMINDER: _reminder,
    REPORT_SHARED_COACH: _report_shared,
    REPORT_SHARED_LEADER: _report_shared,
    CAMPAIGN_LOST: _campaign_lost,
}


def tasks_left(session: Session, rater: Rater) -> list[Invitation]:
    """Return the tasks that a rater has neither answered nor declined."""
    tasks = _tasks(session, rater)
    ids = [task.id for task in tasks]
    answered = select(Answered.invitation_id).where(
        Answered.part == Part.RESPONSE.value, Answered.invitation_id.in_(ids)
    )
    declined = select(Declined.invitation_id).where(Declined.invitation_id.in_(ids))
    finished = {*session.scalars(answered), *session.scalars(declined)}
    return [task for task in tasks if task.id not in finished]


def _tasks(session: Session, rater: Rater) -> list[Invitation]:
    invitations = session.scalars(
        select(Invitation)
        .where(Invitation.rater_id == rater.id, ~Invitation.is_withdrawn)
        .options(joinedload(Invitation.subject).joinedload(Subject.person))
    )
    return _in_order(invitations.all(), rater)


def _in_order(invitations: Sequence[Invitation], rater: Rater) -> list[Invitation]:
    return sorted(
        invitations,
        key=lambda i: (i.subject.person_id != rater.person_id, i.subject.person.name, str(i.id)),
    )


def _letter_subject(invitation: Invitation, rater: Rater) -> LetterSubject:
    subject = invitation.subject
    details = [part for part in (subject.title, subject.unit_name) if part]
    return LetterSubject(
        subject.person.name,
        "".join(f", {part}" for part in details),
        subject.person_id == rater.person_id,
    )


def _campaign(session: Session, mail: Mail) -> Campaign:
    return session.scalars(
        select(Campaign)
        .where(Campaign.id == mail.campaign_id)
        .options(joinedload(Campaign.programme).joinedload(Programme.unit))
    ).one()


def _contact(campaign: Campaign, settings: Settings) -> dict[str, str]:
    unit = campaign.programme.unit
    return {
        "contact_name": unit.contact_name or unit.name,
        "contact_phone": unit.contact_phone or settings.help_phone,
        "contact_email": unit.contact_email,
    }
