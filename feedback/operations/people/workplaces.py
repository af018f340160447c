"""The workplaces of a programme and who works where, as the newest staff list says it.

A list adds and moves; only who says that it is whole lets people and workplaces go.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar
from uuid import uuid4

from sqlalchemy import delete, func, select

from feedback.database.many_rows import in_chunks, insert_rows, update_rows
from feedback.models import Employee, Person, Workplace
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.people.forgetting import is_named
from feedback.operations.people.register import PersonFacts, forget_people, register_ids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from feedback.models import Programme
    from feedback.operations.acts import Actor
    from feedback.operations.people.file import StaffFile
    from feedback.operations.people.file.workplace_tree import Names
    from feedback.operations.people.file.workplaces import PlacedEmployee

Fact = TypeVar("Fact")

BETWEEN: Final = " / "
"""What stands between the names of a path."""

_FACTS: Final = ("parent_id", "code", "name", "path", "head_id", "unnamed")


@dataclass(frozen=True, slots=True)
class WorkplaceRow:
    """A workplace as a table shows it: how many are counted in it, and in it and all below."""

    path: str
    code: str
    head: str
    staff: int
    unnamed: int
    below: int

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.rpartition(BETWEEN)[2]

    @property
    def above(self) -> str:
        """The names above it; empty at the top."""
        return self.path.rpartition(BETWEEN)[0]


@dataclass(frozen=True, slots=True)
class StaffChange:
    """What a staff list has changed."""

    workplaces: int
    people: int
    unnamed: int
    added: int
    moved: int
    gone: int


def workplaces_of(session: Session, programme: Programme) -> list[WorkplaceRow]:
    """Return a programme's workplaces by path, each with how many work there."""
    counted = dict(
        session.execute(
            select(Employee.workplace_id, func.count())
            .where(Employee.programme_id == programme.id)
            .group_by(Employee.workplace_id)
        ).all()
    )
    found = session.execute(
        select(
            *(Workplace.id, Workplace.parent_id, Workplace.path, Workplace.code, Workplace.unnamed),
            Person.name,
        )
        .outerjoin(Person, Workplace.head_id == Person.id)
        .where(Workplace.programme_id == programme.id)
        .order_by(Workplace.path)
    ).all()
    parents = {row.id: row.parent_id for row in found}
    below: Counter[UUID] = Counter()
    for row in found:
        here: UUID | None = row.id
        while here is not None:
            below[here] += counted.get(row.id, 0) + row.unnamed
            here = parents[here]
    return [
        WorkplaceRow(
            *(row.path, row.code, row.name or ""),
            staff=counted.get(row.id, 0) + row.unnamed,
            unnamed=row.unnamed,
            below=below[row.id],
        )
        for row in found
    ]


def put_staff(
    session: Session, programme: Programme, file: StaffFile, *, is_whole: bool, by: Actor
) -> StaffChange:
    """Take a staff list: new workplaces and people, who moved, and, if it is whole, who is gone."""
    ids = register_ids(
        session,
        programme.department,
        (
            PersonFacts(one.name, one.email, one.own_number, workplace=one.workplace[-1])
            for one in file.employees
        ),
    )
    tree = _Tree(session, programme)
    tree.take(file, ids, is_whole=is_whole)
    before = _employees_of(session, programme)
    places = {ids[one.identity]: tree.place_of(one) for one in file.employees}
    new = [person for person in places if person not in before]
    moved = [one for one in places if one in before and before[one].workplace_id != places[one]]
    gone = [person for person in before if person not in places] if is_whole else []
    _write(session, programme, places, before, new=new, moved=moved)
    _let_go(session, [before[person].id for person in gone])
    if is_whole:
        tree.let_go()
    session.expire_all()
    audit_log.note(session, by, Act.PUT_STAFF, programme)
    forget_people(session, gone)
    return StaffChange(
        workplaces=len(tree.ids),
        people=len(places),
        unnamed=sum(file.unnamed.values()),
        added=len(new),
        moved=len(moved),
        gone=len(gone),
    )


