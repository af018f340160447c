"""What a team does well, what it wants to develop and what it sees differently: three lists.

One rule for page, paper and projector, from the release alone. Where enough members answered
for classes of agreement, only what they answer alike stands in the first two lists; where they
are fewer, these hold by the figures and say so. The third list holds what stays divided
whichever one answer is left out, and never where classes are not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from reports.shown.findings import MOST
from reports.shown.naming import limits_of
from reports.shown.profile import verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from reports.shown.profile import ItemProfile, Profile
    from reports.shown.scores import Score

TeamCalled = Literal["good", "highest", "develop", "lowest", "differ"]

_ALIKE: Final = frozenset({"high", "moderate"})


@dataclass(frozen=True, slots=True)
class OwnItem:
    """One item as the members answered it."""

    item: ItemProfile
    own: Score
    is_alike: bool
    is_divided: bool


@dataclass(frozen=True, slots=True)
class TeamList:
    """A list with its name: never empty, at most three; `unlisted` more are called the same."""

    called: TeamCalled
    items: tuple[OwnItem, ...]
    unlisted: int


@dataclass(frozen=True, slots=True)
class Apart:
    """One item that the members and another column see clearly differently."""

    item: ItemProfile
    own: Score
    outside: Score


@dataclass(frozen=True, slots=True)
class TeamFindings:
    """Everything that stands out in a team's release.

    `ranked` holds every item of the members, the highest first. `tells_agreement`: enough of
    them answered for saying how alike they answer. `apart` has a list for each other column,
    identified before blocks, the widest difference first.
    """

    ranked: tuple[OwnItem, ...]
    lists: tuple[TeamList, ...]
    tells_agreement: bool
    apart: tuple[tuple[Apart, ...], ...]


def team_findings(profile: Profile, own: int | None) -> TeamFindings:
    """Return the findings of a team; `own` is the place of the members' block, if it is shown."""
    columns = range(len(profile.identified) + len(profile.blocks))
    if own is None:
        return TeamFindings((), (), tells_agreement=False, apart=tuple(() for _ in columns))
    ranked = sorted(_own_items(profile, own), key=_from_the_top)
    tells = any(one.item.agreement[own] for one in ranked)
    alike = [one for one in ranked if one.is_alike] if tells else ranked
    return TeamFindings(
        ranked=tuple(ranked),
        lists=tuple(_lists(profile, ranked, alike)),
        tells_agreement=tells,
        apart=tuple(tuple(_apart(profile, ranked, column)) for column in columns),
    )


def _own_items(profile: Profile, own: int) -> Iterator[OwnItem]:
    for item in profile.items:
        score, kind = item.blocks[own], item.agreement[own]
        if score is not None:
            yield OwnItem(item, score, kind in _ALIKE, kind == "divided")


def _lists(
    profile: Profile, ranked: Sequence[OwnItem], alike: Sequence[OwnItem]
) -> Iterator[TeamList]:
    limits = limits_of(profile.scale)
    high = [one for one in alike if limits.is_high(one.own.exact)]
    low = sorted((one for one in alike if limits.is_low(one.own.exact)), key=_from_the_bottom)
    rest = [] if _is_flat(alike) else [one for one in alike if one not in high and one not in low]
    half = min(MOST, len(rest) // 2)
    # Where nothing is high, or low, a place is told instead: no item stands in both.
    lowest = sorted(rest[half:], key=_from_the_bottom)[:half]
    yield from _list("good", high) if high else _list("highest", rest[:half])
    yield from _list("develop", low) if low else _list("lowest", lowest)
    yield from _list("differ", [one for one in ranked if one.is_divided])


def _list(called: TeamCalled, items: Sequence[OwnItem]) -> Iterator[TeamList]:
    if items:
        yield TeamList(called, tuple(items[:MOST]), max(len(items) - MOST, 0))


def _apart(profile: Profile, ranked: Sequence[OwnItem], column: int) -> Iterator[Apart]:
    """Yield the items on which the members and a column lie a step apart, the widest first."""
    limits, found = limits_of(profile.scale), []
    for one in ranked:
        other = (*one.item.identified, *one.item.blocks)[column]
        if other is None or other is one.own:
            continue
        gap = one.own.exact - other.exact
        margin = one.own.margin95 or 0.0
        if limits.is_wide(gap) and verdict_of(gap, profile.scale, margin) != "similar":
            found.append(Apart(one.item, one.own, other))
    yield from sorted(found, key=_from_the_widest)[:MOST]


def _is_flat(items: Sequence[OwnItem]) -> bool:
    """Tell whether the first and the last differ by less than a figure's margin."""
    if not items:
        return True
    difference = float(items[0].own.exact - items[-1].own.exact)
    return difference <= max(one.own.margin95 or 0.0 for one in items)


def _from_the_top(one: OwnItem) -> tuple[Fraction, int]:
    return -one.own.exact, one.item.index


def _from_the_bottom(one: OwnItem) -> tuple[Fraction, int]:
    return one.own.exact, one.item.index


def _from_the_widest(one: Apart) -> tuple[Fraction, int]:
    return -abs(one.own.exact - one.outside.exact), one.item.index
