"""What stands out in a profile: one set of findings, which every page and file tells.

Each item has one finding at most, so it stands in one list at most. Summary, map, ranking,
trait pages, guide, comparison and plan all take theirs from here, and choose none themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from reports.release.means import item_sigma, margin95
from reports.shown import naming
from reports.shown.certainty import range_without_one
from reports.shown.profile import verdict_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reports.release import Figures
    from reports.shown.profile import ItemProfile, Profile
    from reports.shown.scores import Score

Called = Literal["strength", "highest", "seen_more", "seen_less", "low", "lowest", "divided"]

ORDER: Final[tuple[Called, ...]] = (
    "strength",
    "highest",
    "seen_more",
    "seen_less",
    "low",
    "lowest",
    "divided",
)
"""The lists in the order they are told: strengths first, then what differs, then what is low."""

WORKS: Final[tuple[Called, ...]] = ORDER[:3]
"""The lists of what works."""
MOST: Final = 3
"""The most items of a list: a talk holds no more, and the ranking marks the others."""
LONGEST: Final = 5
"""How many of the highest and of the lowest items tell whether a profile is flat."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One item that stands out, and what it is called.

    `may_rest_on_one`: without some single rater, whatever that one answered, the item might not
    be called this. `is_unseen_strength`: high with Others, and not with the leader. `groups`:
    the blocks that are divided, whichever one answer is left out.
    """

    item: ItemProfile
    called: Called
    may_rest_on_one: bool = False
    is_unseen_strength: bool = False
    groups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with its name: never empty; `unlisted` more are called the same."""

    called: Called
    findings: tuple[Finding, ...]
    unlisted: int

    @property
    def items(self) -> tuple[ItemProfile, ...]:
        """The items of the list, in its order."""
        return tuple(one.item for one in self.findings)


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that stands out.

    `ranked` holds every item that Others have a cell for, the highest first. `flat`: highest
    and lowest differ by less than their margin, so that the order means little.
    `lean`: in every trait the leader's figure is clearly higher, or in every one clearly lower.
    """

    ranked: tuple[ItemProfile, ...]
    by_item: dict[str, Finding]
    listings: tuple[Listing, ...]
    flat: bool
    lean: Literal["higher", "lower"] | None

    @property
    def tell_what_works(self) -> bool:
        """Whether any list is of what works."""
        return any(one.called in WORKS for one in self.listings)

    def is_divided(self, item: ItemProfile) -> bool:
        """Tell whether a group is divided on an item, so that its mean is nobody's picture."""
        found = self.by_item.get(item.key)
        return found is not None and found.called == "divided"

    def listing(self, called: Called) -> tuple[ItemProfile, ...]:
        """Return the items of a list; none where there is no such list."""
        return next((one.items for one in self.listings if one.called == called), ())


def findings(profile: Profile, figures: Figures) -> Findings:
    """Return the findings of a release; `profile` is made from its `figures`."""
    ranked = sorted((item for item in profile.items if item.others), key=_from_the_top)
    flat = _is_flat(profile.scale, ranked)
    named = [found for item in ranked if (found := _found(item, figures)) is not None]
    named += [] if flat else _by_rank(ranked, named, profile)
    return Findings(
        ranked=tuple(ranked),
        by_item={one.item.key: one for one in named},
        listings=tuple(_listings(named)),
        flat=flat,
        lean=_lean(profile),
    )