class _Tree:
    """The workplaces of a programme while a list is taken, by their names from the top."""

    def __init__(self, session: Session, programme: Programme) -> None:
        """Read what there is."""
        self.session, self.programme = session, programme
        self.top = programme.department.name
        self.ids: dict[Names, UUID] = {}
        columns = (*(getattr(Workplace, fact) for fact in _FACTS), Workplace.id)
        found = session.execute(select(*columns).where(Workplace.programme_id == programme.id))
        self.known = {row.id: {fact: getattr(row, fact) for fact in _FACTS} for row in found}

    def take(self, file: StaffFile, ids: Mapping[str, UUID], *, is_whole: bool) -> None:
        """Make, rename and move what the list says, and note heads and who is unnamed."""
        by_code = {row["code"]: key for key, row in self.known.items()}
        by_path = {row["path"]: key for key, row in self.known.items()}
        codes = {(): "", **self._below_top(file.workplaces)}
        unnamed = self._below_top(file.unnamed)
        heads = {self._names(one): ids[one.identity] for one in file.employees if one.is_head}
        rows: dict[UUID, dict[str, Any]] = {}
        for names in sorted(codes, key=len):
            path = BETWEEN.join((self.top, *names))
            code = codes[names] or path
            key = by_code.get(code) or by_path.get(path) or uuid4()
            old = {} if is_whole else self.known.get(key, {})
            self.ids[names] = key
            rows[key] = {
                "parent_id": self.ids[names[:-1]] if names else None,
                "code": code,
                "name": names[-1] if names else self.top,
                "path": path,
                "head_id": heads.get(names, old.get("head_id")),
                "unnamed": unnamed.get(names, old.get("unnamed", 0)),
            }
        self._write(rows)

    def place_of(self, one: PlacedEmployee) -> UUID:
        """Return where somebody is counted: a head above what they lead."""
        names = self._names(one)
        return self.ids[names[:-1] if one.is_head else names]

    def let_go(self) -> None:
        """Remove the workplaces that the list does not have, where nothing speaks of them."""
        gone = self.known.keys() - {*self.ids.values()}
        by_depth: dict[int, list[UUID]] = defaultdict(list)
        for key in gone:
            by_depth[self.known[key]["path"].count(BETWEEN)].append(key)
        self.session.flush()
        for depth in sorted(by_depth, reverse=True):  # what stands below first
            for chunk in in_chunks(by_depth[depth]):
                self.session.execute(
                    delete(Workplace).where(Workplace.id.in_(chunk), ~is_named(Workplace)),
                    execution_options={"synchronize_session": False},
                )

    def _write(self, rows: dict[UUID, dict[str, Any]]) -> None:
        """Write what is new and what changed; first out of the way: two may change places."""
        new = [{"id": key, **row} for key, row in rows.items() if key not in self.known]
        for row in new:
            row["programme_id"] = self.programme.id
        changed = [
            {"id": key, **row} for key, row in rows.items() if self.known.get(key, row) != row
        ]
        away = [
            {"id": row["id"], "code": str(row["id"]), "path": str(row["id"])} for row in changed
        ]
        update_rows(self.session, Workplace, away)
        insert_rows(self.session, Workplace, new)
        update_rows(self.session, Workplace, changed)

    def _names(self, one: PlacedEmployee) -> Names:
        return self._from_top(one.workplace)

    def _from_top(self, names: Names) -> Names:
        """Return names without the organisation's own, which some lists begin with."""
        return names[1:] if names[0].casefold() == self.top.casefold() else names

    def _below_top(self, facts: Mapping[Names, Fact]) -> dict[Names, Fact]:
        return {self._from_top(names): fact for names, fact in facts.items()}


def _employees_of(session: Session, programme: Programme) -> dict[UUID, Row[*tuple[Any, ...]]]:
    """Return who works where, by person."""
    columns = select(Employee.id, Employee.person_id, Employee.workplace_id)
    found = session.execute(columns.where(Employee.programme_id == programme.id))
    return {row.person_id: row for row in found}


def _write(
    session: Session,
    programme: Programme,
    places: Mapping[UUID, UUID],
    before: Mapping[UUID, Row[*tuple[Any, ...]]],
    *,
    new: Sequence[UUID],
    moved: Sequence[UUID],
) -> None:
    """Write down where people work who were nowhere, or elsewhere."""
    added = [
        {"id": uuid4(), "programme_id": programme.id, "workplace_id": places[one], "person_id": one}
        for one in new
    ]
    insert_rows(session, Employee, added)
    there = [{"id": before[one].id, "workplace_id": places[one]} for one in moved]
    update_rows(session, Employee, there)


def _let_go(session: Session, employees: Sequence[UUID]) -> None:
    for chunk in in_chunks(employees):
        session.execute(
            delete(Employee).where(Employee.id.in_(chunk)),
            execution_options={"synchronize_session": False},
        )
