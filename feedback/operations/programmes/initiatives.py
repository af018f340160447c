"""What those in a programme set going at home, and how far each thing has come, as it was told."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from feedback.errors import Fault, InputError
from feedback.models import Initiative, InitiativeStatus, Workplace
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.people.register import PersonFacts, forget_people, register_people
from feedback.operations.people.typed import name_faults, words_faults
from feedback.operations.people.written import lines_in, written

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from feedback.models import Programme
    from feedback.operations.acts import Actor
    from feedback.operations.people.written import WrittenLine

HEADINGS: Final = (
    *("Satsning", "Arbetsplats", "Ansvarig", "E-post", "Läge"),
    *("Började", "Följs upp", "Utfall"),
)
"""What stands above the parts of a line in a file."""

WORDS: Final[Mapping[InitiativeStatus, str]] = {
    InitiativeStatus.PLANNED: "planerad",
    InitiativeStatus.UNDER_WAY: "pågår",
    InitiativeStatus.DONE: "genomförd",
    InitiativeStatus.DROPPED: "nedlagd",
}
"""How far an initiative has come, as a list says it."""

_TITLE, _WORKPLACE, _OWNER, _EMAIL, _STATUS, _STARTED, _FOLLOW_UP, _OUTCOME = range(len(HEADINGS))
_TITLE_HEADINGS: Final = frozenset({"satsning", "initiativ", "initiative"})
_STATUSES: Final = {word: status for status, word in WORDS.items()} | {
    status.value.replace("_", " "): status for status in InitiativeStatus
}
_KNOWN_FOR: Final = timedelta(days=180)


def initiatives_of(session: Session, programme: Programme) -> Sequence[Initiative]:
    """Return a programme's initiatives by title, each with its workplace and owner."""
    return session.scalars(
        select(Initiative)
        .outerjoin(Initiative.workplace)
        .where(Initiative.programme_id == programme.id)
        .options(joinedload(Initiative.workplace), joinedload(Initiative.owner))
        .order_by(Initiative.title, Workplace.path, Initiative.id)
        .execution_options(populate_existing=True)
    ).all()


def status_on(initiative: Initiative, day: date) -> InitiativeStatus | None:
    """Return how far an initiative has come; None if nobody has said so for half a year.

    What is done or dropped stays so.
    """
    if initiative.status in {InitiativeStatus.DONE, InitiativeStatus.DROPPED}:
        return initiative.status
    return initiative.status if day - initiative.status_on <= _KNOWN_FOR else None


def initiative_cells(one: Initiative) -> tuple[str, ...]:
    """Return an initiative as the parts of a line."""
    return (
        one.title,
        one.workplace.path if one.workplace else "",
        one.owner.name if one.owner else "",
        (one.owner.email or "") if one.owner else "",
        WORDS[one.status],
        str(one.started_on or ""),
        str(one.follow_up_on or ""),
        one.outcome,
    )


def initiatives_as_text(initiatives: Sequence[Initiative]) -> str:
    """Return initiatives as they are written: one a line."""
    return written(map(initiative_cells, initiatives))


def put_initiatives(session: Session, programme: Programme, text: str, *, by: Actor) -> None:
    """Let the initiatives be what a text says; raise InputError with every fault of it.

    A line is a title, perhaps a workplace (its code or path), the owner's name and address, how
    far it has come, the day it began, the day to look again, and what came of it, with
    semicolons or tabs between. Title and workplace tell initiatives apart; one that is no longer
    written goes. Its status is of today where it is written anew or otherwise than before.
    """
    lines = lines_in(text, place=_TITLE, headings=_TITLE_HEADINGS)
    found = session.scalars(select(Workplace).where(Workplace.programme_id == programme.id)).all()
    workplaces = {one.path: one for one in found} | {one.code: one for one in found}
    faults = [fault for line in lines for fault in _faults(line, workplaces)]
    places = [_place(line, workplaces) for line in lines]
    wanted, counts = dict(zip(places, lines, strict=True)), Counter(places)
    faults += [
        Fault("%(name)s stands more than once in the list.", name=title)
        for (title, _), count in counts.items()
        if title and count > 1
    ]
    if faults:
        raise InputError(faults)
    there = initiatives_of(session, programme)
    before = {_place_of(one): one for one in there}
    owned_before = [one.owner_id for one in there if one.owner_id]
    people = register_people(
        session,
        programme.department,
        (PersonFacts(line[_OWNER], line.address(_EMAIL)) for line in lines if line[_EMAIL]),
    )
    for one in there:  # two people may have written the same at the same moment
        if _place_of(one) not in wanted or before[_place_of(one)] is not one:
            session.delete(one)
    for place, line in wanted.items():
        one = before.get(place) or Initiative(programme_id=programme.id, title=line[_TITLE])
        status = _STATUSES.get(line[_STATUS].casefold(), InitiativeStatus.PLANNED)
        if place not in before or one.status is not status:
            one.status, one.status_on = status, by.today
        one.workplace = workplaces.get(line[_WORKPLACE])
        one.owner = people[line.address(_EMAIL)] if line[_EMAIL] else None
        one.started_on, one.follow_up_on = line.day(_STARTED), line.day(_FOLLOW_UP)
        one.outcome = line[_OUTCOME]
        session.add(one)
    audit_log.note(session, by, Act.PUT_INITIATIVES, programme)
    forget_people(session, owned_before)


def _place(line: WrittenLine, workplaces: Mapping[str, Workplace]) -> tuple[str, str]:
    workplace = workplaces.get(line[_WORKPLACE])
    return line[_TITLE], workplace.path if workplace else ""


def _place_of(one: Initiative) -> tuple[str, str]:
    return one.title, one.workplace.path if one.workplace else ""


def _faults(line: WrittenLine, workplaces: Container[str]) -> Iterator[Fault]:
    is_half = bool(line[_OWNER]) is not bool(line[_EMAIL])
    if not line[_TITLE] or is_half or line.has_more_than(len(HEADINGS)):
        yield Fault(
            "Line %(line)s: write a title, and an owner with both name and address or not at all, "
            "with semicolons between.",
            line=line.number,
        )
        return
    yield from words_faults(line[_TITLE], line[_OUTCOME])
    if line[_WORKPLACE] and line[_WORKPLACE] not in workplaces:
        yield Fault(
            "Line %(line)s: the programme has no workplace called %(name)s.",
            line=line.number,
            name=line[_WORKPLACE],
        )
    if line[_EMAIL]:
        yield from name_faults(line[_OWNER])
        yield from line.address_faults(_EMAIL)
    if line[_STATUS] and line[_STATUS].casefold() not in _STATUSES:
        yield Fault(
            "Line %(line)s: write how far it has come as one of: %(words)s.",
            line=line.number,
            words=", ".join(WORDS.values()),
        )
    yield from line.day_faults(_STARTED, _FOLLOW_UP)
