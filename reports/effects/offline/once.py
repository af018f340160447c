"""Leaders measured once, beside a table of norms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reports.effects.designs import cross_section
from reports.effects.families import family_level
from reports.effects.offline.figures import EffectFigure, estimate_figures
from reports.effects.offline.scores import ends_of
from reports.errors import EffectCaseError
from reports.norms.arrays import mean_and_sd
from reports.research.change import ScoreSample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.effects.offline.case import EffectCase
    from reports.effects.offline.sheet import ScoreSheet
    from reports.norms.arrays import Floats


def cross_section_figures(case: EffectCase, sheet: ScoreSheet) -> Iterator[EffectFigure]:
    """Yield each trait of the norm: how many leaders, their mean, how far from the norm."""
    traits, scores, norm = read_once(case, sheet)
    n, mean, _ = mean_and_sd(scores)
    found, level = cross_section(scores, norm), family_level(len(traits))
    for at, trait in enumerate(traits):
        keys = {"trait": trait}
        yield EffectFigure("n", n[at], keys)
        yield EffectFigure("mean", mean[at], keys)
        yield from estimate_figures("norm_diff", found, at, keys=keys, family=level)


def read_once(case: EffectCase, sheet: ScoreSheet) -> tuple[list[str], Floats, ScoreSample]:
    """Return the norm's traits, the leaders' scores, shape (leaders, traits), and the norm."""
    if case.norm is None:
        raise EffectCaseError(*case.lacks("norm"))
    sheet.labels("leader")
    sheet.once("leader")
    traits, norm = _read_norm(case, case.norm)
    lowest, highest = ends_of(case)
    scores = []
    for trait in traits:
        if trait in sheet.columns:
            scores.append(sheet.floats(trait, lowest=lowest, highest=highest))
        else:
            sheet.found.add("the norm has this trait; the column is missing", row=1, column=trait)
    sheet.without_faults(case.norm)
    return traits, np.array(scores).T, norm


def _read_norm(case: EffectCase, norm: ScoreSheet) -> tuple[list[str], ScoreSample]:
    """Return the traits of a norm, and number, mean and SD of its leaders."""
    norm.once("trait")
    lowest, highest = ends_of(case)
    n = norm.whole("n_leaders", lowest=1)
    mean = norm.floats("mean", lowest=lowest, highest=highest, optional=False)
    sd = norm.floats("sd", lowest=0.0, optional=False)
    return norm.labels("trait"), ScoreSample(np.nan_to_num(n).astype(np.int32), mean, sd)
