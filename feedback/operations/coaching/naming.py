"""An organiser names who coaches a leader: for good, for a while, or from outside until a day.

Nothing here opens a release, and no organiser names themself. The leader is told of whoever
is named. A leader who has ended the coach's access has decided: no organiser gives it to
anybody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from feedback.errors import Fault, InputError, StateError
from feedback.models import MailOccasion, StandIn
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.coaching.talks import IN_THE_MORNING, follow_coach, leave_talk
from feedback.operations.coaching.telling import tell_leader
from feedback.operations.ledger import REPORT_SHARED_COACH, queue_mail
from feedback.operations.people.register import PersonFacts, register_people
from feedback.operations.people.typed import address_faults, name_faults
from feedback.operations.rights.coach_access import has_ended, people_coaching, stand_ins_of
from feedback.operations.rights.knowing import is_with_coach
from feedback.operations.subjects import called
from feedback.text.addresses import read_address

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from feedback.clock import Moment
    from feedback.models import Person, Subject
    from feedback.operations.acts import Actor


@dataclass(frozen=True, slots=True)
class Named:
    """Who shall coach, and for how long; somebody from outside always has an end."""

    email: str
    name: str = ""
    is_external: bool = False
    from_day: date | None = None  # of a stand-in
    until: date | None = None


def name_coach(session: Session, subject: Subject, named: Named, *, by: Actor) -> None:
    """Make somebody the subject's coach, in place of whoever was.

    Raises
    ------
    InputError
        With every fault of what was given.
    StateError
        When the leader has ended the coach's access.

    """
    name_coach_of_several(session, [subject], named, by=by)


def name_coach_of_several(
    session: Session, subjects: Sequence[Subject], named: Named, *, by: Actor
) -> None:
    """Make somebody the coach of all of these subjects, or of none.

    Raises
    ------
    InputError
        With every fault of what was given, about whomever.
    StateError
        When one of the leaders has ended the coach's access.

    """
    for subject in subjects:
        _refuse_ended(subject)
    faults = _faults(named, by)
    faults += [fault for subject in subjects for fault in _faults_of_subject(subject, named)]
    if named.is_external and named.until is None:
        faults.append(Fault("A coach from outside needs a last day."))
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    for subject in subjects:
        _name(session, subject, named, by)


def name_stand_in(
    session: Session, subjects: Sequence[Subject], named: Named, *, by: Actor
) -> None:
    """Let somebody stand in for the coach of these subjects; a second time moves the days.

    Raises
    ------
    InputError
        With every fault of what was given.

    """
    faults = [*_faults(named, by), *_faults_of_period(named)]
    faults += [fault for one in subjects for fault in _faults_of_subject(one, named)]
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    for subject in subjects:
        if not has_ended(subject):
            _stand_in(session, subject, named, by.moment)
            audit_log.note(session, by, Act.NAME_STAND_IN, subject)


def end_stand_in(session: Session, stand_in: StandIn, *, by: Actor) -> None:
    """Let somebody stand in no more, from now on."""
    subject, person = stand_in.subject, stand_in.person
    session.delete(stand_in)
    session.flush()
    leave_talk(session, subject, person, by.moment)
    audit_log.note(session, by, Act.END_STAND_IN, subject)


def _name(session: Session, subject: Subject, named: Named, by: Actor) -> None:
    person, before = _person(session, subject, named), subject.coach
    had_access = subject.coach is person and person in people_coaching(
        session, subject, today=by.today
    )
    subject.coach = person
    subject.coach_is_external, subject.coach_access_until = named.is_external, named.until
    follow_coach(session, subject, before, by.moment)
    _tell(session, subject, person, by.now)
    if not had_access:
        tell_leader(session, subject, person, now=by.now)
    audit_log.note(session, by, Act.NAME_COACH, subject)


def _stand_in(session: Session, subject: Subject, named: Named, moment: Moment) -> None:
    person = _person(session, subject, named)
    found = next((one for one in stand_ins_of(session, subject) if one.person is person), None)
    if found is None:
        found = StandIn(subject=subject, person=person)
        session.add(found)
    assert named.from_day and named.until  # noqa: S101, PT018 - the faults were looked for
    found.from_day, found.until_day = named.from_day, named.until
    found.is_external = named.is_external
    session.flush()
    leave_talk(session, subject, person, moment)
    tell_leader(session, subject, person, now=moment.now)
    first_morning = datetime.combine(named.from_day, IN_THE_MORNING, moment.zone)
    _tell(session, subject, person, max(moment.now, first_morning))


def _person(session: Session, subject: Subject, named: Named) -> Person:
    address = read_address(named.email)
    department = subject.campaign.programme.department
    return register_people(session, department, [PersonFacts(named.name, email=address)])[address]


def _faults(named: Named, by: Actor) -> list[Fault]:
    faults = [*address_faults(named.email), *name_faults(named.name)]
    if read_address(named.email) == by.name:
        faults.append(
            Fault("Organisers open no report: if you are to coach, somebody else names you.")
        )
    if named.until is not None and named.until < by.today:
        faults.append(Fault("The last day has passed already."))
    return faults


def _faults_of_period(named: Named) -> list[Fault]:
    if named.from_day is None or named.until is None:
        return [Fault("A stand-in needs a first and a last day.")]
    if named.until < named.from_day:
        return [Fault("The last day comes before the first.")]
    return []


def _faults_of_subject(subject: Subject, named: Named) -> list[Fault]:
    if any(one.email == read_address(named.email) for one in subject.recipients):
        return [Fault("%(name)s cannot coach themself.", name=called(subject))]
    return []


def _refuse_ended(subject: Subject) -> None:
    if has_ended(subject):
        message = f"{called(subject)} has ended the coach's access."
        raise StateError(message)


def _tell(session: Session, subject: Subject, person: Person, due_at: datetime) -> None:
    if is_with_coach(subject):
        occasion, campaign = MailOccasion.of(subject.id), subject.campaign
        queue_mail(session, person, REPORT_SHARED_COACH, occasion, campaign=campaign, due_at=due_at)
