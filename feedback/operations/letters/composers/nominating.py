"""Mails of the nomination: please propose, please approve, please look once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from feedback.models import Proposal, State, Subject
from feedback.operations.campaigns.purposes import purpose_in
from feedback.operations.letters.composers.asking import campaign_of
from feedback.operations.letters.kinds import Audience, Letter, MailKind
from feedback.operations.people.nominating import (
    NOMINATION_OPEN,
    NOMINATION_REMINDER,
    NOMINATION_SENT_BACK,
    NOMINATION_TO_APPROVE,
    until_of,
)
from feedback.operations.people.standing import SENT, SENT_BACK, standing_of
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Campaign, Mail


def _open(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    subject = _subject_of(session, mail)
    if subject is None:
        return None
    path = f"my-reports/{subject.id}/raters"
    return _letter(session, settings, mail, campaign_of(mail), path)


def _reminder(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    subject = _subject_of(session, mail)
    if subject is None or not standing_of(session, subject).is_open:
        return None  # it was sent meanwhile
    return _open(session, settings, mail)


def _to_approve(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    campaign = campaign_of(mail)
    waiting = session.scalar(
        select(func.count())
        .select_from(Subject)
        .join(Proposal, Proposal.subject_id == Subject.id)
        .where(
            Subject.campaign_id == campaign.id,
            Subject.approver_id == mail.person_id,
            Proposal.state == SENT,
        )
    )
    if not waiting:
        return None
    return _letter(session, settings, mail, campaign, "approve/", waiting=waiting)


def _sent_back(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    subject = session.get(Subject, mail.occasion.about)
    standing = standing_of(session, subject) if subject else None
    if subject is None or standing is None or standing.state != SENT_BACK:
        return None
    return _letter(
        session,
        settings,
        mail,
        campaign_of(mail),
        f"my-reports/{subject.id}/raters",
        line=standing.line,
    )


def _subject_of(session: Session, mail: Mail) -> Subject | None:
    """Return the leader in the mail's campaign to whom it goes."""
    return session.scalar(
        select(Subject).where(
            Subject.campaign_id == campaign_of(mail).id, Subject.person_id == mail.person_id
        )
    )


def _letter(
    session: Session,
    settings: Settings,
    mail: Mail,
    campaign: Campaign,
    path: str,
    **facts: object,
) -> Letter | None:
    until = until_of(session, campaign)
    if campaign.state is not State.NOMINATING or until is None:
        return None
    known = {
        "campaign": campaign.name,
        "purpose": purpose_in(campaign.purpose, mail.person.language),
        "until": until,
        "link": f"{settings.base_url}/{path}",
    }
    return Letter(mail.person.language, known | facts)


KINDS: Final = (
    MailKind(
        key=NOMINATION_OPEN,
        audience=Audience.LEADER,
        name=Phrase("Please propose raters"),
        when=Phrase("When the nomination opens."),
        compose=_open,
    ),
    MailKind(
        key=NOMINATION_REMINDER,
        audience=Audience.LEADER,
        name=Phrase("Please remember to propose"),
        when=Phrase("When you remind the leaders who have not sent their lists."),
        compose=_reminder,
    ),
    MailKind(
        key=NOMINATION_TO_APPROVE,
        audience=Audience.APPROVER,
        name=Phrase("Lists wait for approval"),
        when=Phrase("When a leader sends a list, at most once an hour."),
        compose=_to_approve,
    ),
    MailKind(
        key=NOMINATION_SENT_BACK,
        audience=Audience.LEADER,
        name=Phrase("The list was sent back"),
        when=Phrase("When the approver asks for a change."),
        compose=_sent_back,
    ),
)
