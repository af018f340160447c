"""Foretell which groups will be joined or hidden, from who is invited and from bands alone.

The rule is that of disclosure control (docs/disclosure.md, steps 1 and 2) as if everybody
answered: what is foretold is the best that can come of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.policy import large_enough, plan_blocks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.policy import DisclosurePolicy


def fate_of_small(
    sizes: Mapping[str, int], policy: DisclosurePolicy, alike: Sequence[int] = ()
) -> dict[str, tuple[str, ...]]:
    """Return for each group of too few the groups it is shown with; none for a hidden one.

    `alike` has a number per group: only those of one number are ever shown together.
    """
    groups, plan = list(sizes), plan_blocks(list(sizes.values()), policy, alike=alike)
    shown_with = {
        group: tuple(groups[other] for other in block if other != group)
        for block in plan.blocks
        for group in block
    }
    return {
        key: shown_with.get(place, ())
        for place, key in enumerate(groups)
        if sizes[key] > 0 and not large_enough(sizes[key], policy.least)
    }
