"""How small an effect a programme that is only planned could find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.effects.offline.figures import EffectFigure
from reports.effects.panel import PRIMARY
from reports.effects.planning import PRIMARY_SPREAD, TRAIT_SPREAD, planned_smallest_effect
from reports.errors import EffectCaseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.effects.offline.case import EffectCase


def plan_figures(case: EffectCase) -> Iterator[EffectFigure]:
    """Yield the smallest effect of a plan, by the organisation's own spread or the usual ones."""
    plan, scale = case.parameters.plan, case.parameters.scale
    if plan is None:
        return
    if plan.spread is not None:
        spreads = {PRIMARY: plan.spread}
    elif scale is not None:
        spreads = {PRIMARY: PRIMARY_SPREAD * scale.width, "trait": TRAIT_SPREAD * scale.width}
    else:
        raise EffectCaseError(f"{case.name}: a plan needs the scale, or a spread of its own")
    for trait, spread in spreads.items():
        smallest = planned_smallest_effect(plan.trained, plan.waiting, spread)
        yield EffectFigure("planned_mde90", smallest, {"trait": trait})
