"""The cohorts of a programme, with their periods, as somebody wrote them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from feedback.errors import Fault, InputError
from feedback.models import Cohort, Membership
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.people.forgetting import is_named
from feedback.operations.people.typed import words_faults
from feedback.operations.people.written import lines_in, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Programme
    from feedback.operations.acts import Actor
    from feedback.operations.people.written import WrittenLine

_NAME, _BEGINS, _ENDS = range(3)
_HEADINGS: Final = frozenset({"börjar", "första dag", "från", "begins", "first day", "from"})


def cohorts_of(session: Session, programme: Programme) -> Sequence[Cohort]:
    """Return a programme's cohorts in the order in which they were written."""
    return session.scalars(
        select(Cohort)
        .where(Cohort.programme_id == programme.id)
        .order_by(Cohort.position, Cohort.name)
        .execution_options(populate_existing=True)
    ).all()


def sizes_of(session: Session, programme: Programme) -> Mapping[UUID, int]:
    """Return how many were put into each cohort that anybody was put into."""
    counted = (
        select(Membership.cohort_id, func.count())
        .where(Membership.programme_id == programme.id)
        .group_by(Membership.cohort_id)
    )
    return {row[0]: row[1] for row in session.execute(counted)}


def cohorts_as_text(cohorts: Sequence[Cohort]) -> str:
    """Return cohorts as they are written: one a line."""
    return written((one.name, str(one.begins_on or ""), str(one.ends_on or "")) for one in cohorts)


def put_cohorts(session: Session, programme: Programme, text: str, *, by: Actor) -> None:
    """Let the cohorts be what a text says; raise InputError with every fault of it.

    A line is a name, the first day and the last, with semicolons or tabs between; a period that
    is not settled yet is left out. A cohort that is no longer written goes, unless somebody was
    put into it or it has met.
    """
    lines = lines_in(text, place=_BEGINS, headings=_HEADINGS)
    before = {one.name: one for one in cohorts_of(session, programme)}
    wanted = {line[_NAME] for line in lines}
    used = select(Cohort.name).where(Cohort.programme_id == programme.id, is_named(Cohort))
    missing = [name for name in session.scalars(used.order_by(Cohort.name)) if name not in wanted]
    faults = [
        *_faults(lines),
        *(Fault("%(cohort)s is in use and must be in the list.", cohort=name) for name in missing),
    ]
    if faults:
        raise InputError(faults)
    for name, cohort in before.items():
        if name not in wanted:
            session.delete(cohort)
    session.flush()  # a name is free again
    for position, line in enumerate(lines):
        cohort = before.get(line[_NAME]) or Cohort(programme_id=programme.id, name=line[_NAME])
        cohort.begins_on, cohort.ends_on = line.day(_BEGINS), line.day(_ENDS)
        cohort.position = position
        session.add(cohort)
    audit_log.note(session, by, Act.PUT_COHORTS, programme)


def _faults(lines: Sequence[WrittenLine]) -> Iterator[Fault]:
    for line in lines:
        if not line[_NAME] or line.has_more_than(3):
            yield Fault(
                "Line %(line)s: write a name, the first day and the last, with semicolons between.",
                line=line.number,
            )
            continue
        yield from words_faults(line[_NAME])
        yield from line.day_faults(_BEGINS, _ENDS)
        begins, ends = line.day(_BEGINS), line.day(_ENDS)
        if begins and ends and ends < begins:
            yield Fault("Line %(line)s: the last day comes before the first.", line=line.number)
    for name, count in Counter(line[_NAME] for line in lines if line[_NAME]).items():
        if count > 1:
            yield Fault("%(name)s stands more than once in the list.", name=name)
