"""Which parts of a tree of workplaces are shown: one complete partition a level, by counts alone.

Every level adds up: a part that is shown is either whole or divided into parts that hold all of
it, so nothing can be taken from anything. Whoever stands in an inner node, the heads of its
units and its staff, is a part of its own, *Ledning och stab i X*: without it they would be what
is left of the node when its units are taken away. Nothing here knows an answer.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reports.policy import DisclosurePolicy

LEAST_PARTS: Final = 2
"""Fewer than two parts divide nothing; of two, either is the whole without the other."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A node of the tree of workplaces: who stands in it itself, and the units below.

    `counted` is how many answers count towards a threshold: those of people who were listed,
    never those by codes that anybody present could draw.
    """

    code: str
    name: str
    asked: int = 0
    counted: int = 0
    below: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """What a part is named by: a unit with all below it, or the `staff` of one alone."""

    code: str
    name: str
    staff: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What is shown together: one unit, several that are joined, or a pool of small ones.

    Attributes
    ----------
    members
        The units, in the order of the tree.
    rest
        A pool of small units that stands alone: *Övriga i X*, X being `within`.
    parent
        The number of the part that this one is a part of; None for the whole.
    within
        The unit whose partition this is a part of; None for the whole.
    asked, counted
        As in `Unit`, of all below.
    readers
        How many answers of it a reader may know: one where readers answered too, else none.
    units
        The codes of all units that this part holds, deeper ones too.
    staff
        The codes of the inner nodes whose own people it holds.

    """

    members: tuple[Member, ...]
    rest: bool
    parent: int | None
    within: Member | None
    asked: int
    counted: int
    readers: int
    units: frozenset[str]
    staff: frozenset[str]


class Nested(Protocol):
    """A part, or the figures of one, by its place among all parts alone."""

    @property
    def parent(self) -> int | None:
        """The number of the part that this one is a part of."""


@dataclass(frozen=True, slots=True)
class _Branch:
    """A unit or the staff of one, with what counts of it."""

    member: Member
    unit: Unit | None  # None for the staff of a node
    asked: int
    counted: int
    readers: int
    units: frozenset[str]
    staff: frozenset[str]


def partition(root: Unit, policy: DisclosurePolicy) -> tuple[Part, ...]:
    """Return all parts that are shown, the whole first, level by level; none if it is too small.

    Parameters
    ----------
    root
        The whole organisation. Units in which nobody was asked are no parts.
    policy
        Its `k` is the least number of answers a part stands on. `known` is one where everybody
        of a workplace reads its report: whoever reads and has answered takes the own answer
        off, so one more is needed there, as it is wherever heads answered.

    Notes
    -----
    Units of fewer than k are pooled; a pool of k or more is a part of its own, a smaller one
    joins the smallest part. Fewer than two parts are not shown, but a lone unit that holds
    everybody of its node is looked into. So is, level by level, every part of one unit.

    Examples
    --------
    >>> from reports.policy import DisclosurePolicy
    >>> north, south = Unit("n", "Norr", 9, 9), Unit("s", "Söder", 7, 6)
    >>> parts = partition(Unit("h", "Hemtjänst", below=(north, south)), DisclosurePolicy(k=5))
    >>> [([one.name for one in part.members], part.counted) for part in parts]
    [(['Hemtjänst'], 15), (['Norr'], 9), (['Söder'], 6)]

    """
    opened = policy.known > 0
    whole = _branch(root, opened=opened)
    if not _is_enough([whole], policy.k):
        return ()
    parts = [_part([whole], rest=False, parent=None, within=None)]
    waiting = deque([(0, root)])
    while waiting:
        number, unit = waiting.popleft()
        branches = _branches(unit, opened=opened)
        joined, rest = _joined(branches, policy)
        if len(joined) < LEAST_PARTS:
            if len(branches) == 1 and branches[0].unit is not None:
                waiting.append((number, branches[0].unit))
            continue
        within = Member(unit.code, unit.name)
        for together in joined:
            if len(together) == 1 and together[0].unit is not None:
                waiting.append((len(parts), together[0].unit))
            parts.append(_part(together, rest=together is rest, parent=number, within=within))
    return tuple(parts)


def divisions(parts: Sequence[Nested]) -> Iterator[tuple[int, range]]:
    """Yield each part that is divided, with the numbers of its parts, from the top down."""
    numbers = range(1, len(parts))
    for parent, group in groupby(numbers, key=lambda number: parts[number].parent):
        inside = list(group)
        if parent is not None:
            yield parent, range(inside[0], inside[-1] + 1)


