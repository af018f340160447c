"""Who was put into which cohort of a programme, with team, workplace and level, as it was first.

What a programme gave is reckoned by it, so it stays as it was, also for whoever moved later. Until
the cohort begins anything may be put right; after that only what is said to be an error.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from feedback.database.many_rows import in_chunks
from feedback.errors import Fault, InputError
from feedback.models import Cohort, Membership, Person, Team, Workplace
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.people.register import PersonFacts, forget_people, register_people
from feedback.operations.people.typed import name_faults, words_faults
from feedback.operations.people.written import ADDRESS_HEADINGS, lines_in, written
from feedback.operations.programmes.cohorts import cohorts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Programme
    from feedback.operations.acts import Actor
    from feedback.operations.people.written import WrittenLine

_NAME, _EMAIL, _COHORT, _TEAM, _WORKPLACE, _LEVEL = range(6)
HEADINGS: Final = ("Namn", "E-post", "Programgrupp", "Ledningsgrupp", "Arbetsplats", "Nivå")
"""What stands above the parts of a line in a file."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a programme put somebody at first, in words."""

    name: str
    email: str
    cohort: str
    team: str
    workplace: str
    level: str


@dataclass(frozen=True, slots=True)
class _Place:
    cohort_id: UUID
    team_id: UUID | None
    workplace_id: UUID | None
    level: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What of the programme a line may name."""

    cohorts: Mapping[str, Cohort]
    teams: Mapping[str, UUID]
    workplaces: Mapping[str, UUID]  # by code and by path

    def place(self, line: WrittenLine) -> _Place:
        """Return where a line without faults puts somebody."""
        return _Place(
            self.cohorts[line[_COHORT]].id,
            self.teams.get(line[_TEAM]),
            self.workplaces.get(line[_WORKPLACE]),
            line[_LEVEL],
        )


def placings_of(session: Session, programme: Programme) -> list[Placing]:
    """Return whom a programme put where, by cohort and name."""
    rows = session.execute(
        select(Person.name, Person.email, Cohort.name, Team.name, Workplace.path, Membership.level)
        .select_from(Membership)
        .join(Membership.person)
        .join(Membership.cohort)
        .outerjoin(Membership.team)
        .outerjoin(Membership.workplace)
        .where(Membership.programme_id == programme.id)
        .order_by(Cohort.position, Cohort.name, Person.name, Person.email)
    )
    return [Placing(*(cell or "" for cell in row)) for row in rows]


def placings_as_text(placings: Iterable[Placing]) -> str:
    """Return placings as they are written: one a line."""
    return written(
        (one.name, one.email, one.cohort, one.team, one.workplace, one.level) for one in placings
    )


def put_memberships(
    session: Session,
    programme: Programme,
    text: str,
    *,
    by: Actor,
    is_whole: bool = False,
    puts_right: bool = False,
) -> None:
    """Put people into cohorts as a text says; raise InputError with every fault of it.

    A line is a name, an address and a cohort, perhaps a team, a workplace (its code or path) and
    a level, with semicolons or tabs between. Whoever is not in the text stays, unless it
    `is_whole`. Whoever's cohort has begun is only changed where that `puts_right` an error.
    """
    lines = lines_in(text, place=_EMAIL, headings=ADDRESS_HEADINGS)
    known, before = _known(session, programme), _before(session, programme)
    faults = [fault for line in lines for fault in _line_faults(line, known)] + _twice(lines)
    if faults:
        raise InputError(faults)
    wanted = {line.address(_EMAIL): known.place(line) for line in lines}
    changed = [
        one
        for email, one in before.items()
        if (wanted[email] != _place_of(one) if email in wanted else is_whole)
    ]
    if not puts_right:
        _refuse_moves(changed, by.today)
    people = register_people(
        session,
        programme.department,
        (PersonFacts(line[_NAME], line.address(_EMAIL)) for line in lines),
    )
    gone = [one.person_id for email, one in before.items() if is_whole and email not in wanted]
    _take_away(session, programme, gone)
    for email, place in wanted.items():
        one = before.get(email) or Membership(programme_id=programme.id, person=people[email])
        one.cohort_id, one.level = place.cohort_id, place.level
        one.team_id, one.workplace_id = place.team_id, place.workplace_id
        session.add(one)
    details = "puts an error right" if puts_right and changed else ""
    audit_log.note(session, by, Act.PUT_MEMBERSHIPS, programme, details=details)
    forget_people(session, gone)


def _known(session: Session, programme: Programme) -> _Known:
    teams = session.execute(select(Team.name, Team.id).where(Team.programme_id == programme.id))
    workplaces = session.execute(
        select(Workplace.code, Workplace.path, Workplace.id).where(
            Workplace.programme_id == programme.id
        )
    ).all()
    return _Known(
        {one.name: one for one in cohorts_of(session, programme)},
        {team.name: team.id for team in teams},
        {one.path: one.id for one in workplaces} | {one.code: one.id for one in workplaces},
    )


def _before(session: Session, programme: Programme) -> dict[str, Membership]:
    found = session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(Membership.programme_id == programme.id)
        .options(joinedload(Membership.person), joinedload(Membership.cohort))
        .order_by(Person.name, Person.email)
        .execution_options(populate_existing=True)
    )
    return {one.person.email or "": one for one in found}


def _place_of(one: Membership) -> _Place:
    return _Place(one.cohort_id, one.team_id, one.workplace_id, one.level)


def _has_begun(one: Membership, today: date) -> bool:
    return one.cohort.begins_on is not None and one.cohort.begins_on <= today


def _take_away(session: Session, programme: Programme, person_ids: Sequence[UUID]) -> None:
    for chunk in in_chunks(person_ids):
        session.execute(
            delete(Membership).where(
                Membership.programme_id == programme.id, Membership.person_id.in_(chunk)
            ),
            execution_options={"synchronize_session": False},
        )


def _refuse_moves(changed: Iterable[Membership], today: date) -> None:
    faults = [
        Fault(
            "%(name)s was put into %(cohort)s, which has begun. That stays as it was, "
            "unless you say that you put an error right.",
            name=one.person.name,
            cohort=one.cohort.name,
        )
        for one in changed
        if _has_begun(one, today)
    ]
    if faults:
        raise InputError(faults)


def _line_faults(line: WrittenLine, known: _Known) -> Iterator[Fault]:
    if not all((line[_NAME], line[_EMAIL], line[_COHORT])) or line.has_more_than(len(HEADINGS)):
        yield Fault(
            "Line %(line)s: write name, address and cohort, with semicolons between.",
            line=line.number,
        )
        return
    yield from name_faults(line[_NAME])
    yield from line.address_faults(_EMAIL)
    yield from words_faults(line[_LEVEL])
    if line[_COHORT] not in known.cohorts:
        yield Fault(
            "Line %(line)s: the programme has no cohort called %(name)s. Write it among the "
            "cohorts first.",
            line=line.number,
            name=line[_COHORT],
        )
    if line[_TEAM] and line[_TEAM] not in known.teams:
        yield Fault(
            "Line %(line)s: the programme has no team called %(name)s.",
            line=line.number,
            name=line[_TEAM],
        )
    if line[_WORKPLACE] and line[_WORKPLACE] not in known.workplaces:
        yield Fault(
            "Line %(line)s: the programme has no workplace called %(name)s.",
            line=line.number,
            name=line[_WORKPLACE],
        )


def _twice(lines: Sequence[WrittenLine]) -> list[Fault]:
    counts = Counter(line.address(_EMAIL) for line in lines if line[_EMAIL])
    return [
        Fault("%(name)s stands more than once in the list.", name=email)
        for email, count in counts.items()
        if count > 1
    ]
