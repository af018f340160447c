"""Mails that tell that what a pulse gave can be read: it is no report, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedback.models import Subject
from feedback.operations.letters.composers.asking import day_of
from feedback.operations.letters.kinds import Audience, Letter, MailKind
from feedback.operations.plans.pulses import (
    PULSE_SHARED_COACH,
    PULSE_SHARED_LEADER,
    report_before,
)
from feedback.operations.rights.coach_access import access_of, has_coach
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Mail


def _for_leader(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    pulse = session.get(Subject, mail.occasion.about)
    if pulse is None:
        return None
    return _letter(settings, mail, report_before(session, pulse), "my-reports")


def _for_coach(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    pulse = session.get(Subject, mail.occasion.about)
    report = report_before(session, pulse) if pulse else None
    today = day_of(mail, settings)
    if report is None or not access_of(session, report, mail.person, today=today):
        return None  # the leader or a date has ended the access meanwhile
    return _letter(settings, mail, report, "coach")


def _letter(settings: Settings, mail: Mail, report: Subject, place: str) -> Letter:
    facts: dict[str, object] = {
        "campaign": report.campaign.name,
        "leader": report.person.name,
        "coach": report.coach.name if report.coach and has_coach(report) else "",
        "link": f"{settings.base_url}/{place}/{report.id}/pulse",
    }
    return Letter(mail.person.language, facts)


KINDS: Final = (
    MailKind(
        key=PULSE_SHARED_COACH,
        audience=Audience.COACH,
        name=Phrase("What a pulse gave, for the coach"),
        when=Phrase("When a pulse has closed, if the coach may read the report it follows."),
        compose=_for_coach,
    ),
    MailKind(
        key=PULSE_SHARED_LEADER,
        audience=Audience.LEADER,
        name=Phrase("What a pulse gave, for the leader"),
        when=Phrase("When a pulse has closed."),
        compose=_for_leader,
    ),
)