def with_counts(unit: Unit, counted: Mapping[str, int]) -> Unit:
    """Return a tree with the answers that count, by the code of the node they stand in."""
    below = tuple(with_counts(one, counted) for one in unit.below)
    return replace(unit, counted=counted.get(unit.code, 0), below=below)


def codes(unit: Unit) -> Iterator[str]:
    """Yield the codes of a unit and all below it."""
    yield unit.code
    for one in unit.below:
        yield from codes(one)


def codes_of_readers(unit: Unit, *, opened: bool = False) -> frozenset[str]:
    """Return the nodes whose own people read what they are counted in: heads stand in them.

    Where workplaces are opened to their people, that is every node.
    """
    if opened:
        return frozenset(codes(unit))
    own = frozenset((unit.code,) if _branches(unit, opened=False) else ())
    return own.union(*(codes_of_readers(one) for one in unit.below))


def unit_places(parts: Sequence[Part]) -> dict[str, int]:
    """Return, by code, the number of the deepest part that holds a unit with all below it."""
    return {code: number for number, part in enumerate(parts) for code in part.units}


def staff_places(parts: Sequence[Part]) -> dict[str, int]:
    """Return, by code, the number of the deepest part that holds a node's own people."""
    return {code: number for number, part in enumerate(parts) for code in part.staff}


def read_by_head(parts: Sequence[Nested], place: int) -> tuple[int, ...]:
    """Return the numbers of the parts that a head reads: the own, the one above, the whole.

    Where the part above has only two parts, the other one would be what is left of it; then it
    is the next level up. Each stands once, the own first.
    """
    sizes = {parent: len(inside) for parent, inside in divisions(parts)}
    above = parts[place].parent
    if above is not None and sizes[above] == LEAST_PARTS:
        above = parts[above].parent
    return tuple(dict.fromkeys((place, *(() if above is None else (above,)), 0)))


def _branch(unit: Unit, *, opened: bool) -> _Branch:
    inside = [*_branches(unit, opened=opened)] if unit.below else []
    leaf = not inside
    return _Branch(
        member=Member(unit.code, unit.name),
        unit=unit,
        asked=unit.asked if leaf else sum(one.asked for one in inside),
        counted=unit.counted if leaf else sum(one.counted for one in inside),
        readers=int(opened and unit.counted > 0) if leaf else max(one.readers for one in inside),
        units=frozenset((unit.code,)).union(*(one.units for one in inside)),
        staff=frozenset((unit.code,) if leaf else ()).union(*(one.staff for one in inside)),
    )


def _branches(unit: Unit, *, opened: bool) -> list[_Branch]:
    """Return what a node is divided into: its units in their order, then its own people."""
    below = [_branch(one, opened=opened) for one in unit.below]
    branches = [one for one in below if one.asked or one.counted]
    if branches and (unit.asked or unit.counted):
        me = Member(unit.code, unit.name, staff=True)
        own = frozenset((unit.code,))
        readers = int(unit.counted > 0)  # heads stand here, and read what they answered in
        branches.append(_Branch(me, None, unit.asked, unit.counted, readers, frozenset(), own))
    return branches


def _is_enough(branches: Sequence[_Branch], k: int) -> bool:
    """Tell whether so many answered that even a reader among them leaves k others."""
    readers = max((one.readers for one in branches), default=0)
    return sum(one.counted for one in branches) >= k + readers


def _joined(
    branches: Sequence[_Branch], policy: DisclosurePolicy
) -> tuple[list[list[_Branch]], list[_Branch] | None]:
    """Return what is shown together, and which of it is a pool that stands alone."""
    pool = [one for one in branches if not _is_enough([one], policy.k)]
    large = [[one] for one in branches if _is_enough([one], policy.k)]
    if not pool:
        return large, None
    if _is_enough(pool, policy.k):
        return [*large, pool], pool
    if not large:
        return [], None
    smallest = min(reversed(large), key=lambda together: together[0].counted)
    smallest.extend(pool)
    return [_in_order(together, branches) for together in large], None


def _in_order(together: Sequence[_Branch], branches: Sequence[_Branch]) -> list[_Branch]:
    return [one for one in branches if one in together]


def _part(
    together: Sequence[_Branch], *, rest: bool, parent: int | None, within: Member | None
) -> Part:
    return Part(
        members=tuple(one.member for one in together),
        rest=rest,
        parent=parent,
        within=within,
        asked=sum(one.asked for one in together),
        counted=sum(one.counted for one in together),
        readers=max(one.readers for one in together),
        units=frozenset().union(*(one.units for one in together)),
        staff=frozenset().union(*(one.staff for one in together)),
    )
