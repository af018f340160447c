"""Who coaches a subject today: the coach, or who stands in, until an end that may be set.

A leader who ends the coach's access ends every stand-in's with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from feedback.models import Person, StandIn, Subject
from feedback.operations.rights.recipients import ids_of, is_same

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from feedback.operations.rights.recipients import Somebody


@dataclass(frozen=True, slots=True)
class CoachAccess:
    """As whom somebody coaches a subject, and until when."""

    person: Person
    is_stand_in: bool
    is_external: bool  # reads on the web only: nothing to download
    until: date | None


@dataclass(frozen=True, slots=True)
class Seat:
    """From when until when somebody is named to coach; a coach since they were named."""

    from_day: date | None
    until: date | None


def coached_by(email: str, today: date) -> ColumnElement[bool]:
    """Return the condition on subjects that this address coaches on a day."""
    ids = ids_of(email)
    is_coach = and_(
        Subject.coach_id.in_(ids),
        or_(Subject.coach_access_until.is_(None), Subject.coach_access_until >= today),
    )
    stands_in = Subject.id.in_(
        select(StandIn.subject_id).where(
            StandIn.person_id.in_(ids), StandIn.from_day <= today, StandIn.until_day >= today
        )
    )
    return and_(Subject.coach_access_ended_at.is_(None), or_(is_coach, stands_in))


def access_of(
    session: Session, subject: Subject, somebody: Somebody, *, today: date
) -> CoachAccess | None:
    """Return as whom somebody coaches a subject on a day; None for everybody else."""
    if has_ended(subject) or somebody.email is None:
        return None
    own = _as_coach(subject, somebody, today)
    return own or _as_stand_in(session, subject, somebody.email, today)


def has_ended(subject: Subject) -> bool:
    """Tell whether the leader has ended the coach's access, and every stand-in's with it."""
    return subject.coach_access_ended_at is not None


def has_coach(subject: Subject) -> bool:
    """Tell whether a subject has a coach whose access the leader has not ended."""
    return subject.coach is not None and not has_ended(subject)


def people_coaching(session: Session, subject: Subject, *, today: date) -> list[Person]:
    """Return everybody who coaches a subject on a day, the coach first."""
    return people_coaching_each(session, [subject], today=today)[subject.id]


def people_coaching_each(
    session: Session, subjects: Sequence[Subject], *, today: date
) -> dict[UUID, list[Person]]:
    """Return everybody who coaches each of these subjects on a day, its coach first."""
    stand_ins = stand_ins_by_subject(session, subjects)
    return {one.id: _coaching(one, stand_ins.get(one.id, []), today) for one in subjects}


def named_readers(session: Session, subject: Subject, *, today: date) -> list[Person]:
    """Return everybody who is named to coach a subject, now or later: the leader is told of all."""
    if has_ended(subject):
        return []
    until = subject.coach_access_until
    people = [subject.coach] if subject.coach and (until is None or until >= today) else []
    people += [one.person for one in stand_ins_of(session, subject) if one.until_day >= today]
    return list(dict.fromkeys(people))


def seat_of(session: Session, subject: Subject, person: Person) -> Seat | None:
    """Return for how long somebody is named, also if it is over; None if they are no more."""
    if subject.coach is person:
        return Seat(None, subject.coach_access_until)
    found = next((one for one in stand_ins_of(session, subject) if one.person is person), None)
    return Seat(found.from_day, found.until_day) if found else None


def stand_ins_of(session: Session, subject: Subject) -> list[StandIn]:
    """Return who stands in for a subject's coach, now, before or later."""
    return list(
        session.scalars(
            select(StandIn)
            .where(StandIn.subject_id == subject.id)
            .order_by(StandIn.from_day, StandIn.id)
        )
    )


def stand_ins_by_subject(
    session: Session, subjects: Sequence[Subject]
) -> dict[UUID, list[StandIn]]:
    """Return who stands in for the coaches of many subjects, each with their person."""
    found: dict[UUID, list[StandIn]] = {}
    rows = session.scalars(
        select(StandIn)
        .where(StandIn.subject_id.in_([subject.id for subject in subjects]))
        .options(joinedload(StandIn.person))
        .order_by(StandIn.from_day, StandIn.id)
    )
    for row in rows:
        found.setdefault(row.subject_id, []).append(row)
    return found


def _coaching(subject: Subject, stand_ins: Sequence[StandIn], today: date) -> list[Person]:
    if has_ended(subject):
        return []
    until = subject.coach_access_until
    people = [subject.coach] if subject.coach and (until is None or until >= today) else []
    people += [one.person for one in stand_ins if one.from_day <= today <= one.until_day]
    return [one for one in dict.fromkeys(people) if one.email]


def _as_coach(subject: Subject, somebody: Somebody, today: date) -> CoachAccess | None:
    until = subject.coach_access_until
    if subject.coach is None or not is_same(subject.coach, somebody) or (until and until < today):
        return None
    return CoachAccess(
        subject.coach, is_stand_in=False, is_external=subject.coach_is_external, until=until
    )


def _as_stand_in(session: Session, subject: Subject, email: str, today: date) -> CoachAccess | None:
    found = session.scalar(
        select(StandIn)
        .join(StandIn.person)
        .where(
            StandIn.subject_id == subject.id,
            Person.email == email,
            StandIn.from_day <= today,
            StandIn.until_day >= today,
        )
    )
    if found is None:
        return None
    return CoachAccess(
        found.person, is_stand_in=True, is_external=found.is_external, until=found.until_day
    )
