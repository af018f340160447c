"""Mails about the talk: its date for both calendars, and reminders to prepare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from feedback.mail import Attachment
from feedback.models import Subject
from feedback.operations.coaching.access import access_of, people_coaching
from feedback.operations.coaching.calendar import cancelled_talk_entry, talk_entry
from feedback.operations.coaching.talks import (
    PREPARE_TALK_COACH,
    PREPARE_TALK_LEADER,
    SHARING_WAITS,
    TALK,
    TALK_CANCELLED,
    occasion_of,
)
from feedback.operations.mail.kinds import Audience, Letter, MailKind
from feedback.operations.mail.letters.asking import day_of, moment_of
from feedback.phrases import Phrase

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Mail, Person

_FILE: Final = {"sv": "samtal.ics", "en": "talk.ics"}
_NO_PLACE: Final = {"sv": "inte bestämt än", "en": "not decided yet"}


def _talk(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    found = _current(session, settings, mail)
    if found is None or found[0].talk_at is None:
        return None
    subject, coach = found
    entry = talk_entry(
        subject, coach, settings=settings, language=mail.person.language, now=moment_of(mail)
    )
    return _letter(settings, mail, subject, coach, _attached(mail, entry, "PUBLISH"))


def _cancelled(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    found = _current(session, settings, mail)
    if found is None or found[0].talk_at is not None:
        return None
    subject, coach = found
    language = mail.person.language
    entry = cancelled_talk_entry(
        subject, coach, settings=settings, language=language, now=moment_of(mail)
    )
    return _letter(settings, mail, subject, coach, _attached(mail, entry, "CANCEL"))


def _prepare(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    found = _current(session, settings, mail)
    if found is None or found[0].talk_at is None or found[0].talk_at <= moment_of(mail):
        return None
    return _letter(settings, mail, *found)


def _waits(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    found = _current(session, settings, mail)
    if found is None or found[0].talk_at is None or found[0].shared_with_leader_at is not None:
        return None
    return None if found[0].comments_read_at else _letter(settings, mail, *found)


def _current(session: Session, settings: Settings, mail: Mail) -> tuple[Subject, Person] | None:
    """Return the subject and its coach, unless the talk has changed or the access has ended."""
    subject = session.get(Subject, UUID(mail.occasion.partition("/")[0]))
    if subject is None or occasion_of(subject) != mail.occasion:
        return None
    today = day_of(mail, settings)
    if mail.person_id == subject.person_id:
        coaches = people_coaching(session, subject, today=today)
        return (subject, coaches[0]) if coaches else None
    access = access_of(session, subject, mail.person.email or "", today=today)
    return (subject, access.person) if access else None


def _letter(
    settings: Settings,
    mail: Mail,
    subject: Subject,
    coach: Person,
    *attached: Attachment,
) -> Letter:
    language, is_leader = mail.person.language, mail.person_id == subject.person_id
    facts: dict[str, object] = {
        "campaign": subject.campaign.name,
        "meets": coach.name if is_leader else subject.person.name,
        "talk_place": subject.talk_place or _NO_PLACE.get(language, _NO_PLACE["sv"]),
        "link": f"{settings.base_url}/" + ("" if is_leader else f"coach/{subject.id}"),
    }
    if subject.talk_at is not None:
        at = subject.talk_at.astimezone(settings.zone)
        facts |= {"talk_day": at.date(), "talk_time": f"{at:%H:%M}"}
    return Letter(language, facts, attachments=attached)


def _attached(mail: Mail, entry: bytes, method: str) -> Attachment:
    name = _FILE.get(mail.person.language, _FILE["sv"])
    return Attachment(name, entry, "text/calendar", {"method": method, "charset": "utf-8"})


KINDS: Final = (
    MailKind(
        key=TALK,
        audience=Audience.COACH,
        name=Phrase("The talk has a date"),
        when=Phrase("To coach and leader, when the talk is set or moved."),
        compose=_talk,
    ),
    MailKind(
        key=TALK_CANCELLED,
        audience=Audience.COACH,
        name=Phrase("The talk is cancelled"),
        when=Phrase("To coach and leader, when the date is taken back."),
        compose=_cancelled,
    ),
    MailKind(
        key=PREPARE_TALK_COACH,
        audience=Audience.COACH,
        name=Phrase("Prepare the talk: to the coach"),
        when=Phrase("Five days before the talk."),
        compose=_prepare,
    ),
    MailKind(
        key=PREPARE_TALK_LEADER,
        audience=Audience.LEADER,
        name=Phrase("Prepare the talk: to the leader"),
        when=Phrase("The day before the talk."),
        compose=_prepare,
    ),
    MailKind(
        key=SHARING_WAITS,
        audience=Audience.COACH,
        name=Phrase("Sharing waits for the coach"),
        when=Phrase("Two days before the talk, if nobody has looked the comments through."),
        compose=_waits,
    ),
)
