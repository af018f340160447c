"""The rules of what may be shown that need nothing but counts; said here and nowhere else.

Bounds of *k*, *k2*, which groups are shown together, the three bands of a scale, and the least
number of answers or leaders of every kind of figure. Nothing here knows an answer or a release,
so that whoever plans a campaign may ask it too. The integer audit (`reports.audit.integer`)
measured which least numbers are needed; decision 50 says what each choice costs and gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from reports.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

Policy = Literal["merge", "drop"]
POLICIES: Final[tuple[Policy, ...]] = get_args(Policy)

LEAST_K: Final = 3
GREATEST_K: Final = 10
LEAST_K2: Final = 5

LEAST_STEPS_FOR_CLASS: Final = 4
"""On three steps, count, sum and class leave one set of answers four times out of five."""
LEAST_STEPS_FOR_BANDS: Final = 5
"""On four steps no band is in the middle, and bands leave one set in every eighth large block."""
LEAST_BLOCKS_FOR_BANDS: Final = 2
"""Bands of Others who are one block are that block's: on 1-5 half of all sets, at any size."""

LEAST_STEPS_FOR_BANDS_ALONE: Final = 6
"""Bands of one set of answers that stands alone; on five steps see `LEAST_BLOCKS_FOR_BANDS`."""

WRITERS_OF_A_PART: Final = 10
"""How many people of a workplace wrote before what they wrote is a list of its own."""

SHEETS_FOR_COMMENTS: Final = 10
"""From so many sheets a part of a course shows its comments before the course is over."""

LEADERS_FOR_MEAN: Final = 10
LEADERS_FOR_CLASSES: Final = 30
LEADERS_FOR_PERCENTILE: Final = 100

LEADERS_FOR_SHARE: Final = 5
ASKED_FOR_SHARE: Final = 30
_SHARE_STEPS: Final = (5, 10, 20)
"""Steps, in per cent, of the share that answered; the narrowest that holds k people is used."""
_SHARE_END: Final = 10
"""What is told of the lowest and the highest share is no narrower: nobody, or all, is one count."""

_BAND_EDGES: Final = {
    4: (2, 2),
    5: (2, 2),
    6: (2, 2),
    7: (2, 2),
    8: (3, 3),
    9: (3, 3),
    10: (4, 3),
    11: (5, 3),
}
"""Steps in the low and in the high band, by the number of steps of the scale.

Below four steps the low band would be a single answer, so there are no bands.
"""


@dataclass(frozen=True, slots=True)
class DisclosurePolicy:
    """How many protected raters a figure needs, and what becomes of smaller groups.

    `merge` joins what is too small to a block that is large enough; `drop` hides it. `known` is
    how many answers of a block a reader may know: one where those who answered also read.
    """

    k: int = LEAST_K
    policy: Policy = "merge"
    known: int = 0

    def __post_init__(self) -> None:
        """Refuse what is out of bounds, every fault at once."""
        problems = []
        if not is_in_bounds(self.k):
            problems.append(f"k is {self.k}; it must be between {LEAST_K} and {GREATEST_K}.")
        if self.policy not in POLICIES:
            problems.append(f"The policy is '{self.policy}'; it must be 'merge' or 'drop'.")
        if problems:
            raise PolicyError(*problems)

    @property
    def least(self) -> int:
        """How many answers a figure needs: k beside those that a reader may know."""
        return self.k + self.known

    @property
    def many(self) -> int:
        """How many answers are well over the least, as told of a group while they come in."""
        return self.k2 + self.known

    @property
    def k2(self) -> int:
        """How many answers a block needs before anything beyond its sum may follow."""
        return k2_of(self.k)


@dataclass(frozen=True, slots=True)
class AnsweredShare:
    """The share of a closed campaign that answered, in per cent: over one number, up to another."""

    above: int  # 0 is told as "at most"
    up_to: int  # 100 is told as "over"


@dataclass(frozen=True, slots=True)
class BlockPlan:
    """The blocks of one subject as tuples of group positions, and the groups hidden for good."""

    blocks: tuple[tuple[int, ...], ...]
    hidden: tuple[int, ...]


def is_in_bounds(k: int) -> bool:
    """Tell whether a campaign may have this threshold."""
    return LEAST_K <= k <= GREATEST_K


def k2_of(k: int) -> int:
    """Return k2, from which on a group's answers are many: max(5, k + 2)."""
    return max(LEAST_K2, k + 2)


def large_enough(raters: int, k: int) -> bool:
    """Tell whether so many protected raters may be shown together."""
    return raters >= k


def plan_blocks(
    sizes: Sequence[int],
    policy: DisclosurePolicy,
    asked: Collection[int] = (),
    alike: Sequence[int] = (),
) -> BlockPlan:
    """Return the blocks that groups of these sizes are shown in, in group order.

    Groups of k or more stand alone; smaller ones are pooled, those that were asked and did
    not answer with them. A pool of k or more is a block of its own; a smaller one joins the
    smallest block (the last among equals), or is hidden when the policy is `drop` or nothing
    is large enough. `alike` has a number per group: only groups of one number are pooled, for
    of others the counts of an item that not all were asked would tell how many they are.
    """
    present = [group for group, size in enumerate(sizes) if size > 0 or group in asked]
    pools: dict[int, list[int]] = {}
    for group in present:
        pools.setdefault(alike[group] if alike else 0, []).append(group)
    plans = [_plan_alike(pool, sizes, policy) for pool in pools.values()]
    return BlockPlan(
        tuple(block for plan in plans for block in plan.blocks),
        tuple(sorted(group for plan in plans for group in plan.hidden)),
    )


