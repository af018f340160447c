"""A list of people by the names that stand: who is known to another department keeps the name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from feedback.operations.people.file import Notice
from feedback.operations.people.register import kept_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from feedback.models import Department
    from feedback.operations.people.people_list import LeaderEntry, PeopleList


@dataclass(frozen=True, slots=True)
class Known:
    """A list by the names that stand, and what is to be said of those that were typed."""

    people: PeopleList
    notices: tuple[Notice, ...] = ()


def by_known_names(session: Session, department: Department, people: PeopleList) -> Known:
    """Return a list in which everybody has the name that the register will go on using."""
    typed = {leader.email: leader.name for leader in people.leaders}
    for leader in people.leaders:
        for rater in leader.raters:
            if rater.email:
                typed.setdefault(rater.email, rater.name)
    kept = kept_names(session, department, typed)
    if not kept:
        return Known(people)
    notices = tuple(
        Notice("name-kept", values={"address": address, "name": name, "typed": typed[address]})
        for address, name in sorted(kept.items())
    )
    leaders = tuple(_named(leader, kept) for leader in people.leaders)
    return Known(replace(people, leaders=leaders), notices)


def _named(leader: LeaderEntry, kept: Mapping[str, str]) -> LeaderEntry:
    raters = tuple(
        replace(rater, name=kept.get(rater.email or "", rater.name)) for rater in leader.raters
    )
    return replace(leader, name=kept.get(leader.email, leader.name), raters=raters)
