"""Course evaluations, one row a sheet: module, group, date and an answer for each item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from reports.effects.offline.figures import EffectFigure
from reports.research.occasions import Sheets, event_figures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.effects.offline.case import EffectCase
    from reports.effects.offline.sheet import ScoreSheet
    from reports.research.occasions import ModuleItem, ModuleOccasions

PLACES: Final = ("module", "group", "date")
_MISSING: Final = -1
_ALL: Final = "all"
"""What the mean of a module's items is called in the place of an item."""


def occasion_figures(case: EffectCase, sheet: ScoreSheet) -> Iterator[EffectFigure]:
    """Yield the spread of each item, its occasions, and what modules gave as a whole."""
    sheets, items = _read(case, sheet)
    found = event_figures(sheets)
    for item, sigma in zip(items, found.sigma, strict=True):
        yield EffectFigure("event_sigma", sigma, {"item": item})
    for module in found.modules:
        for item, figures in zip(items, module.items, strict=True):
            yield from _item_figures(module, item, figures)
        yield EffectFigure("module_mean", module.overall, {"module": module.module, "item": _ALL})


def _item_figures(
    module: ModuleOccasions, item: str, figures: ModuleItem
) -> Iterator[EffectFigure]:
    about = {"module": module.module, "item": item}
    for names, cell in zip(module.parts, figures.cells, strict=True):
        keys = {"module": module.module, "occasion": "+".join(names), "item": item}
        for name in ("n", "mean", "margin95"):
            yield EffectFigure(f"event_{name}", cell and getattr(cell, name), keys)
    trend = figures.trend
    yield EffectFigure("module_mean", figures.mean, about)
    yield EffectFigure("module_n", figures.n, about)
    yield EffectFigure("event_slope", trend and trend.slope, about)
    yield EffectFigure("event_slope_ci95", trend and [trend.lower_end, trend.upper_end], about)


def _read(case: EffectCase, sheet: ScoreSheet) -> tuple[Sheets, list[str]]:
    """Return the sheets and the items; an empty answer is missing."""
    modules, groups, days = (sheet.labels(name) for name in PLACES)
    items = [name for name in sheet.columns if name not in PLACES]
    if not items:
        sheet.found.add("there is no column for an item", row=1)
    scale = case.parameters.scale
    low, high = (0, 0) if scale is None else (scale.min, scale.max)
    bounds = {} if scale is None else {"lowest": low, "highest": high}
    columns = [sheet.whole(item, optional=True, **bounds) for item in items]
    sheet.without_faults(also=case.lacks("scale", "k"))
    if low < 0:
        sheet.without_faults(also=[f"{case.name}: scale.min: a scale begins at 0 or above"])
    answers = np.nan_to_num(np.array(columns).T, nan=_MISSING).astype(np.int64)
    return Sheets(modules, groups, days, answers, (low, high), case.parameters.k or 0), items
