"""Compare a leader with the same leader, by raters of the same relation at both points.

Raters are other people next time and groups rate differently, so like is compared with like.
Blocks that share a group are joined until both releases can show what is joined.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reports.norms.arrays import ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from reports.norms.arrays import Floats
    from reports.research.traits import TraitColumns

    Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class ShownBlock:
    """What a release shows of one block: its groups, and n and sum of each item.

    Arrays of shape (items,); NaN where an item has no cell. Raters who are shown under their
    role, as the manager, are a block that is not protected.
    """

    groups: frozenset[str]
    n: Floats
    sum: Floats
    is_protected: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class _Joined:
    """Blocks of one point put together, shape (items,); NaN where any of them lacks the item."""

    n: Floats
    protected: Floats
    mean: Floats


def matched_change(
    before: Sequence[ShownBlock], after: Sequence[ShownBlock], columns: TraitColumns, k2: int
) -> Floats:
    """Return one leader's change in each trait, from what two releases show.

    Parameters
    ----------
    before, after
        The blocks of each release, items in one order; an item whose wording changed has NaN.
    columns
        Which items belong to which trait.
    k2
        The least number of matched protected raters at either point.

    Returns
    -------
    Floats
        Shape (traits,), scale points; NaN where nothing is comparable or too few are.

    Notes
    -----
    D = Σ w d/Σ w over components, d the mean difference over the items with cells at both
    points in all blocks, at least half of the trait's, and w = n₀n₁/(n₀ + n₁) with n the fewest
    answers over those items. Never shown for one leader.

    Examples
    --------
    >>> from reports.research.traits import TraitColumns
    >>> def peers(total):
    ...     return [ShownBlock(frozenset({"peer"}), np.array([5.0]), np.array([total]))]
    >>> matched_change(peers(20.0), peers(22.0), TraitColumns.from_sizes([1]), 5)
    array([0.4])

    """
    traits = len(columns.sizes)
    total, weight, protected = np.zeros(traits), np.zeros(traits), np.zeros((2, traits))
    for groups in _components([*before, *after]):
        sides = [_join([one for one in side if one.groups <= groups]) for side in (before, after)]
        if not all(_groups(side) & groups == groups for side in (before, after)):
            continue
        known = ~np.isnan(sides[1].mean - sides[0].mean)
        items = columns.add(known.astype(np.int32))
        used = items >= columns.half
        fewest = [_fewest(side.n, known, columns, used) for side in sides]
        w = np.nan_to_num(ratio(fewest[0] * fewest[1], fewest[0] + fewest[1]))
        moved = columns.add(np.where(known, sides[1].mean - sides[0].mean, 0.0))
        total += w * np.nan_to_num(ratio(moved, items))
        weight += w
        protected += [_fewest(side.protected, known, columns, used) for side in sides]
    return ratio(total, np.where((protected >= k2).all(axis=0), weight, 0.0))


def _components(blocks: Sequence[ShownBlock]) -> list[frozenset[str]]:
    """Return the groups that hang together through blocks of either point."""
    found: list[frozenset[str]] = []
    for block in blocks:
        touched = [one for one in found if one & block.groups]
        found = [one for one in found if not one & block.groups]
        found.append(block.groups.union(*touched))
    return found


def _groups(blocks: Sequence[ShownBlock]) -> frozenset[str]:
    return frozenset[str]().union(*(block.groups for block in blocks))


def _join(blocks: Sequence[ShownBlock]) -> _Joined:
    """Add up the blocks of a component; NaN spreads from a block without a cell."""
    if not blocks:
        return _Joined(np.zeros(0), np.zeros(0), np.zeros(0))
    n = np.sum([block.n for block in blocks], axis=0)
    protected = np.sum([block.n * block.is_protected for block in blocks], axis=0)
    return _Joined(n, protected, ratio(np.sum([block.sum for block in blocks], axis=0), n))


def _fewest(n: Floats, known: Bools, columns: TraitColumns, used: Bools) -> Floats:
    """Return the fewest answers over the items used, shape (traits,); 0 where none is."""
    least = np.minimum.reduceat(np.where(known, n, np.inf), columns.starts)
    return np.where(used, least, 0.0)
