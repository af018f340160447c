"""The talk between coach and leader: its date drives sharing, calendar entries and reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from feedback.clock import day_of
from feedback.errors import Fault, InputError, StateError
from feedback.models import State
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.ledger.talks import (
    PREPARE_TALK_COACH,
    PREPARE_TALK_LEADER,
    TALK,
    TALK_CANCELLED,
    call_off,
    people_with_entry,
    queue_about_talk,
    take_back,
)
from feedback.operations.rights.coach_access import people_coaching
from feedback.operations.rights.knowing import is_with_leader
from feedback.operations.subjects import called

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from sqlalchemy.orm import Session

    from feedback.clock import Moment
    from feedback.models import Person, Subject
    from feedback.operations.acts import Actor

TALK_LASTS: Final = timedelta(minutes=60)
IN_THE_MORNING: Final = time(8)
IN_THE_EVENING: Final = time(17)
"""When the report is shared the day before: long enough to read it, too short to brood."""
LONGEST_PLACE: Final = 200

_COACH_PREPARES_DAYS_BEFORE: Final = 5
_COACH_IS_REMINDED_DAYS_BEFORE: Final = 2
_LEADER_PREPARES_DAYS_BEFORE: Final = 1
_MAKES_A_REPORT: Final = frozenset({State.OPEN, State.CLOSING, State.CLOSED})


@dataclass(frozen=True, slots=True)
class Talk:
    """When and where coach and leader meet, and whether the leader reads before or in the talk."""

    at: datetime
    place: str = ""
    shares_before: bool = True


def set_talk(session: Session, subject: Subject, talk: Talk, *, by: Actor) -> None:
    """Set the date of the talk, or move it; both get it for their calendars.

    Raises
    ------
    InputError
        When the talk would have begun already, or the place is too long.
    StateError
        When there will be no report to talk about.

    """
    _refuse_without_a_report(subject)
    faults = [*_faults(talk, by.now), *_faults_of_access(session, subject, talk, by.moment)]
    if faults:
        raise InputError(faults)
    is_moved = (subject.talk_at, subject.talk_place) != (talk.at, talk.place)
    subject.talk_at, subject.talk_place = talk.at, talk.place
    subject.shares_before_talk = talk.shares_before and shared_at(talk.at, by.zone) > by.now
    if is_moved:
        subject.talk_version += 1
        _tell(session, subject, TALK, by.moment)
        _remind(session, subject, talk.at, by.moment)
        audit_log.note(session, by, Act.SET_TALK, subject)
    session.flush()


def cancel_talk(session: Session, subject: Subject, *, by: Actor) -> None:
    """Take the date back; both get it out of their calendars again."""
    if subject.talk_at is None:
        return
    take_back(subject)
    coaches = people_coaching(session, subject, today=by.today)
    told = (*subject.recipients, *coaches, *people_with_entry(session, subject))
    for person in dict.fromkeys(told):
        queue_about_talk(session, subject, person, TALK_CANCELLED, by.now)
    audit_log.note(session, by, Act.CANCEL_TALK, subject)


def follow_coach(session: Session, subject: Subject, before: Person | None, moment: Moment) -> None:
    """Call the talk off if whom it was set with coaches no more when it comes."""
    if subject.talk_at is None or subject.talk_at <= moment.now:
        return
    is_replaced = before is not None and before is not subject.coach
    if is_replaced or not people_coaching(
        session, subject, today=day_of(subject.talk_at, moment.zone)
    ):
        call_off(session, subject, now=moment.now)


def leave_talk(session: Session, subject: Subject, person: Person, moment: Moment) -> None:
    """Take the talk out of one person's calendar who does not coach when it comes.

    It goes on without them, if anybody does.
    """
    follow_coach(session, subject, subject.coach, moment)
    at = subject.talk_at
    if at is None or at <= moment.now:
        return
    if person in people_coaching(session, subject, today=day_of(at, moment.zone)):
        return
    if person in people_with_entry(session, subject):
        queue_about_talk(session, subject, person, TALK_CANCELLED, moment.now)


def shared_at(talk_at: datetime, zone: tzinfo) -> datetime:
    """Return when the report is shared with the leader: the evening before the talk."""
    day = day_of(talk_at, zone) - timedelta(days=1)
    return datetime.combine(day, IN_THE_EVENING, zone)


def shares_itself_at(subject: Subject, zone: tzinfo, *, now: datetime) -> datetime | None:
    """Return when a report is shared by itself, if the coach has chosen so for a talk to come."""
    at = subject.talk_at
    if at is None or at <= now or not subject.shares_before_talk or is_with_leader(subject):
        return None
    return shared_at(at, zone)


def reminded_at(talk_at: datetime, zone: tzinfo) -> datetime:
    """Return when the coach is told that comments nobody has looked through will hold it back."""
    return morning_before(talk_at, _COACH_IS_REMINDED_DAYS_BEFORE, zone)


def morning_before(moment: datetime, days: int, zone: tzinfo) -> datetime:
    """Return eight o'clock so many days before a moment."""
    day = day_of(moment, zone) - timedelta(days=days)
    return datetime.combine(day, IN_THE_MORNING, zone)


def _faults(talk: Talk, now: datetime) -> list[Fault]:
    faults = []
    if talk.at <= now:
        faults.append(Fault("Choose a time that is still to come."))
    if len(talk.place) > LONGEST_PLACE:
        faults.append(Fault("Write at most %(most)s characters.", most=LONGEST_PLACE))
    return faults


def _faults_of_access(
    session: Session, subject: Subject, talk: Talk, moment: Moment
) -> Iterator[Fault]:
    day = day_of(talk.at, moment.zone)
    coaches_now = people_coaching(session, subject, today=moment.today)
    if coaches_now and not people_coaching(session, subject, today=day):
        yield Fault("Choose an earlier day: on that one nobody may read the report as coach.")


def _refuse_without_a_report(subject: Subject) -> None:
    # Before the campaign opens, the mail about the talk would be the first that tells of it.
    if subject.campaign.state not in _MAKES_A_REPORT or subject.is_moved:
        message = f"There is no report about {called(subject)} to talk about."
        raise StateError(message)


def _tell(session: Session, subject: Subject, kind: str, moment: Moment) -> None:
    invited = [*subject.recipients, *_who_meets(session, subject, moment)]
    for person in invited:
        queue_about_talk(session, subject, person, kind, moment.now)
    for person in people_with_entry(session, subject):
        if person not in invited:  # who stands in until before the new date
            queue_about_talk(session, subject, person, TALK_CANCELLED, moment.now)


def _remind(session: Session, subject: Subject, at: datetime, moment: Moment) -> None:
    coaches = _who_meets(session, subject, moment)
    wanted = [(PREPARE_TALK_COACH, _COACH_PREPARES_DAYS_BEFORE, one) for one in coaches]
    wanted += [
        (PREPARE_TALK_LEADER, _LEADER_PREPARES_DAYS_BEFORE, one) for one in subject.recipients
    ]
    for kind, days, person in wanted:
        due_at = morning_before(at, days, moment.zone)
        if due_at > moment.now:
            queue_about_talk(session, subject, person, kind, due_at)


def _who_meets(session: Session, subject: Subject, moment: Moment) -> list[Person]:
    """Return who coaches both today and on the talk's day."""
    at = subject.talk_at or moment.now
    days = (moment.today, day_of(at, moment.zone))
    today, then = (people_coaching(session, subject, today=day) for day in days)
    return [one for one in today if one in then]
