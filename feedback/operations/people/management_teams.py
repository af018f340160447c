"""The teams of a programme: who belongs to each from today on, as somebody wrote it.

What is written is the whole truth of today: whoever is not there has left, and stays in the row
that says from when to when they belonged.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from feedback.errors import Fault, InputError
from feedback.models import Team, TeamMember
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.people.forgetting import is_named
from feedback.operations.people.register import PersonFacts, forget_people, register_people
from feedback.operations.people.typed import name_faults, words_faults
from feedback.operations.people.written import ADDRESS_HEADINGS, lines_in, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from feedback.models import Person, Programme
    from feedback.operations.acts import Actor
    from feedback.operations.people.written import WrittenLine

HEAD: Final = "chef"
"""What stands behind the head of a team."""

_HEAD_WORDS: Final = frozenset({HEAD, "head", "x", "ja", "yes"})
_TEAM, _NAME, _EMAIL, _IS_HEAD = range(4)


def teams_of(session: Session, programme: Programme) -> Sequence[Team]:
    """Return a programme's teams by name, each with everybody who belonged to it."""
    return session.scalars(
        select(Team)
        .where(Team.programme_id == programme.id)
        .options(selectinload(Team.members).joinedload(TeamMember.person))
        .order_by(Team.name)
        .execution_options(populate_existing=True)
    ).all()


def as_text(teams: Sequence[Team], day: date) -> str:
    """Return who belongs to which team on a day, as it is written: one a line."""
    return written(
        (team.name, one.person.name, one.person.email or "", HEAD if one.is_head else "")
        for team in teams
        for one in team.members_on(day)
    )


def put_teams(session: Session, programme: Programme, text: str, *, by: Actor) -> None:
    """Let the teams be from today on what a text says; raise InputError with every fault of it.

    A line is a team, a name and an address, with semicolons or tabs between, and a word behind
    the head.
    """
    lines = lines_in(text, place=_EMAIL, headings=ADDRESS_HEADINGS)
    if faults := list(_faults(lines)):
        raise InputError(faults)
    people = register_people(
        session,
        programme.department,
        (PersonFacts(line[_NAME], line.address(_EMAIL)) for line in lines),
    )
    teams = {team.name: team for team in teams_of(session, programme)}
    wanted = {_place(line): bool(line[_IS_HEAD]) for line in lines}
    staying, gone = _let_go(session, teams.values(), wanted, today=by.today)
    session.flush()  # a team has one head at a time, also in between
    for line in lines:
        if _place(line) not in staying:
            name = line[_TEAM]
            team = teams.setdefault(name, Team(programme_id=programme.id, name=name))
            session.add(
                TeamMember(
                    team=team,
                    person=people[line.address(_EMAIL)],
                    first_day=by.today,
                    is_head=bool(line[_IS_HEAD]),
                )
            )
    session.flush()
    unnamed = delete(Team).where(Team.programme_id == programme.id, ~is_named(Team))
    session.execute(unnamed, execution_options={"synchronize_session": False})
    audit_log.note(session, by, Act.PUT_TEAMS, programme)
    forget_people(session, [person.id for person in gone])


def _let_go(
    session: Session,
    teams: Iterable[Team],
    wanted: Mapping[tuple[str, str], bool],
    *,
    today: date,
) -> tuple[set[tuple[str, str]], list[Person]]:
    """End what is no longer wanted; return the places that stay, and who lost one."""
    staying, gone = set(), []
    for team in teams:
        for one in team.members:
            place = (team.name, one.person.email or "")
            if one.last_day is not None:
                continue
            if wanted.get(place) is one.is_head:
                staying.add(place)
                continue
            gone.append(one.person)
            if one.first_day < today:
                one.last_day = today - timedelta(days=1)
            else:  # put right the same day: nobody was there
                session.delete(one)
    return staying, gone


def _place(line: WrittenLine) -> tuple[str, str]:
    return line[_TEAM], line.address(_EMAIL)


def _faults(lines: Sequence[WrittenLine]) -> Iterator[Fault]:
    whole = []
    for line in lines:
        if not all((line[_TEAM], line[_NAME], line[_EMAIL])) or line.has_more_than(4):
            yield Fault(
                "Line %(line)s: write team, name and address, with semicolons between.",
                line=line.number,
            )
            continue
        whole.append(line)
        yield from words_faults(line[_TEAM])
        yield from name_faults(line[_NAME])
        yield from line.address_faults(_EMAIL)
        if line[_IS_HEAD] and line[_IS_HEAD].casefold() not in _HEAD_WORDS:
            yield Fault(
                "Line %(line)s: write “%(word)s” behind the head, and nothing behind the others.",
                line=line.number,
                word=HEAD,
            )
    for (team, email), count in Counter(map(_place, whole)).items():
        if count > 1:
            yield Fault("%(email)s stands more than once in %(team)s.", email=email, team=team)
    for team, count in Counter(line[_TEAM] for line in whole if line[_IS_HEAD]).items():
        if count > 1:
            yield Fault("%(team)s has more than one head.", team=team)
