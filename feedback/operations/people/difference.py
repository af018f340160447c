"""What a list of people would change: who is new, who changes and how, who goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry

_LEADER_FACTS: Final = ("name", "title", "workplace", "coach_email", "approver_email", "language")
_RATER_FACTS: Final = ("name", "workplace", "group", "language")


@dataclass(frozen=True, slots=True)
class CampaignPlace:
    """A leader's place in a campaign, or a rater's place beside a leader."""

    leader: LeaderEntry
    rater: RaterEntry | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes two places the same: the leader's address, and the rater's identity."""
        return self.leader.email, self.rater.identity if self.rater else ""

    @property
    def name(self) -> str:
        """Whose place it is."""
        return self.rater.name if self.rater else self.leader.name

    @property
    def workplace(self) -> str:
        """Where they work."""
        return self.rater.workplace if self.rater else self.leader.workplace

    @property
    def address(self) -> str:
        """How they are reached: an address, or a slip's number."""
        return self.rater.identity if self.rater else self.leader.email


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact of a place, before and after."""

    fact: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedPlace:
    """A place that stays, with what becomes different."""

    place: CampaignPlace
    facts: tuple[FactChange, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What would have to happen for one list to become another."""

    added: tuple[CampaignPlace, ...]
    changed: tuple[ChangedPlace, ...]
    removed: tuple[CampaignPlace, ...]

    @property
    def new_leaders(self) -> tuple[LeaderEntry, ...]:
        """The leaders who are new, with everybody who is asked about them."""
        return tuple(place.leader for place in self.added if place.rater is None)

    @property
    def is_empty(self) -> bool:
        """Whether the lists are the same."""
        return not self.places

    @property
    def places(self) -> int:
        """How many places become different."""
        return len(self.added) + len(self.changed) + len(self.removed)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a difference comes to, counted as leaders, as people asked and as tasks apart.

    Each is how many there were, are new, go, and would be. Somebody asked about three leaders
    is one of the people and three of the tasks; a leader who answers about themself is asked, too.
    """

    leaders: Count
    people: Count
    tasks: Count


@dataclass(frozen=True, slots=True)
class Count:
    """How many there were, are new, go, and would be."""

    before: int
    added: int
    removed: int
    after: int


def effect_of(before: PeopleList, after: PeopleList, *, leaders_answer: bool) -> Effect:
    """Count what would be after beside what was before, as the campaign's own pages count it."""
    old, new = (_tasks(people, leaders_answer=leaders_answer) for people in (before, after))
    return Effect(
        leaders=_count({one.email for one in before.leaders}, {one.email for one in after.leaders}),
        people=_count({rater for _, rater in old}, {rater for _, rater in new}),
        tasks=_count(old, new),
    )


def _count(before: AbstractSet[object], after: AbstractSet[object]) -> Count:
    return Count(len(before), len(after - before), len(before - after), len(after))


def _tasks(people: PeopleList, *, leaders_answer: bool) -> set[tuple[str, str]]:
    asked = {(one.email, rater.identity) for one in people.leaders for rater in one.raters}
    return asked | {(one.email, one.email) for one in people.leaders if leaders_answer}


def difference(before: PeopleList, after: PeopleList) -> Difference:
    """Compare two lists place by place; the order of rows does not matter."""
    old, new = _places(before), _places(after)
    return Difference(
        added=tuple(place for key, place in new.items() if key not in old),
        changed=tuple(_changes(old, new)),
        removed=tuple(place for key, place in old.items() if key not in new),
    )


def _places(people: PeopleList) -> dict[tuple[str, str], CampaignPlace]:
    found = {}
    for leader in people.leaders:
        own = CampaignPlace(leader)
        found[own.key] = own
        for rater in leader.raters:
            found[leader.email, rater.identity] = CampaignPlace(leader, rater)
    return found


def _changes(
    old: dict[tuple[str, str], CampaignPlace], new: dict[tuple[str, str], CampaignPlace]
) -> Iterator[ChangedPlace]:
    for key, place in new.items():
        earlier = old.get(key)
        facts = tuple(_facts(earlier, place)) if earlier else ()
        if facts:
            yield ChangedPlace(place, facts)


def _facts(before: CampaignPlace, after: CampaignPlace) -> Iterator[FactChange]:
    names = _RATER_FACTS if after.rater else _LEADER_FACTS
    first, second = before.rater or before.leader, after.rater or after.leader
    if first == second:
        return
    for name in names:
        was, becomes = getattr(first, name) or "", getattr(second, name) or ""
        if was != becomes:
            yield FactChange(name, was, becomes)
