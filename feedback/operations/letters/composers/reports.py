"""Mails that tell that a report can be read, by whom, or that it never will."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from feedback import clock
from feedback.models import Person, Subject
from feedback.operations.campaigns.purposes import purpose_in
from feedback.operations.ledger import (
    CAMPAIGN_LOST,
    COACH_NAMED,
    KEY_AWAY,
    KEY_BACK,
    REPORT_SHARED_COACH,
    REPORT_SHARED_LEADER,
    REPORT_SHARED_MEMBERS,
)
from feedback.operations.ledger.names import REPORTS_SHARED_COACH
from feedback.operations.letters.composers.asking import campaign_of, day_of
from feedback.operations.letters.kinds import Audience, Letter, MailKind
from feedback.operations.rights.coach_access import access_of, has_ended, seat_of
from feedback.operations.subjects import called
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Mail


def _report_shared(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    subject = session.get(Subject, mail.occasion.about)
    if subject is None:
        return None
    facts: dict[str, object] = {
        "campaign": subject.campaign.name,
        "purpose": purpose_in(subject.campaign.purpose, mail.person.language),
        "leader": called(subject),
        "coach": subject.coach.name if subject.coach else "",
        "link": f"{settings.base_url}/",
    }
    return Letter(mail.person.language, facts)


def _report_shared_with_coach(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    subject = session.get(Subject, mail.occasion.about)
    today = day_of(mail, settings)
    if subject is None or not access_of(session, subject, mail.person, today=today):
        return None  # the leader or a date has ended the access meanwhile
    return _report_shared(session, settings, mail)


def _reports_shared(letters: list[Letter]) -> Letter:
    """Return one letter for several leaders, each with the campaign, by name."""
    reports = sorted(f"{one.facts['leader']}, {one.facts['campaign']}" for one in letters)
    facts: dict[str, object] = {
        "leaders": reports,
        "number": len(reports),
        "link": letters[0].facts["link"],
    }
    return Letter(letters[0].language, facts, kind=REPORTS_SHARED_COACH)


def _coach_named(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    subject_id, reader_id, moment = mail.occasion.parts
    subject, reader = session.get(Subject, UUID(subject_id)), session.get(Person, UUID(reader_id))
    if subject is None or reader is None or has_ended(subject):
        return None  # erased, or the leader has ended it meanwhile
    named_on = clock.day_of(datetime.fromisoformat(f"{moment}+00:00"), settings.zone)
    today = day_of(mail, settings)
    seat = seat_of(session, subject, reader)
    from_day, until = (seat.from_day or named_on, seat.until) if seat else (named_on, today)
    department = subject.campaign.programme.department
    facts: dict[str, object] = {
        "campaign": subject.campaign.name,
        "coach": reader.name,
        "coach_address": reader.email or "",
        "from_day": from_day,
        "ends_on": until or "",
        "data_protection": department.data_protection_contact,
        "link": f"{settings.base_url}/my-reports/",
    }
    return Letter(mail.person.language, facts, campaign=subject.campaign)


def _keys_of(_session: Session, settings: Settings, mail: Mail) -> Letter | None:
    campaign = campaign_of(mail)
    facts: dict[str, object] = {"campaign": campaign.name, "link": f"{settings.base_url}/"}
    return Letter(mail.person.language, facts)


KINDS: Final = (
    MailKind(
        key=REPORT_SHARED_COACH,
        audience=Audience.COACH,
        name=Phrase("The report is ready for the coach"),
        when=Phrase("When the report is shared with the leader's coach."),
        compose=_report_shared_with_coach,
        merge=_reports_shared,
    ),
    MailKind(
        key=REPORTS_SHARED_COACH,
        audience=Audience.COACH,
        name=Phrase("Several reports are ready for the coach"),
        when=Phrase("In place of it, when the reports of several leaders are. One mail a day."),
        compose=_report_shared_with_coach,
        must_hold=frozenset({"link", "leaders"}),
    ),
    MailKind(
        key=REPORT_SHARED_LEADER,
        audience=Audience.LEADER,
        name=Phrase("The report is ready for the leader"),
        when=Phrase("When the report is shared with the leader."),
        compose=_report_shared,
    ),
    MailKind(
        key=REPORT_SHARED_MEMBERS,
        audience=Audience.LEADER,
        name=Phrase("The report is ready for a team"),
        when=Phrase("When the report about a team is shared with all its members."),
        compose=_report_shared,
    ),
    MailKind(
        key=COACH_NAMED,
        audience=Audience.LEADER,
        name=Phrase("Somebody may read your report"),
        when=Phrase("At once, when a coach or stand-in is named after launch."),
        compose=_coach_named,
        has_text=False,  # whoever names a coach does not word what the leader is told of it
    ),
    MailKind(
        key=KEY_AWAY,
        audience=Audience.ORGANISER,
        name=Phrase("A key is out of reach"),
        when=Phrase("The same day, if a key of the campaign cannot be read. Nothing is lost yet."),
        compose=_keys_of,
    ),
    MailKind(
        key=KEY_BACK,
        audience=Audience.ORGANISER,
        name=Phrase("The key is there again"),
        when=Phrase("When a key that was out of reach or lost is found."),
        compose=_keys_of,
    ),
    MailKind(
        key=CAMPAIGN_LOST,
        audience=Audience.ORGANISER,
        name=Phrase("The key is lost"),
        when=Phrase("If the key that opens the answers was missing for seven nights."),
        compose=_keys_of,
    ),
)
