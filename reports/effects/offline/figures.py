"""List figures under the names that reference cases give them, unrounded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.effects.estimate import Estimate


@dataclass(frozen=True, slots=True)
class EffectFigure:
    """One figure: its name, the keys that tell it from others of the name, and its value.

    `more` stands after the value, as the reason of a verdict.
    """

    stat: str
    value: object
    keys: Mapping[str, object] = field(default_factory=dict)
    more: Mapping[str, object] = field(default_factory=dict)

    def to_record(self) -> dict[str, object]:
        """Return the figure as JSON has it; what is undefined is None."""
        return {"stat": self.stat, **self.keys, "value": _plain(self.value), **self.more}


def estimate_figures(
    name: str,
    estimate: Estimate,
    at: int = 0,
    *,
    keys: Mapping[str, object] | None = None,
    family: float | None = None,
) -> Iterator[EffectFigure]:
    """Yield all that is said of one outcome of an estimate.

    Parameters
    ----------
    name
        What the figures' names begin with.
    estimate, at
        The estimate, and the place of the outcome in it.
    keys
        What the figures are about.
    family
        The level of an interval among several, where there are several.

    """
    ends: dict[str, Any] = {
        "est": estimate.value[at],
        "se": estimate.se[at],
        "df": estimate.df[at],
        "ci95": estimate.interval()[at],
        "mde90": estimate.smallest[at],
    }
    if family is not None:
        ends["ci_family"] = estimate.interval(family)[at]
    for ending, value in ends.items():
        yield EffectFigure(f"{name}_{ending}", value, keys or {})


def _plain(value: object) -> object:
    """Return numbers as Python's own; an interval with an unknown end is unknown."""
    if isinstance(value, np.ndarray):
        return None if np.isnan(value).any() else value.tolist()
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not np.isfinite(value) else value
