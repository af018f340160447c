"""Find a person in what an organiser runs: where they lead, and where they are asked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from feedback.models import Campaign, Invitation, Person, Programme, Rater, State, Subject
from feedback.text.ordering import alphabetical

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

MOST: Final = 25
_LED_IN: Final = tuple(state for state in State if state not in (State.CANCELLED, State.ERASED))
_ASKED_IN: Final = (State.DRAFT, State.NOMINATING, State.LAUNCHING, State.OPEN)
"""Once a campaign closes, nobody is looked up among its raters any more."""


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A leader's place in a campaign, or a task that somebody has there about a leader."""

    campaign_id: UUID
    campaign: str
    subject_id: UUID
    leader: str
    invitation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PersonFound:
    """Somebody of the register, told apart from others of the name, with all their places."""

    name: str
    workplace: str
    address: str
    leads: tuple[PlaceFound, ...]
    asked: tuple[PlaceFound, ...]


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """Who fits, by name, a page of them at most."""

    people: tuple[PersonFound, ...]
    total: int


def find_people(session: Session, department_ids: Collection[UUID], words: str) -> PeopleFound:
    """Return who fits all the words, in campaigns of these departments and nowhere else."""
    wanted = words.casefold().split()
    if not wanted or not department_ids:
        return PeopleFound((), 0)
    # Compared here: SQLite knows no capitals but A to Z.
    fitting = [
        person
        for person in _everybody(session, department_ids)
        if _fits(f"{person[1]} {person[2] or ''} {person[3] or ''}".casefold(), wanted)
    ]
    fitting.sort(key=lambda person: (alphabetical(person[1]), person[2] or ""))
    shown = fitting[:MOST]
    ids = [person[0] for person in shown]
    leads, asked = _leads(session, department_ids, ids), _asked(session, department_ids, ids)
    return PeopleFound(
        tuple(
            PersonFound(
                name, workplace, email or f"#{number}", leads.get(one, ()), asked.get(one, ())
            )
            for one, name, email, number, workplace in shown
        ),
        len(fitting),
    )


_Row = tuple["UUID", str, "str | None", "str | None", str]


def _everybody(session: Session, department_ids: Collection[UUID]) -> Sequence[_Row]:
    leads = select(Subject.person_id).join(Subject.campaign).join(Campaign.programme)
    asked = select(Rater.person_id).join(Rater.campaign).join(Campaign.programme)
    rows = session.execute(
        select(
            Person.id, Person.name, Person.email, Person.own_number, Person.workplace_name
        ).where(
            or_(
                Person.id.in_(leads.where(~Subject.is_moved, _ours(department_ids, _LED_IN))),
                Person.id.in_(asked.where(_ours(department_ids, _ASKED_IN))),
            )
        )
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def _fits(text: str, wanted: Sequence[str]) -> bool:
    return all(word in text for word in wanted)


def _ours(department_ids: Collection[UUID], states: Sequence[State]) -> ColumnElement[bool]:
    return Programme.department_id.in_(department_ids) & Campaign.state.in_(states)


def _leads(
    session: Session, department_ids: Collection[UUID], person_ids: Sequence[UUID]
) -> Mapping[UUID, tuple[PlaceFound, ...]]:
    rows = session.execute(
        select(Subject.person_id, Campaign.id, Campaign.name, Subject.id, Person.name)
        .join(Subject.campaign)
        .join(Campaign.programme)
        .join(Person, Subject.person_id == Person.id)
        .where(Subject.person_id.in_(person_ids), ~Subject.is_moved, _ours(department_ids, _LED_IN))
        .order_by(Campaign.last_day.desc(), Campaign.name)
    )
    return _by_person((row[0], PlaceFound(*row[1:])) for row in rows)


def _asked(
    session: Session, department_ids: Collection[UUID], person_ids: Sequence[UUID]
) -> Mapping[UUID, tuple[PlaceFound, ...]]:
    leader = aliased(Person)
    rows = session.execute(
        select(Rater.person_id, Campaign.id, Campaign.name, Subject.id, leader.name, Invitation.id)
        .join(Invitation, Invitation.rater_id == Rater.id)
        .join(Subject, Invitation.subject_id == Subject.id)
        .join(leader, Subject.person_id == leader.id)
        .join(Campaign, Rater.campaign_id == Campaign.id)
        .join(Campaign.programme)
        .where(
            Rater.person_id.in_(person_ids),
            Subject.person_id != Rater.person_id,
            ~Invitation.is_withdrawn,
            _ours(department_ids, _ASKED_IN),
        )
        .order_by(Campaign.last_day.desc(), Campaign.name, leader.name)
    )
    return _by_person((row[0], PlaceFound(*row[1:])) for row in rows)


def _by_person(
    rows: Iterable[tuple[UUID | None, PlaceFound]],
) -> dict[UUID, tuple[PlaceFound, ...]]:
    found: dict[UUID, list[PlaceFound]] = defaultdict(list)
    for person_id, place in rows:
        if person_id is not None:
            found[person_id].append(place)
    return {person_id: tuple(places) for person_id, places in found.items()}
