"""What the entries of the audit log are about, and who acted, by the names they have today.

The log keeps kinds, ids and addresses, so that a name goes when its person goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from feedback.models import (
    Campaign,
    Department,
    Invitation,
    Person,
    Plan,
    Programme,
    Rater,
    Subject,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

Key = TypeVar("Key")
_AT_ONCE: Final = 500  # ids in one question; engines take some thousands
_LEADER: Final = aliased(Person)

_ABOUT: Final[dict[str, Callable[[Sequence[UUID]], Select[UUID, str, str]]]] = {
    "department": lambda ids: select(Department.id, Department.name, Department.name).where(
        Department.id.in_(ids)
    ),
    "programme": lambda ids: (
        select(Programme.id, Programme.name, Department.name)
        .join(Programme.department)
        .where(Programme.id.in_(ids))
    ),
    "campaign": lambda ids: (
        select(Campaign.id, Campaign.name, Programme.name)
        .join(Campaign.programme)
        .where(Campaign.id.in_(ids))
    ),
    "subject": lambda ids: (
        select(Subject.id, Person.name, Campaign.name)
        .join(Subject.person)
        .join(Subject.campaign)
        .where(Subject.id.in_(ids))
    ),
    "invitation": lambda ids: (
        select(Invitation.id, Person.name, _LEADER.name)
        .join(Rater, Invitation.rater_id == Rater.id)
        .join(Rater.person)
        .join(Subject, Invitation.subject_id == Subject.id)
        .join(_LEADER, Subject.person_id == _LEADER.id)
        .where(Invitation.id.in_(ids))
    ),
    "plan": lambda ids: (
        select(Plan.id, Person.name, Person.name).join(Plan.person).where(Plan.id.in_(ids))
    ),
}


@dataclass(frozen=True, slots=True)
class LoggedThing:
    """What an entry is about: its kind, its name, and what it belongs to.

    Of a rater's invitation that is the leader. `name` is empty where the thing is gone, and of
    what never had one.
    """

    kind: str
    key: str
    name: str = ""
    within: str = ""


def things_of(session: Session, objects: Iterable[str]) -> dict[str, LoggedThing]:
    """Return what objects of the log are, by how the log calls them."""
    things = {one: LoggedThing(*_parted(one)) for one in objects}
    by_kind: dict[str, dict[UUID, str]] = {}
    for called, thing in things.items():
        if thing.kind in _ABOUT:
            by_kind.setdefault(thing.kind, {})[UUID(thing.key)] = called
    for kind, called_by_id in by_kind.items():
        for ids in _in_parts(list(called_by_id)):
            for key, name, within in session.execute(_ABOUT[kind](ids)):
                things[called_by_id[key]] = LoggedThing(kind, str(key), name, within)
    addresses = [one.key for one in things.values() if one.kind == "account"]
    names = names_at(session, addresses)
    return {
        called: LoggedThing(one.kind, one.key, names.get(one.key, ""), one.key)
        if one.kind == "account"
        else one
        for called, one in things.items()
    }


def names_at(session: Session, addresses: Iterable[str]) -> Mapping[str, str]:
    """Return the names of whoever is known at these addresses."""
    found: dict[str, str] = {}
    for some in _in_parts(list(dict.fromkeys(addresses))):
        rows = select(Person.email, Person.name).where(Person.email.in_(some))
        found |= {email: name for email, name in session.execute(rows) if email and name}
    return found


def _in_parts(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    return (keys[begin : begin + _AT_ONCE] for begin in range(0, len(keys), _AT_ONCE))


def _parted(called: str) -> tuple[str, str]:
    """Return the kind and the key of what the log names; what it names otherwise has no key."""
    kind, _, key = called.partition(" ")
    if kind == "account":
        return kind, key
    try:
        UUID(key)
    except ValueError:
        return called, ""
    return kind, key
