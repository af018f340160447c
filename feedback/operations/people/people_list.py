"""Who is to rate whom, as records: what a people file holds once it is found faultless."""

from __future__ import annotations

from dataclasses import dataclass

SELF: str = "self"


@dataclass(frozen=True, slots=True)
class RaterEntry:
    """One rater of one leader; known by an address, or by a slip's number where there is none."""

    name: str
    group: str
    email: str | None = None
    rater_id: str | None = None
    language: str = "sv"

    @property
    def identity(self) -> str:
        """What tells people apart: the folded address, or the slip's number."""
        return self.email or f"#{self.rater_id}"


@dataclass(frozen=True, slots=True)
class LeaderEntry:
    """One leader with everybody who is asked about them; the leader's own task is not listed."""

    email: str
    name: str
    title: str = ""
    unit: str = ""
    coach_email: str | None = None
    language: str = "sv"
    raters: tuple[RaterEntry, ...] = ()


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
