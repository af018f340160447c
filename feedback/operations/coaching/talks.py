"""The talk between coach and leader: its date drives sharing, calendar entries and reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from feedback.errors import Fault, InputError, StateError
from feedback.models import State
from feedback.operations import audit_log
from feedback.operations.coaching.access import people_coaching
from feedback.operations.mail.ledger import queue_mail

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from feedback.models import Person, Subject

TALK: Final = "talk"
TALK_CANCELLED: Final = "talk-cancelled"
PREPARE_TALK_COACH: Final = "prepare-talk-coach"
PREPARE_TALK_LEADER: Final = "prepare-talk-leader"
SHARING_WAITS: Final = "sharing-waits"

TALK_LASTS: Final = timedelta(minutes=60)
SHARED_DAYS_BEFORE: Final = 2
"""One or two days: long enough to read, too short to brood."""
IN_THE_MORNING: Final = time(8)
LONGEST_PLACE: Final = 200

_COACH_PREPARES_DAYS_BEFORE: Final = 5
_LEADER_PREPARES_DAYS_BEFORE: Final = 1
_OVER: Final = frozenset({State.ERASED, State.CANCELLED, State.LOST})


@dataclass(frozen=True, slots=True)
class Talk:
    """When and where coach and leader meet, and whether the report is shared before by itself."""

    at: datetime
    place: str = ""
    shares_before: bool = True


def set_talk(
    session: Session, subject: Subject, talk: Talk, *, actor: str, now: datetime, zone: ZoneInfo
) -> None:
    """Set the date of the talk, or move it; both get it for their calendars.

    Raises
    ------
    InputError
        When the talk would have begun already, or the place is too long.
    StateError
        When there will be no report to talk about.

    """
    _refuse_when_over(subject)
    faults = list(_faults(talk, now))
    if faults:
        raise InputError(faults)
    is_moved = (subject.talk_at, subject.talk_place) != (talk.at, talk.place)
    subject.talk_at, subject.talk_place = talk.at, talk.place
    subject.shares_before_talk = talk.shares_before and shared_at(talk.at, zone) > now
    if is_moved:
        subject.talk_version += 1
        _tell(session, subject, TALK, now=now, zone=zone)
        _remind(session, subject, talk.at, now=now, zone=zone)
        _note(session, subject, "set the date of the talk", actor=actor, now=now)
    session.flush()


def cancel_talk(
    session: Session, subject: Subject, *, actor: str, now: datetime, zone: ZoneInfo
) -> None:
    """Take the date back; both get it out of their calendars again."""
    if subject.talk_at is None:
        return
    subject.talk_at, subject.talk_place = None, ""
    subject.talk_version += 1
    _tell(session, subject, TALK_CANCELLED, now=now, zone=zone)
    _note(session, subject, "cancel the talk", actor=actor, now=now)


def shared_at(talk_at: datetime, zone: ZoneInfo) -> datetime:
    """Return when the report is shared with the leader: two days before the talk, at eight."""
    return morning_before(talk_at, SHARED_DAYS_BEFORE, zone)


def morning_before(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return eight o'clock so many days before a moment."""
    day = moment.astimezone(zone).date() - timedelta(days=days)
    return datetime.combine(day, IN_THE_MORNING, zone)


def occasion_of(subject: Subject) -> str:
    """Return what a mail about the talk is known by: it ends with the next change."""
    return f"{subject.id}/{subject.talk_version}"


def _faults(talk: Talk, now: datetime) -> list[Fault]:
    faults = []
    if talk.at <= now:
        faults.append(Fault("Choose a time that is still to come."))
    if len(talk.place) > LONGEST_PLACE:
        faults.append(Fault("Write at most %(most)s characters.", most=LONGEST_PLACE))
    return faults


def _refuse_when_over(subject: Subject) -> None:
    if subject.campaign.state in _OVER:
        message = f"There is no report about {subject.person.name} to talk about."
        raise StateError(message)


def _tell(session: Session, subject: Subject, kind: str, *, now: datetime, zone: ZoneInfo) -> None:
    coaches = people_coaching(session, subject, today=now.astimezone(zone).date())
    for person in (subject.person, *coaches):
        _queue(session, subject, person, kind, now)


def _remind(
    session: Session, subject: Subject, at: datetime, *, now: datetime, zone: ZoneInfo
) -> None:
    coaches = people_coaching(session, subject, today=now.astimezone(zone).date())
    wanted = [(PREPARE_TALK_COACH, _COACH_PREPARES_DAYS_BEFORE, one) for one in coaches]
    wanted.append((PREPARE_TALK_LEADER, _LEADER_PREPARES_DAYS_BEFORE, subject.person))
    for kind, days, person in wanted:
        due_at = morning_before(at, days, zone)
        if due_at > now:
            _queue(session, subject, person, kind, due_at)


def _queue(session: Session, subject: Subject, person: Person, kind: str, due_at: datetime) -> None:
    occasion = occasion_of(subject)
    queue_mail(session, person, kind, occasion, campaign=subject.campaign, due_at=due_at)


def _note(session: Session, subject: Subject, action: str, *, actor: str, now: datetime) -> None:
    audit_log.note(session, actor=actor, action=action, object=f"subject {subject.id}", now=now)
