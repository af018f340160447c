"""Tell what kind of case this is by its columns, and list the figures of the kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.effects.offline.cells import cells_figures
from reports.effects.offline.change_sheet import (
    AFTER,
    BEFORE,
    before_after_figures,
    two_waves_figures,
)
from reports.effects.offline.closeness import distance_figures
from reports.effects.offline.cuts import audit_figures, cut_figures
from reports.effects.offline.events import PLACES, occasion_figures
from reports.effects.offline.once import cross_section_figures
from reports.effects.offline.plans import plan_figures
from reports.effects.offline.staggered import staggered_figures
from reports.effects.offline.start_sheet import teams_figures, worst_first_figures
from reports.effects.offline.words import verdict_figures
from reports.errors import EffectCaseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reports.effects.offline.case import EffectCase
    from reports.effects.offline.figures import EffectFigure
    from reports.effects.offline.sheet import ScoreSheet

COLUMNS: Final = {
    "worst_first": ("leader", "trained", "y0", "y1"),
    "teams": ("leader", "team", "trained", "y0", "y1"),
    "staggered": ("leader", "wave", "point", "y"),
    "distance": ("leader", "self0", "others0", "n0", "self1", "others1", "n1"),
    "cells": ("leader", "point", "block", "item", "n", "sum"),
    "events": PLACES,
}
"""The kinds that are told by their columns; beside them stand kinds with columns of traits."""

KINDS: Final[dict[str, Callable[[EffectCase, ScoreSheet], Iterator[EffectFigure]]]] = {
    "before_after": before_after_figures,
    "two_waves": two_waves_figures,
    "cross_section": cross_section_figures,
    "worst_first": worst_first_figures,
    "teams": teams_figures,
    "staggered": staggered_figures,
    "distance": distance_figures,
    "cells": cells_figures,
    "events": occasion_figures,
}

_TOLD: Final = (
    "the columns fit no kind of case. Name them: "
    "leader, y0_TRAIT, y1_TRAIT (before and after); the same with trained (one wave waits); "
    + "; ".join(", ".join(columns) for columns in COLUMNS.values())
    + "; or leader and the traits of a norm table that CASE.json names as norm"
)


def list_figures(case: EffectCase) -> list[EffectFigure]:
    """Return every figure of a case.

    Parameters
    ----------
    case
        From `read_case`.

    Returns
    -------
    list[EffectFigure]
        Unrounded; no disclosure rule is applied but in the kinds that are about one.

    Raises
    ------
    EffectCaseError
        With every fault of the tables, or of what CASE.json lacks for its kind.

    """
    if case.sheet is None:
        return _without_table(case)
    return list(KINDS[kind_of(case, case.sheet)](case, case.sheet))


def _without_table(case: EffectCase) -> list[EffectFigure]:
    """List cuts, audits, plans and verdicts, whatever of them the case holds."""
    parameters = case.parameters
    found = list(verdict_figures(case.name, parameters.checks))
    if parameters.tree is not None:
        found += cut_figures(case, parameters.tree)
    found += audit_figures(case)
    found += plan_figures(case)
    if not found:
        raise EffectCaseError(
            f"{case.name}: there is nothing to compute: name a table as data, give a tree, "
            "audit_cases, a plan, or checks with an input each"
        )
    return found


def kind_of(case: EffectCase, sheet: ScoreSheet) -> str:
    """Name the kind; refuse a table that lacks a column, or fits none."""
    if any(name.startswith((BEFORE, AFTER)) for name in sheet.columns):
        traits = {name.split("_", 1)[1]: None for name in sheet.columns if _is_score(name)}
        wanted = ["leader", *(f"{point}{trait}" for trait in traits for point in (BEFORE, AFTER))]
        _refuse_gaps(sheet, wanted)
        return "two_waves" if "trained" in sheet.columns else "before_after"
    if case.norm is not None:
        _refuse_gaps(sheet, ["leader"], also=(case.norm, ["trait", "mean", "sd", "n_leaders"]))
        return "cross_section"
    shared = {kind: len({*columns} & {*sheet.columns}) for kind, columns in COLUMNS.items()}
    whole = [kind for kind, columns in COLUMNS.items() if shared[kind] == len(columns)]
    if whole:
        return max(whole, key=shared.__getitem__)
    nearest = max(shared, key=lambda kind: (shared[kind] / len(COLUMNS[kind]), shared[kind]))
    if 2 * shared[nearest] < len(COLUMNS[nearest]):
        raise EffectCaseError(f"{sheet.name}: {_TOLD}")
    _refuse_gaps(sheet, list(COLUMNS[nearest]))
    return nearest


def _is_score(column: str) -> bool:
    return column.startswith((BEFORE, AFTER))


def _refuse_gaps(
    sheet: ScoreSheet, wanted: list[str], *, also: tuple[ScoreSheet, list[str]] | None = None
) -> None:
    for one, columns in ((sheet, wanted), *((also,) if also else ())):
        for column in columns:
            if column not in one.columns:
                one.found.add("this column is missing", row=1, column=column)
    sheet.without_faults(*((also[0],) if also else ()))
