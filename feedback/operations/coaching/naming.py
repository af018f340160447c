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
from feedback.models import StandIn
from feedback.operations import audit_log
from feedback.operations.coaching.access import people_coaching, stand_ins_of
from feedback.operations.coaching.talks import IN_THE_MORNING
from feedback.operations.coaching.telling import tell_leader
from feedback.operations.mail.ledger import REPORT_SHARED_COACH, queue_mail
from feedback.operations.people.addresses import is_address, read_address
from feedback.operations.people.register import PersonFacts, register_people

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from feedback.models import Person, Subject


@dataclass(frozen=True, slots=True)
class Named:
    """Who shall coach, and for how long; somebody from outside always has an end."""

    email: str
    name: str = ""
    is_external: bool = False
    from_day: date | None = None  # of a stand-in
    until: date | None = None


def name_coach(
    session: Session, subject: Subject, named: Named, *, actor: str, today: date, now: datetime
) -> None:
    """Make somebody the subject's coach, in place of whoever was.

    Raises
    ------
    InputError
        With every fault of what was given.
    StateError
        When the leader has ended the coach's access.

    """
    _refuse_ended(subject)
    faults = [*_faults(named, today, actor), *_faults_of_subject(subject, named)]
    if named.is_external and named.until is None:
        faults.append(Fault("A coach from outside needs a last day."))
    if faults:
        raise InputError(faults)
    person = _person(session, subject, named)
    had_access = subject.coach is person and person in people_coaching(
        session, subject, today=today
    )
    subject.coach = person
    subject.coach_is_external, subject.coach_access_until = named.is_external, named.until
    _tell(session, subject, person, now)
    if not had_access:
        tell_leader(session, subject, person, now=now)
    _note(session, subject, "name the coach", actor=actor, now=now)


def name_stand_in(
    session: Session,
    subjects: Sequence[Subject],
    named: Named,
    *,
    actor: str,
    today: date,
    now: datetime,
    zone: ZoneInfo,
) -> None:
    """Let somebody stand in for the coach of these subjects; a second time moves the days.

    Raises
    ------
    InputError
        With every fault of what was given.

    """
    faults = [*_faults(named, today, actor), *_faults_of_period(named)]
    faults += [fault for one in subjects for fault in _faults_of_subject(one, named)]
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    for subject in subjects:
        if subject.coach_access_ended_at is None:
            _stand_in(session, subject, named, now=now, zone=zone)
            _note(session, subject, "name a stand-in", actor=actor, now=now)


def end_stand_in(session: Session, stand_in: StandIn, *, actor: str, now: datetime) -> None:
    """Let somebody stand in no more, from now on."""
    subject = stand_in.subject
    session.delete(stand_in)
    _note(session, subject, "end a stand-in", actor=actor, now=now)


def _stand_in(
    session: Session, subject: Subject, named: Named, *, now: datetime, zone: ZoneInfo
) -> None:
    person = _person(session, subject, named)
    found = next((one for one in stand_ins_of(session, subject) if one.person is person), None)
    if found is None:
        found = StandIn(subject=subject, person=person)
        session.add(found)
    assert named.from_day and named.until  # noqa: S101, PT018 - the faults were looked for
    found.from_day, found.until_day = named.from_day, named.until
    found.is_external = named.is_external
    tell_leader(session, subject, person, now=now)
    first_morning = datetime.combine(named.from_day, IN_THE_MORNING, zone)
    _tell(session, subject, person, max(now, first_morning))


def _person(session: Session, subject: Subject, named: Named) -> Person:
    address = read_address(named.email)
    unit = subject.campaign.programme.unit
    return register_people(session, unit, [PersonFacts(named.name.strip(), email=address)])[address]


def _faults(named: Named, today: date, actor: str) -> list[Fault]:
    address, faults = read_address(named.email), []
    if not is_address(address):
        faults.append(Fault("%(email)s is no e-mail address.", email=address or "–"))
    if address == actor:
        faults.append(
            Fault("Organisers open no report: if you are to coach, somebody else names you.")
        )
    if named.until is not None and named.until < today:
        faults.append(Fault("The last day has passed already."))
    return faults


def _faults_of_period(named: Named) -> list[Fault]:
    if named.from_day is None or named.until is None:
        return [Fault("A stand-in needs a first and a last day.")]
    if named.until < named.from_day:
        return [Fault("The last day comes before the first.")]
    return []


def _faults_of_subject(subject: Subject, named: Named) -> list[Fault]:
    if subject.person.email == read_address(named.email):
        return [Fault("%(name)s cannot coach themself.", name=subject.person.name)]
    return []


def _refuse_ended(subject: Subject) -> None:
    if subject.coach_access_ended_at is not None:
        message = f"{subject.person.name} has ended the coach's access."
        raise StateError(message)


def _tell(session: Session, subject: Subject, person: Person, due_at: datetime) -> None:
    if subject.shared_with_coach_at is not None:
        occasion, campaign = str(subject.id), subject.campaign
        queue_mail(session, person, REPORT_SHARED_COACH, occasion, campaign=campaign, due_at=due_at)


def _note(session: Session, subject: Subject, action: str, *, actor: str, now: datetime) -> None:
    audit_log.note(session, actor=actor, action=action, object=f"subject {subject.id}", now=now)
