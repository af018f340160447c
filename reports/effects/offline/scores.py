"""Say what a score may be in a case: within the scale, where the case says which."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.effects.offline.case import EffectCase


def ends_of(case: EffectCase) -> tuple[float, float]:
    """Return the least and the greatest score there can be."""
    scale = case.parameters.scale
    return (-inf, inf) if scale is None else (scale.min, scale.max)
