"""Mails that tell that a report can be read, or that it never will."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from feedback.models import Subject
from feedback.operations.coaching.access import access_of
from feedback.operations.mail.kinds import Audience, Letter, MailKind
from feedback.operations.mail.ledger import (
    CAMPAIGN_LOST,
    REPORT_SHARED_COACH,
    REPORT_SHARED_LEADER,
)
from feedback.operations.mail.letters.asking import campaign_of
from feedback.phrases import Phrase

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Mail


def _report_shared(session: Session, settings: Settings, mail: Mail) -> Letter | None:
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
    return Letter(mail.person.language, facts)


def _report_shared_with_coach(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    subject = session.get(Subject, UUID(mail.occasion))
    today = (mail.claimed_at or mail.due_at).astimezone(settings.zone).date()
    if subject is None or not access_of(session, subject, mail.person.email or "", today=today):
        return None  # the leader or a date has ended the access meanwhile
    return _report_shared(session, settings, mail)


def _campaign_lost(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    campaign = campaign_of(session, mail)
    facts: dict[str, object] = {"campaign": campaign.name, "link": f"{settings.base_url}/"}
    return Letter(mail.person.language, facts)


KINDS: Final = (
    MailKind(
        key=REPORT_SHARED_COACH,
        audience=Audience.COACH,
        name=Phrase("The report is ready for the coach"),
        when=Phrase("When the report is shared with the leader's coach."),
        compose=_report_shared_with_coach,
    ),
    MailKind(
        key=REPORT_SHARED_LEADER,
        audience=Audience.LEADER,
        name=Phrase("The report is ready for the leader"),
        when=Phrase("When the report is shared with the leader."),
        compose=_report_shared,
    ),
    MailKind(
        key=CAMPAIGN_LOST,
        audience=Audience.ORGANISER,
        name=Phrase("The key is lost"),
        when=Phrase("The same day, if the key that opens the answers is gone."),
        compose=_campaign_lost,
    ),
)
