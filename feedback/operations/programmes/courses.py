"""The modules of a programme with who holds them, and the occasions on which cohorts met them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from feedback.errors import Fault, InputError
from feedback.models import Cohort, CourseModule, CourseOccasion
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.people.forgetting import is_named
from feedback.operations.people.register import PersonFacts, forget_people, register_people
from feedback.operations.people.typed import name_faults, words_faults
from feedback.operations.people.written import lines_in, written
from feedback.operations.programmes.cohorts import cohorts_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Programme
    from feedback.operations.acts import Actor
    from feedback.operations.people.written import WrittenLine

_MODULE, _CONSULTANT, _EMAIL = range(3)
_COHORT, _DAY, _ALTERED = range(1, 4)
_MODULE_HEADINGS: Final = frozenset({"modul", "module"})
_DAY_HEADINGS: Final = frozenset({"dag", "datum", "day", "date"})


def modules_of(session: Session, programme: Programme) -> Sequence[CourseModule]:
    """Return a programme's modules in the order in which they were written, with who holds them."""
    return session.scalars(
        select(CourseModule)
        .where(CourseModule.programme_id == programme.id)
        .options(joinedload(CourseModule.consultant))
        .order_by(CourseModule.position, CourseModule.name)
        .execution_options(populate_existing=True)
    ).all()


def occasions_of(session: Session, programme: Programme) -> Sequence[CourseOccasion]:
    """Return a programme's occasions by module and day, each with its module and cohort."""
    return session.scalars(
        select(CourseOccasion)
        .join(CourseOccasion.module)
        .join(CourseOccasion.cohort)
        .where(CourseModule.programme_id == programme.id)
        .options(joinedload(CourseOccasion.module), joinedload(CourseOccasion.cohort))
        .order_by(CourseModule.position, CourseModule.name, CourseOccasion.day, Cohort.position)
        .execution_options(populate_existing=True)
    ).all()


def occasion_counts(session: Session, programme: Programme) -> Mapping[UUID, int]:
    """Return on how many occasions each module is held that has any."""
    counted = (
        select(CourseOccasion.module_id, func.count())
        .join(CourseOccasion.module)
        .where(CourseModule.programme_id == programme.id)
        .group_by(CourseOccasion.module_id)
    )
    return {row[0]: row[1] for row in session.execute(counted)}


def modules_as_text(modules: Sequence[CourseModule]) -> str:
    """Return modules as they are written: one a line."""
    return written(
        (one.name, held_by.name, held_by.email or "")
        if (held_by := one.consultant)
        else (one.name,)
        for one in modules
    )


def occasions_as_text(occasions: Sequence[CourseOccasion]) -> str:
    """Return occasions as they are written: one a line."""
    return written(
        (one.module.name, one.cohort.name, str(one.day), one.altered) for one in occasions
    )


def put_modules(session: Session, programme: Programme, text: str, *, by: Actor) -> None:
    """Let the modules be what a text says; raise InputError with every fault of it.

    A line is a module, perhaps with the name and address of who holds it, with semicolons or tabs
    between. A module that is no longer written goes, unless it has an occasion.
    """
    lines = lines_in(text, place=_MODULE, headings=_MODULE_HEADINGS)
    before = {one.name: one for one in modules_of(session, programme)}
    wanted = {line[_MODULE] for line in lines}
    used = select(CourseModule.name).where(
        CourseModule.programme_id == programme.id, is_named(CourseModule)
    )
    missing = [name for name in session.scalars(used) if name not in wanted]
    faults = [
        *_module_faults(lines),
        *(
            Fault("%(module)s has occasions and must be in the list.", module=one)
            for one in missing
        ),
    ]
    if faults:
        raise InputError(faults)
    held_before = [one.consultant_id for one in before.values() if one.consultant_id]
    people = register_people(
        session,
        programme.department,
        (PersonFacts(line[_CONSULTANT], line.address(_EMAIL)) for line in lines if line[_EMAIL]),
    )
    for name, module in before.items():
        if name not in wanted:
            session.delete(module)
    session.flush()  # a name is free again
    for position, line in enumerate(lines):
        name = line[_MODULE]
        module = before.get(name) or CourseModule(programme_id=programme.id, name=name)
        module.consultant = people[line.address(_EMAIL)] if line[_EMAIL] else None
        module.position = position
        session.add(module)
    audit_log.note(session, by, Act.PUT_MODULES, programme)
    forget_people(session, held_before)


