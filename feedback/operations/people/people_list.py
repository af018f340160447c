"""Who is to rate whom, as records: what a people file holds once it is found faultless."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SELF: str = "self"


@dataclass(frozen=True, slots=True)
class RaterEntry:
    """One rater of one leader; known by an address, or by a slip's number where there is none."""

    name: str
    group: str
    email: str | None = None
    own_number: str | None = None
    language: str = "sv"
    workplace: str = ""

    @property
    def identity(self) -> str:
        """What tells people apart: the folded address, or the slip's number."""
        return self.email or f"#{self.own_number}"


@dataclass(frozen=True, slots=True)
class LeaderEntry:
    """One leader with everybody who is asked about them; the leader's own task is not listed."""

    email: str
    name: str
    title: str = ""
    workplace: str = ""
    coach_email: str | None = None
    language: str = "sv"
    raters: tuple[RaterEntry, ...] = ()
    approver_email: str | None = None


@dataclass(frozen=True, slots=True)
class PeopleList:
    """All leaders of a campaign with their raters."""

    leaders: tuple[LeaderEntry, ...]

    @property
    def invitations(self) -> int:
        """How many tasks there are, the leaders' own left out."""
        return sum(len(leader.raters) for leader in self.leaders)

    @property
    def people(self) -> set[str]:
        """Everybody who gets a link: leaders and raters, each once."""
        leaders = {leader.email for leader in self.leaders}
        return leaders | {rater.identity for leader in self.leaders for rater in leader.raters}

    def unified(self) -> PeopleList:
        """Return the list with one name, language and workplace for each person.

        What stands first counts, leaders' own rows before raters': so the register takes it.
        """
        facts: dict[str, tuple[str, str, str]] = {}
        for identity, name, language, workplace in self._mentions():
            known = facts.setdefault(identity, (name, language, workplace))
            facts[identity] = (known[0] or name, known[1], known[2] or workplace)
        return PeopleList(tuple(_unified(leader, facts) for leader in self.leaders))

    def keeping(self, before: PeopleList) -> PeopleList:
        """Return the list with what it leaves empty as it was before: no cell, no change."""
        if not before.leaders:
            return self.unified()
        earlier = {leader.email: leader for leader in before.leaders}
        workplaces = {r.identity: r.workplace for one in before.leaders for r in one.raters}
        return PeopleList(
            tuple(
                _filled(leader, earlier.get(leader.email), workplaces)
                for leader in self.unified().leaders
            )
        )

    def joined_to(self, before: PeopleList) -> PeopleList:
        """Return everybody of both lists: this one adds and changes, and removes nobody."""
        mine = {leader.email: leader for leader in self.leaders}
        kept = [_joined(leader, mine.pop(leader.email, None)) for leader in before.leaders]
        # What is new stands first: of two names for one person this list's counts.
        order = {leader.email: place for place, leader in enumerate(self.leaders)}
        everybody = [*kept, *mine.values()]
        return PeopleList(
            tuple(sorted(everybody, key=lambda leader: order.get(leader.email, len(order))))
        )

    def _mentions(self) -> Iterator[tuple[str, str, str, str]]:
        for leader in self.leaders:
            yield leader.email, leader.name, leader.language, leader.workplace
        for leader in self.leaders:
            for rater in leader.raters:
                yield rater.identity, rater.name, rater.language, rater.workplace


def _unified(leader: LeaderEntry, facts: dict[str, tuple[str, str, str]]) -> LeaderEntry:
    name, language, _ = facts[leader.email]
    raters = []
    for rater in leader.raters:
        told = facts[rater.identity]
        if told != (rater.name, rater.language, rater.workplace):
            rater = replace(rater, name=told[0], language=told[1], workplace=told[2])  # noqa: PLW2901 - as everybody mentions them
        raters.append(rater)
    return replace(leader, name=name, language=language, raters=tuple(raters))


def _filled(
    leader: LeaderEntry, earlier: LeaderEntry | None, workplaces: dict[str, str]
) -> LeaderEntry:
    raters = tuple(
        replace(rater, workplace=known)
        if not rater.workplace and (known := workplaces.get(rater.identity))
        else rater
        for rater in leader.raters
    )
    if earlier is None:
        return replace(leader, raters=raters)
    return replace(
        leader,
        title=leader.title or earlier.title,
        workplace=leader.workplace or earlier.workplace,
        coach_email=leader.coach_email or earlier.coach_email,
        approver_email=leader.approver_email or earlier.approver_email,
        raters=raters,
    )


def _joined(before: LeaderEntry, after: LeaderEntry | None) -> LeaderEntry:
    if after is None:
        return before
    raters = {rater.identity: rater for rater in (*before.raters, *after.raters)}
    return replace(after, raters=tuple(raters.values()))
