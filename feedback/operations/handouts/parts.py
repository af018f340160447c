"""Parts of what is printed: few enough to be drawn while a page waits, the same each time.

A part is called by what is in it, not by its place: when somebody comes or goes, the places of
all behind them move, and a part that was printed yesterday would begin in another's middle
today. So nobody is left out between two parts, and what was printed is known to be so.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.models import AuditEntry, State
from feedback.operations.acts import Act
from feedback.operations.handouts.paper import on_paper

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.handouts.paper import OnPaper

MOST_IN_A_PART: Final = 64
"""Eight sheets of slips; letters take half a second of the processor."""

_CHARACTERS: Final = 12  # of a key: 48 bits, to tell parts of one campaign apart
_NOTED: Final = re.compile(r"\d+ (?P<kind>[^,]+), (?:.*, )?list (?P<key>[0-9a-f]+)")


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """Some of those on paper, in order; `first` counts from 1 among all `total`."""

    first: int
    total: int
    people: Sequence[OnPaper]

    @property
    def last(self) -> int:
        """The place of its last one."""
        return self.first + len(self.people) - 1

    @property
    def is_whole(self) -> bool:
        """Whether nobody is in another part."""
        return len(self.people) == self.total

    @property
    def key(self) -> str:
        """What the part is called by: a digest of whose links are in it."""
        links = ",".join(f"{one.number}.{one.link_version}" for one in self.people)
        return hashlib.sha256(links.encode()).hexdigest()[:_CHARACTERS]

    def noted(self, kind: str) -> str:
        """Return how the audit log tells that it was printed: how many, never whose."""
        place = "" if self.is_whole else f"{self.first}–{self.last} of {self.total}, "
        return f"{len(self.people)} {kind}, {place}list {self.key}"


@dataclass(frozen=True, slots=True)
class ListedPart:
    """A part as a page lists it: when it was last printed, by what kind of handout."""

    part: PrintedPart
    printed: Mapping[str, datetime]


def whole_of(people: Sequence[OnPaper]) -> PrintedPart:
    """Return everybody as one part."""
    return PrintedPart(1, len(people), people)


def cut(whole: PrintedPart) -> Iterator[PrintedPart]:
    """Yield the parts in which everybody is printed."""
    for start in range(0, whole.total, MOST_IN_A_PART):
        yield PrintedPart(start + 1, whole.total, whole.people[start : start + MOST_IN_A_PART])


def parts_of(session: Session, campaign: Campaign) -> list[ListedPart]:
    """Return what can be printed now, in parts; nothing unless the campaign is open."""
    if campaign.state is not State.OPEN:
        return []
    whole = whole_of(on_paper(session, campaign))
    printed = _printed(session, campaign)
    with_all = printed.get(whole.key, {})
    return [ListedPart(part, _later(with_all, printed.get(part.key, {}))) for part in cut(whole)]


def _printed(session: Session, campaign: Campaign) -> dict[str, dict[str, datetime]]:
    """Return when each list was last printed, by its key and the kind of handout."""
    entries = session.execute(
        select(AuditEntry.details, AuditEntry.at)
        .where(
            AuditEntry.object == f"campaign {campaign.id}",
            AuditEntry.action == Act.PRINT_HANDOUTS.value,
        )
        .order_by(AuditEntry.number)
    )
    printed: dict[str, dict[str, datetime]] = {}
    for details, at in entries:
        if noted := _NOTED.fullmatch(details):
            printed.setdefault(noted["key"], {})[noted["kind"]] = at
    return printed


def _later(one: Mapping[str, datetime], other: Mapping[str, datetime]) -> dict[str, datetime]:
    later = dict(one)
    for kind, at in other.items():
        later[kind] = max(at, later.get(kind, at))
    return later