def list_length(displayed: int) -> int:
    """Return how many items count as highest, and as lowest: min(5, displayed // 2)."""
    return min(LONGEST, displayed // 2)


def _found(item: ItemProfile, figures: Figures) -> Finding | None:
    divided = tuple(at for at, kind in enumerate(item.agreement) if kind == "divided")
    if divided:  # the mean is nobody's picture, so nothing is called by it
        return Finding(item, "divided", groups=divided)
    return _by_its_figures(item, figures)


def _by_its_figures(item: ItemProfile, figures: Figures) -> Finding | None:
    if item.gap is None or item.self_ is None or item.others is None:
        return None
    limits, own = naming.limits_of(figures.scale), item.self_.exact
    kind = naming.called(own, item.others.exact, item.gap.verdict, limits)
    if kind is None:
        return None
    # Each name holds for one range of figures, so its ends decide for all that lies between.
    without = range_without_one(figures, [item.index])
    margin = item.others.margin95 or 0.0
    ends = () if without is None else (without.low, without.high)
    still = {
        naming.called(own, end, verdict_of(own - end, figures.scale, margin), limits)
        for end in ends
    }
    is_unseen = limits.is_high(item.others.exact) and not limits.is_high(own)
    return Finding(item, kind, still != {kind}, is_unseen and kind == "seen_more")


def _by_rank(
    ranked: Sequence[ItemProfile], named: Sequence[Finding], profile: Profile
) -> list[Finding]:
    """Return the highest and the lowest items where nothing is called a strength, or low.

    Where the leader has answered, only of what both see alike: the rest has its own name.
    """
    names = {one.item.key for one in named}
    has_self = any(item.self_ for item in profile.items)
    pool = [one for one in ranked if one.key not in names and _is_alike(one, has_self=has_self)]
    if _is_flat(profile.scale, pool):
        return []
    called, most = {one.called for one in named}, min(MOST, len(pool) // 2)
    # A place says nothing that one person could undo: it is where the figure stands.
    # Of figures that are equal, one that stands among the highest is not among the lowest too.
    highest = [Finding(item, "highest") for item in pool[:most]]
    lowest = [Finding(item, "lowest") for item in sorted(pool[most:], key=_from_the_bottom)[:most]]
    return [
        *(() if "strength" in called else highest),
        *(() if "low" in called else lowest),
    ]


def _is_alike(item: ItemProfile, *, has_self: bool) -> bool:
    return not has_self or (item.gap is not None and item.gap.verdict == "similar")


def _listings(named: Sequence[Finding]) -> Iterable[Listing]:
    for called in ORDER:
        in_order = _ORDER_IN[called]
        found = sorted(
            (one for one in named if one.called == called), key=lambda one: in_order(one.item)
        )
        if found:
            yield Listing(called, tuple(found[:MOST]), max(len(found) - MOST, 0))


def _lean(profile: Profile) -> Literal["higher", "lower"] | None:
    verdicts = {None if trait.gap is None else trait.gap.verdict for trait in profile.traits}
    if len(profile.traits) > 1 and verdicts == {"higher"}:
        return "higher"
    return "lower" if len(profile.traits) > 1 and verdicts == {"lower"} else None


def _shown(score: Score | None) -> Score:
    assert score is not None  # noqa: S101 - lists hold items with a cell of Others only
    return score


def _from_the_top(item: ItemProfile) -> tuple[Fraction, int, int]:
    score = _shown(item.others)
    return -score.exact, -score.fewest, item.index


def _from_the_bottom(item: ItemProfile) -> tuple[Fraction, int, int]:
    score = _shown(item.others)
    return score.exact, -score.fewest, item.index


def _from_the_widest(item: ItemProfile) -> tuple[Fraction, int, int]:
    gap = Fraction(0) if item.gap is None else abs(item.gap.exact)
    return -gap, -_shown(item.others).fewest, item.index


_ORDER_IN: Final[dict[Called, Callable[[ItemProfile], tuple[Fraction, int, int]]]] = {
    "strength": _from_the_top,
    "highest": _from_the_top,
    "seen_more": _from_the_widest,
    "seen_less": _from_the_widest,
    "low": _from_the_bottom,
    "lowest": _from_the_bottom,
    "divided": _from_the_bottom,
}


def _is_flat(scale: tuple[int, int], ranked: Sequence[ItemProfile]) -> bool:
    """Tell whether the highest and lowest of these differ by less than an item's margin."""
    length = list_length(len(ranked))
    if not length:
        return False
    highest = ranked[:length]
    lowest = sorted(ranked[length:], key=_from_the_bottom)[:length]
    fewest = min(_shown(item.others).fewest for item in (*highest, *lowest))
    difference = float(_mean_of(highest) - _mean_of(lowest))
    return round(difference - margin95(item_sigma(scale), fewest), 9) < 0


def _mean_of(items: Sequence[ItemProfile]) -> Fraction:
    return sum((_shown(item.others).exact for item in items), Fraction(0)) / len(items)
