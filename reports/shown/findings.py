"""What stands out in a profile: highest, lowest, blind spots, hidden strengths, flatness."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from reports.release.means import item_sigma, margin95

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.shown.profile import ItemProfile, Johari, Profile
    from reports.shown.scores import Score

LONGEST = 5
"""The most items that any list shows."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The lists of a report; each may be empty, and then one sentence says so.

    `ranked` holds every item that Others have a cell for, the highest first. No item is in
    both `highest` and `lowest`. `flat`: the two differ by less than their margin, so the
    order means little.
    """

    ranked: tuple[ItemProfile, ...]
    highest: tuple[ItemProfile, ...]
    lowest: tuple[ItemProfile, ...]
    flat: bool
    blind_spots: tuple[ItemProfile, ...]
    hidden_strengths: tuple[ItemProfile, ...]
    known_strengths: tuple[ItemProfile, ...]
    known_development_areas: tuple[ItemProfile, ...]


def findings(profile: Profile) -> Findings:
    """Return the lists that a report shows; computed from displayed figures only."""
    ranked = sorted((item for item in profile.items if item.others), key=_from_the_top)
    highest = ranked[: list_length(len(ranked))]
    rest = [item for item in ranked if item not in highest]
    lowest = sorted(rest, key=_from_the_bottom)[: len(highest)]
    return Findings(
        ranked=tuple(ranked),
        highest=tuple(highest),
        lowest=tuple(lowest),
        flat=_is_flat(profile.scale, highest, lowest),
        blind_spots=_of_kind(profile, "blind_spot"),
        hidden_strengths=_of_kind(profile, "hidden_strength"),
        known_strengths=_of_kind(profile, "known_strength"),
        known_development_areas=_of_kind(profile, "known_development_area"),
    )


def list_length(displayed: int) -> int:
    """Return how long the lists of highest and lowest items are: min(5, displayed // 2)."""
    return min(LONGEST, displayed // 2)


def _shown(score: Score | None) -> Score:
    assert score is not None  # noqa: S101 - lists hold items with a cell of Others only
    return score


def _from_the_top(item: ItemProfile) -> tuple[Fraction, int, int]:
    score = _shown(item.others)
    return -score.exact, -score.fewest, item.index


def _from_the_bottom(item: ItemProfile) -> tuple[Fraction, int, int]:
    score = _shown(item.others)
    return score.exact, -score.fewest, item.index


def _is_flat(
    scale: tuple[int, int], highest: Sequence[ItemProfile], lowest: Sequence[ItemProfile]
) -> bool:
    """Tell whether the means of the two lists differ by less than an item's margin."""
    if not highest:
        return False
    fewest = min(_shown(item.others).fewest for item in (*highest, *lowest))
    difference = float(_mean_of(highest) - _mean_of(lowest))
    return round(difference - margin95(item_sigma(scale), fewest), 9) < 0


def _mean_of(items: Sequence[ItemProfile]) -> Fraction:
    return sum((_shown(item.others).exact for item in items), Fraction(0)) / len(items)


def _of_kind(profile: Profile, kind: Johari) -> tuple[ItemProfile, ...]:
    """Return at most five items of a kind: the widest gap first, then n, then order."""
    items = [item for item in profile.items if item.johari == kind]
    return tuple(sorted(items, key=_by_gap)[:LONGEST])


def _by_gap(item: ItemProfile) -> tuple[Fraction, int, int]:
    gap = Fraction(0) if item.gap is None else abs(item.gap.exact)
    return -gap, -_shown(item.others).fewest, item.index
