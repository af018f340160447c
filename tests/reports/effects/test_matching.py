"""A leader's change, against the rule written in fractions, cell by cell."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.effects.matching import ShownBlock, matched_change
from reports.research.traits import TraitColumns

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES = [3, 1, 4]
ITEMS = sum(SIZES)
COLUMNS = TraitColumns.from_sizes(SIZES)
LAYOUTS = [
    [["peer"], ["team"], ["other"]],
    [["peer", "team"], ["other"]],
    [["peer"], ["team", "other"]],
    [["peer", "team", "other"]],
    [["peer"]],
    [["team"], ["other"]],
]

cells = st.one_of(st.none(), st.tuples(st.integers(1, 9), st.integers(1, 54)))
Row = list[tuple[int, int] | None]
Shown = list[tuple[list[str], Row]]


@st.composite
def releases(draw: st.DrawFn) -> Shown:
    """Draw the blocks of a release: groups and a cell for each item."""
    groups = [["manager"]] * draw(st.integers(0, 1)) + draw(st.sampled_from(LAYOUTS))
    return [(one, draw(st.lists(cells, min_size=ITEMS, max_size=ITEMS))) for one in groups]


def blocks(shown: Shown) -> list[ShownBlock]:
    return [
        ShownBlock(
            frozenset(groups),
            np.array([np.nan if cell is None else cell[0] for cell in row]),
            np.array([np.nan if cell is None else cell[1] for cell in row]),
            is_protected=groups != ["manager"],
        )
        for groups, row in shown
    ]


@settings(max_examples=200, deadline=None)
@given(before=releases(), after=releases(), k2=st.integers(1, 8))
def test_a_change_equals_the_rule_in_fractions(before: Shown, after: Shown, k2: int) -> None:
    found = matched_change(blocks(before), blocks(after), COLUMNS, k2)

    first = 0
    for trait, size in enumerate(SIZES):
        wanted = _slowly(before, after, range(first, first + size), k2)
        assert (None if np.isnan(found[trait]) else found[trait]) == (
            None if wanted is None else pytest.approx(float(wanted), abs=1e-12)
        )
        first += size


@settings(max_examples=50, deadline=None)
@given(before=releases(), after=releases())
def test_the_other_way_round_is_the_change_with_its_sign_turned(
    before: Shown, after: Shown
) -> None:
    forth = matched_change(blocks(before), blocks(after), COLUMNS, 5)
    back = matched_change(blocks(after[::-1]), blocks(before[::-1]), COLUMNS, 5)

    np.testing.assert_allclose(forth, -back, atol=1e-12)


def test_a_group_that_came_later_changes_nothing() -> None:
    peers: Shown = [(["peer"], [(5, 20)] * ITEMS)]
    later: Shown = [(["peer"], [(6, 27)] * ITEMS)]
    more: Shown = [(["team"], [(9, 9)] * ITEMS)]

    alone = matched_change(blocks(peers), blocks(later), COLUMNS, 5)

    assert matched_change(blocks(peers), blocks(later + more), COLUMNS, 5) == pytest.approx(alone)
    assert alone == pytest.approx(0.5)


def test_a_manager_counts_in_the_mean_and_not_towards_the_least_number() -> None:
    before: Shown = [(["manager"], [(1, 3)] * ITEMS), (["peer"], [(4, 16)] * ITEMS)]
    after: Shown = [(["manager"], [(1, 6)] * ITEMS), (["peer"], [(4, 16)] * ITEMS)]

    found = matched_change(blocks(before), blocks(after), COLUMNS, 4)

    assert found == pytest.approx(3 * 0.5 / 2.5)
    assert np.isnan(matched_change(blocks(before), blocks(after), COLUMNS, 5)).all()


def _slowly(before: Shown, after: Shown, items: Sequence[int], k2: int) -> Fraction | None:
    """Follow groups from block to block, then add up cell by cell."""
    total = weight = Fraction(0)
    protected = [0, 0]
    rest = {group for groups, _ in [*before, *after] for group in groups}
    while rest:
        component = {min(rest)}
        for _ in range(len(rest)):
            for groups, _row in [*before, *after]:
                if component & {*groups}:
                    component |= {*groups}
        rest -= component
        sides = [[b for b in side if {*b[0]} <= component] for side in (before, after)]
        if any({g for groups, _ in side for g in groups} != component for side in sides):
            continue
        used = [i for i in items if all(row[i] for side in sides for _, row in side)]
        if 2 * len(used) < len(items):
            continue
        n = [[_sum(side, i, 0) for i in used] for side in sides]
        sums = [[_sum(side, i, 1) for i in used] for side in sides]
        moved = [
            Fraction(sums[1][j], n[1][j]) - Fraction(sums[0][j], n[0][j]) for j in range(len(used))
        ]
        w = Fraction(min(n[0]) * min(n[1]), min(n[0]) + min(n[1]))
        total += w * sum(moved, Fraction(0)) / len(used)
        weight += w
        for point, side in enumerate(sides):
            own = [(g, row) for g, row in side if g != ["manager"]]
            protected[point] += min(_sum(own, i, 0) for i in used)
    return total / weight if weight and min(protected) >= k2 else None


def _sum(side: Shown, item: int, place: int) -> int:
    return sum((row[item] or (0, 0))[place] for _, row in side)