def put_occasions(session: Session, programme: Programme, text: str, *, by: Actor) -> None:
    """Let the occasions be what a text says; raise InputError with every fault of it.

    A line is a module, a cohort and a day, perhaps with what was altered since the occasion
    before, with semicolons or tabs between. An occasion that is no longer written goes, unless a
    campaign asks about it.
    """
    lines = lines_in(text, place=_DAY, headings=_DAY_HEADINGS)
    modules = {one.name: one for one in modules_of(session, programme)}
    cohorts = {one.name: one for one in cohorts_of(session, programme)}
    faults = list(_occasion_faults(lines, modules, cohorts))
    if faults:
        raise InputError(faults)
    wanted = {(line[_MODULE], line[_COHORT], line.day(_DAY)): line[_ALTERED] for line in lines}
    before = {_place_of(one): one for one in occasions_of(session, programme)}
    gone = {one.id: one for place, one in before.items() if place not in wanted}
    asked = session.scalars(
        select(CourseOccasion.id)
        .join(CourseOccasion.module)
        .where(CourseModule.programme_id == programme.id, is_named(CourseOccasion))
    )
    if kept := [gone[found] for found in asked if found in gone]:
        raise InputError(
            [
                Fault(
                    "%(module)s with %(cohort)s on %(day)s is asked about in a campaign and must "
                    "be in the list.",
                    module=one.module.name,
                    cohort=one.cohort.name,
                    day=one.day,
                )
                for one in kept
            ]
        )
    for occasion in gone.values():
        session.delete(occasion)
    for place, altered in wanted.items():
        module, cohort, day = place
        occasion = before.get(place) or CourseOccasion(
            module=modules[module], cohort=cohorts[cohort], day=day
        )
        occasion.altered = altered
        session.add(occasion)
    audit_log.note(session, by, Act.PUT_OCCASIONS, programme)


def _place_of(one: CourseOccasion) -> tuple[str, str, date | None]:
    return one.module.name, one.cohort.name, one.day


def _module_faults(lines: Sequence[WrittenLine]) -> Iterator[Fault]:
    for line in lines:
        is_half = bool(line[_CONSULTANT]) is not bool(line[_EMAIL])
        if not line[_MODULE] or is_half or line.has_more_than(3):
            yield Fault(
                "Line %(line)s: write a module, or a module with the name and address of who "
                "holds it, with semicolons between.",
                line=line.number,
            )
            continue
        yield from words_faults(line[_MODULE])
        if line[_EMAIL]:
            yield from name_faults(line[_CONSULTANT])
            yield from line.address_faults(_EMAIL)
    for name, count in Counter(line[_MODULE] for line in lines if line[_MODULE]).items():
        if count > 1:
            yield Fault("%(name)s stands more than once in the list.", name=name)


def _occasion_faults(
    lines: Sequence[WrittenLine], modules: Container[str], cohorts: Container[str]
) -> Iterator[Fault]:
    for line in lines:
        if not all((line[_MODULE], line[_COHORT], line[_DAY])) or line.has_more_than(4):
            yield Fault(
                "Line %(line)s: write module, cohort and day, with semicolons between.",
                line=line.number,
            )
            continue
        if line[_MODULE] not in modules:
            yield Fault(
                "Line %(line)s: the programme has no module called %(name)s. Write it among the "
                "modules first.",
                line=line.number,
                name=line[_MODULE],
            )
        if line[_COHORT] not in cohorts:
            yield Fault(
                "Line %(line)s: the programme has no cohort called %(name)s. Write it among the "
                "cohorts first.",
                line=line.number,
                name=line[_COHORT],
            )
        yield from line.day_faults(_DAY)
        yield from words_faults(line[_ALTERED])
    counts = Counter((line[_MODULE], line[_COHORT], line[_DAY]) for line in lines)
    for (module, cohort, day), count in counts.items():
        if count > 1 and day:
            yield Fault(
                "%(module)s with %(cohort)s on %(day)s stands more than once in the list.",
                module=module,
                cohort=cohort,
                day=day,
            )
