"""Mails about the talk: its date for both calendars, and reminders to prepare."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback import clock
from feedback.mail import CalendarEntry
from feedback.models import Mail, State, Subject
from feedback.operations.appearance import organisation_name
from feedback.operations.coaching.calendar import (
    CANCEL,
    REQUEST,
    TalkCalendar,
)
from feedback.operations.ledger.talks import (
    PREPARE_TALK_COACH,
    PREPARE_TALK_LEADER,
    SHARING_WAITS,
    TALK,
    TALK_CANCELLED,
    is_about,
    occasion_of,
    version_in,
    was_with,
)
from feedback.operations.letters.composers.asking import day_of, moment_of
from feedback.operations.letters.kinds import Audience, Letter, MailKind
from feedback.operations.rights.coach_access import access_of, has_ended, people_coaching
from feedback.operations.rights.knowing import is_with_leader
from feedback.operations.rights.recipients import is_recipient
from feedback.operations.subjects import called
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Person

_FILE: Final = {"sv": "samtal.ics", "en": "talk.ics"}
_A_NEW_TIME: Final = {
    "sv": "Ni får ett nytt mejl när det finns en ny tid.",
    "en": "You get another mail when there is a new time.",
}
_NO_NEW_TIME: Final = {
    "sv": "Det blir ingen ny tid, för det finns ingen rapport att prata om.",
    "en": "There will be no new time, for there is no report to talk about.",
}
_NO_COACH_ANY_MORE: Final = {
    "sv": "Det blir ingen ny tid, för du har avslutat coachens tillgång till rapporten.",
    "en": "There will be no new time, for you have ended the coach's access to the report.",
}
_COACHES_NO_MORE: Final = {
    "sv": "Du får ingen ny tid, för du har inte längre tillgång till rapporten.",
    "en": "You get no new time, for you no longer have access to the report.",
}
_READING: Final = {
    "now": {
        "sv": "Du har fått läsa rapporten. Sammanfattningen räcker. Resten läser ni tillsammans.",
        "en": "The report is shared with you. The summary is enough. You read the rest together.",
    },
    "before": {
        "sv": "Rapporten får du läsa i kväll, och då får du ett mejl. Sammanfattningen räcker. "
        "Resten läser ni tillsammans.",
        "en": "You can read the report this evening, and then get a mail. The summary is enough. "
        "You read the rest together.",
    },
    "once ready": {
        "sv": "Du får ett mejl när du kan läsa rapporten. Då räcker sammanfattningen. "
        "Resten läser ni tillsammans.",
        "en": "You get a mail when you can read the report. The summary is enough then. "
        "You read the rest together.",
    },
    "together": {
        "sv": "Rapporten läser ni tillsammans i samtalet.",
        "en": "You read the report together in the talk.",
    },
}
"""What the leader is told of when the report is read, before the talk."""

_SHARING: Final = {
    "now": {
        "sv": "Rapporten är redan delad.",
        "en": "The report is shared already.",
    },
    "before": {
        "sv": "Rapporten delas av sig själv kvällen före samtalet.",
        "en": "The report is shared by itself the evening before the talk.",
    },
    "once ready": {
        "sv": "Rapporten delas av sig själv kvällen före samtalet. Finns det kommentarer väntar "
        "den tills du har markerat att du har läst igenom dem.",
        "en": "The report is shared by itself the evening before the talk. If there are comments "
        "it waits until you have marked that you have looked them through.",
    },
    "together": {
        "sv": "Ni läser rapporten tillsammans. Den delas inte av sig själv, så dela den när ni "
        "ses.",
        "en": "You read the report together. It is not shared by itself, so share it when you "
        "meet.",
    },
}
"""The same for the coach, who shares it."""

_WITHOUT_A_REPORT: Final = (State.CANCELLED, State.ERASED)
_NO_PLACE: Final = {"sv": "inte bestämt än", "en": "not decided yet"}


def _talk(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    found = _current(session, settings, mail)
    if found is None or found[0].talk_at is None:
        return None
    subject, coach = found
    content = _calendar_of(session, settings, mail, subject, coach).invitation()
    return _letter(settings, mail, subject, coach, _entry(mail, content, REQUEST))


def _cancelled(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    subject = session.get(Subject, mail.occasion.about)
    if subject is None or _is_outdated(session, mail) or _takes_part(session, settings, mail):
        return None
    is_leader = is_recipient(subject, mail.person)
    coach = was_with(session, subject) if is_leader else mail.person
    if coach is None:
        return None
    content = _calendar_of(session, settings, mail, subject, coach).cancellation()
    entry = _entry(mail, content, CANCEL)
    today = day_of(mail, settings)
    may_read = access_of(session, subject, mail.person, today=today) is not None
    is_ended = subject.is_moved or subject.campaign.state in _WITHOUT_A_REPORT
    letter = _letter(settings, mail, subject, coach, entry, is_over=is_ended or not may_read)
    words = _NO_NEW_TIME if is_ended else _words_of_end(subject, leader=is_leader, reads=may_read)
    what_comes = words.get(mail.person.language, words["sv"])
    return replace(letter, facts={**letter.facts, "what_comes": what_comes})


def _words_of_end(subject: Subject, *, leader: bool, reads: bool) -> dict[str, str]:
    """Return what comes of a talk where there is a report, for the leader or for a coach."""
    if leader:
        return _NO_COACH_ANY_MORE if has_ended(subject) else _A_NEW_TIME
    return _A_NEW_TIME if reads else _COACHES_NO_MORE


def _calendar_of(
    session: Session, settings: Settings, mail: Mail, subject: Subject, coach: Person
) -> TalkCalendar:
    return TalkCalendar(
        subject,
        coach,
        settings,
        organisation=organisation_name(session, settings),
        language=mail.person.language,
        now=moment_of(mail),
    )


def _is_outdated(session: Session, mail: Mail) -> bool:
    """Tell whether a later cancellation goes to the same person: one is enough."""
    occasions = session.scalars(
        select(Mail.occasion).where(
            Mail.kind == TALK_CANCELLED,
            Mail.person_id == mail.person_id,
            is_about(mail.occasion.about),
        )
    )
    return max(map(version_in, occasions), default=0) > version_in(mail.occasion)


def _takes_part(session: Session, settings: Settings, mail: Mail) -> bool:
    """Tell whether a date has been set since to which the person is invited."""
    subject = session.get_one(Subject, mail.occasion.about)
    if subject.talk_at is None:
        return False
    if is_recipient(subject, mail.person):
        return True
    days = day_of(mail, settings), clock.day_of(subject.talk_at, settings.zone)
    return all(access_of(session, subject, mail.person, today=day) is not None for day in days)


def _prepare(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    found = _current(session, settings, mail)
    if found is None or found[0].talk_at is None or found[0].talk_at <= moment_of(mail):
        return None
    letter, subject = _letter(settings, mail, *found), found[0]
    told = _READING if is_recipient(subject, mail.person) else _SHARING
    words = told[_how_read(subject)]
    how_read = words.get(letter.language, words["sv"])
    return replace(letter, facts={**letter.facts, "how_read": how_read})


def _how_read(subject: Subject) -> str:
    """Return when the leader reads the report, as the coach has chosen and as it is by now."""
    if is_with_leader(subject):
        return "now"
    if not subject.shares_before_talk:
        return "together"
    return "before" if subject.comments_read_at else "once ready"


def _waits(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    found = _current(session, settings, mail)
    if found is None or found[0].talk_at is None or is_with_leader(found[0]):
        return None
    return None if found[0].comments_read_at else _letter(settings, mail, *found)


def _current(session: Session, settings: Settings, mail: Mail) -> tuple[Subject, Person] | None:
    """Return the subject and its coach, unless the talk has changed or the access has ended."""
    subject = session.get(Subject, mail.occasion.about)
    if subject is None or occasion_of(subject) != mail.occasion:
        return None
    today = day_of(mail, settings)
    if is_recipient(subject, mail.person):
        coaches = people_coaching(session, subject, today=today)
        return (subject, coaches[0]) if coaches else None
    access = access_of(session, subject, mail.person, today=today)
    return (subject, access.person) if access else None


def _letter(
    settings: Settings,
    mail: Mail,
    subject: Subject,
    coach: Person,
    entry: CalendarEntry | None = None,
    *,
    is_over: bool = False,
) -> Letter:
    language, is_leader = mail.person.language, is_recipient(subject, mail.person)
    is_open = not is_leader and not is_over
    facts: dict[str, object] = {
        "campaign": subject.campaign.name,
        "meets": coach.name if is_leader else called(subject),
        "talk_place": subject.talk_place or _NO_PLACE.get(language, _NO_PLACE["sv"]),
        "link": f"{settings.base_url}/" + (f"coach/{subject.id}" if is_open else ""),
    }
    if subject.talk_at is not None:
        at = subject.talk_at.astimezone(settings.zone)
        facts |= {"talk_day": at.date(), "talk_time": f"{at:%H:%M}"}
    return Letter(language, facts, entry=entry)


def _entry(mail: Mail, content: bytes, method: str) -> CalendarEntry:
    return CalendarEntry(_FILE.get(mail.person.language, _FILE["sv"]), content, method)


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
