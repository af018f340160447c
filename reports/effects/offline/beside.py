"""Leaders' own ratings beside others' in a case of before and after, where they are in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from reports.effects.attrition import attrition
from reports.effects.designs import before_after
from reports.effects.distance import squared_distance, typical_distance
from reports.effects.offline.scores import ends_of
from reports.effects.verdicts import MOST_LOST
from reports.shown.effects import ShownDistance

if TYPE_CHECKING:
    from reports.effects.offline.case import EffectCase
    from reports.effects.offline.sheet import ScoreSheet
    from reports.effects.panel import Panel

OWN: Final = ("self0", "self1")
RATERS: Final = ("n0", "n1")


def own_beside_others(case: EffectCase, sheet: ScoreSheet, panel: Panel) -> ShownDistance | None:
    """Return how far leaders' own ratings lie from others', before and after.

    Parameters
    ----------
    case
        Its `sigma_w` is needed.
    sheet
        With the columns of OWN and RATERS, else there is nothing to return.
    panel
        What others said, of the same rows at two points.

    Returns
    -------
    ShownDistance | None
        Of leaders who lack nothing at either point; None also where there is none.

    Raises
    ------
    EffectCaseError
        With every fault of the columns, or if one of them or `sigma_w` is missing.

    """
    columns = (*OWN, *RATERS)
    if not any(name in sheet.columns for name in OWN):
        return None
    for name in columns:
        if name not in sheet.columns:
            sheet.found.add("this column is missing", row=1, column=name)
    sheet.without_faults(also=case.lacks("sigma_w"))
    lowest, highest = ends_of(case)
    own = np.array([sheet.floats(name, lowest=lowest, highest=highest) for name in OWN])
    raters = np.array([sheet.whole(name, lowest=1, optional=True) for name in RATERS])
    sheet.without_faults()
    others = panel.outcomes[:, :, -1].T
    there = ~np.isnan(own + raters + others)
    whole = there.all(axis=0)
    if not whole.any():
        return None
    own, others, raters = own[:, whole], others[:, whole], raters[:, whole]
    squares = squared_distance(own - others, case.parameters.sigma_w or 0.0, raters)
    found = before_after((squares[1] - squares[0])[:, None], np.flatnonzero(whole))
    lost = attrition(int(there[0].sum()), int(whole.sum())).item()
    low, high = (np.nan, np.nan) if lost > MOST_LOST else found.interval()[0].tolist()
    typical = [float(typical_distance(one)) for one in squares]
    level = own.mean(axis=1).tolist()
    return ShownDistance(
        leaders=int(whole.sum()),
        typical=(typical[0], typical[1]),
        own=(level[0], level[1]),
        moved=float(found.value[0]),
        closer=(low, high),
    )
