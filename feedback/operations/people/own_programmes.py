"""Where programmes have put one person: cohorts and teams, what they lead, hold and set going."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from feedback.models import (
    Cohort,
    CourseModule,
    Employee,
    Initiative,
    Membership,
    Programme,
    Team,
    TeamMember,
    Workplace,
)
from feedback.operations.people.own_parts import OwnPart
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Select
    from sqlalchemy.orm import InstrumentedAttribute

    from feedback.operations.people.own_parts import Source

_COLUMNS: Final = (Phrase("Programme"), Phrase("Name"), Phrase("From"), Phrase("To"))


@dataclass(frozen=True, slots=True)
class _Place:
    """A kind of place in a programme: what names the person, and what is told of it."""

    key: str
    title: Phrase
    person_id: InstrumentedAttribute[Any]
    query: Select[*tuple[Any, ...]]


_PLACES: Final = (
    _Place(
        "cohorts",
        Phrase("As one of a cohort"),
        Membership.person_id,
        select(Programme.name, Cohort.name, Cohort.begins_on, Cohort.ends_on)
        .join(Cohort, Cohort.programme_id == Programme.id)
        .join(Membership, Membership.cohort_id == Cohort.id),
    ),
    _Place(
        "teams",
        Phrase("As one of a team"),
        TeamMember.person_id,
        select(Programme.name, Team.name, TeamMember.first_day, TeamMember.last_day)
        .join(Team, Team.programme_id == Programme.id)
        .join(TeamMember, TeamMember.team_id == Team.id),
    ),
    _Place(
        "workplaces",
        Phrase("As one who works at a workplace"),
        Employee.person_id,
        select(Programme.name, Workplace.path)
        .join(Workplace, Workplace.programme_id == Programme.id)
        .join(Employee, Employee.workplace_id == Workplace.id),
    ),
    _Place(
        "heads",
        Phrase("As head of a workplace"),
        Workplace.head_id,
        select(Programme.name, Workplace.path).join(
            Workplace, Workplace.programme_id == Programme.id
        ),
    ),
    _Place(
        "modules",
        Phrase("As one who holds a module"),
        CourseModule.consultant_id,
        select(Programme.name, CourseModule.name).join(
            CourseModule, CourseModule.programme_id == Programme.id
        ),
    ),
    _Place(
        "initiatives",
        Phrase("As owner of an initiative"),
        Initiative.owner_id,
        select(
            Programme.name, Initiative.title, Initiative.started_on, Initiative.follow_up_on
        ).join(Initiative, Initiative.programme_id == Programme.id),
    ),
)


def programme_parts_of(source: Source) -> Iterator[OwnPart]:
    """Yield each kind of place that the programmes of the asking departments give the person."""
    for place in _PLACES:
        query = place.query.where(place.person_id == source.person_id).order_by(Programme.name)
        if source.department_ids is not None:
            query = query.where(Programme.department_id.in_(source.department_ids))
        rows = source.session.execute(query) if source.person else ()
        yield OwnPart(place.key, place.title, _COLUMNS, tuple(_row(*found) for found in rows))


def _row(programme: str, name: str, first: object = None, last: object = None) -> tuple[str, ...]:
    return (programme, name, str(first or ""), str(last or ""))