def _plan_alike(
    present: Sequence[int], sizes: Sequence[int], policy: DisclosurePolicy
) -> BlockPlan:
    """Return the plan of groups that were asked alike."""
    large = [(group,) for group in present if large_enough(sizes[group], policy.least)]
    pool = tuple(group for group in present if not large_enough(sizes[group], policy.least))
    if not pool:
        return BlockPlan(tuple(large), ())
    if large_enough(sum(sizes[group] for group in pool), policy.least):
        return BlockPlan((*large, pool), ())
    if large and policy.policy == "merge":
        return BlockPlan(_merged(large, pool, sizes), ())
    return BlockPlan(tuple(large), pool)


def join_occasions(
    sheets: Sequence[int], k: int, *, is_over: bool = True
) -> tuple[tuple[int, ...], ...]:
    """Return the parts that a module's occasions are told in, as tuples of their positions.

    Occasions stand in the order of their days and are joined with the next until a part has k
    sheets. What is left when all is over joins the last part; until then it waits, for a part
    that was shown never changes. A module of fewer than k has no part.

    >>> join_occasions([19, 3, 12, 8, 2], 5), join_occasions([2, 1], 5)
    (((0,), (1, 2), (3, 4)), ())
    """
    parts: list[tuple[int, ...]] = []
    waiting: tuple[int, ...] = ()
    for place in range(len(sheets)):
        waiting = (*waiting, place)
        if large_enough(sum(sheets[one] for one in waiting), k):
            parts.append(waiting)
            waiting = ()
    if parts and is_over:
        parts[-1] = (*parts[-1], *waiting)
    return tuple(parts)


def answered_share(*, leaders: int, asked: int, answered: int, k: int) -> AnsweredShare | None:
    """Return the step in which the share of people who answered lies; None where it is not shown.

    R15: shown from five leaders and 30 asked on, of a whole campaign only. A step holds at least k
    people, so that none is a count: 5 per cent, or 10 or 20 where 5 holds fewer. The lowest
    and the highest are of 10 per cent at least.

    >>> answered_share(leaders=20, asked=200, answered=156, k=3)
    AnsweredShare(above=75, up_to=80)
    >>> answered_share(leaders=5, asked=30, answered=30, k=3)
    AnsweredShare(above=90, up_to=100)
    >>> answered_share(leaders=4, asked=200, answered=156, k=3)

    """
    if leaders < LEADERS_FOR_SHARE or asked < ASKED_FOR_SHARE:
        return None
    return share_in_steps(asked=asked, answered=answered, k=k)


def share_in_steps(*, asked: int, answered: int, k: int) -> AnsweredShare | None:
    """Return the step in which a share lies, where a step holds at least k people; else None.

    >>> share_in_steps(asked=34, answered=23, k=5)
    AnsweredShare(above=60, up_to=80)
    """
    step = next((one for one in _SHARE_STEPS if asked * one >= 100 * k), None)
    if step is None:
        return None
    end = max(step, _SHARE_END)
    if 100 * answered <= end * asked:
        return AnsweredShare(0, end)
    if 100 * answered > (100 - end) * asked:
        return AnsweredShare(100 - end, 100)
    up_to = -(-100 * answered // (asked * step)) * step
    return AnsweredShare(up_to - step, up_to)


def class_from(k2: int, *, known: int = 0) -> int:
    """Return how many answers a block needs to an item for a class of agreement: k2 + 2.

    `known` is how many answers of a block a reader may know: one where those who answered
    also read the report, so that every least number is one higher there.
    """
    return k2 + 2 + known


def bands_from(k2: int, *, known: int = 0) -> int:
    """Return how many answers each block of Others needs to an item for bands: 2 k2."""
    return 2 * k2 + known


def shows_bands_alone(scale: tuple[int, int]) -> bool:
    """Tell whether bands may be shown of one set of answers, with nothing beside it, on a scale."""
    lowest, highest = scale
    return highest - lowest + 1 >= LEAST_STEPS_FOR_BANDS_ALONE and band_ends(*scale) is not None


def enough_to_compare(n_protected: int, k2: int) -> bool:
    """Tell whether so many protected raters may be compared over time (R10)."""
    return n_protected >= k2


def band_ends(lowest: int, highest: int) -> tuple[int, int] | None:
    """Return the last step of the low band and the first of the high one.

    None where a scale is too short or too long for bands.

    >>> band_ends(1, 5), band_ends(1, 6), band_ends(1, 10), band_ends(1, 3)
    ((2, 4), (2, 5), (4, 8), None)
    """
    edges = _BAND_EDGES.get(highest - lowest + 1)
    if edges is None:
        return None
    low, high = edges
    return lowest + low - 1, highest - high + 1


def _merged(
    large: Sequence[tuple[int, ...]], pool: tuple[int, ...], sizes: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    """Return the blocks with the pool joined to the smallest, the last among equals."""
    smallest = min(reversed(large), key=lambda block: sizes[block[0]])
    return tuple((*block, *pool) if block == smallest else block for block in large)
