"""Two points, leaders in rows: with nobody beside them, or with those who wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reports.effects.attrition import attrition, tipping_point
from reports.effects.designs import Arms, against_waiting, before_after
from reports.effects.effect_sizes import d_ppc2, g_av
from reports.effects.families import family_level
from reports.effects.offline.figures import EffectFigure, estimate_figures
from reports.effects.offline.scores import ends_of
from reports.effects.panel import PRIMARY, Panel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.effects.offline.case import EffectCase
    from reports.effects.offline.sheet import ScoreSheet

BEFORE, AFTER = "y0_", "y1_"


def traits_of(sheet: ScoreSheet) -> list[str]:
    """Return the traits that have a column before, in the order of the file."""
    return [name.removeprefix(BEFORE) for name in sheet.columns if name.startswith(BEFORE)]


def read_panel(case: EffectCase, sheet: ScoreSheet) -> tuple[list[str], Panel]:
    """Return the traits and the leaders' scores at both points."""
    sheet.labels("leader")
    sheet.once("leader")
    traits = traits_of(sheet)
    lowest, highest = ends_of(case)
    scores = [
        [sheet.floats(f"{point}{trait}", lowest=lowest, highest=highest) for trait in traits]
        for point in (BEFORE, AFTER)
    ]
    return traits, Panel(np.array(scores).transpose(2, 0, 1))


def before_after_figures(case: EffectCase, sheet: ScoreSheet) -> Iterator[EffectFigure]:
    """Yield what is said of leaders with nobody beside them, by trait and for their mean."""
    traits, panel = read_panel(case, sheet)
    sheet.without_faults()
    start, pairs = panel.has(0), panel.has(0, 1)
    n_start, n_pairs = int(start.sum()), int(pairs.sum())
    before, after = panel.outcomes[pairs].transpose(1, 0, 2)
    moved = panel.change(0, 1)[pairs]
    found = before_after(moved, np.flatnonzero(pairs))
    tipping = tipping_point(found.interval(), n_pairs, n_start - n_pairs)
    level = family_level(len(traits))
    spread = np.full(len(traits) + 1, np.nan) if n_pairs < 2 else moved.std(axis=0, ddof=1)
    levels = panel.outcomes[start, 0].mean(axis=0) if n_start else np.full(len(traits) + 1, np.nan)
    for at, trait in enumerate([*traits, PRIMARY]):
        keys = {"trait": trait}
        yield EffectFigure("n_start", n_start, keys)
        yield EffectFigure("n_pairs", n_pairs, keys)
        yield EffectFigure("attrition", attrition(n_start, n_pairs).item(), keys)
        yield EffectFigure("start_mean", levels[at], keys)
        yield EffectFigure("change_sd", spread[at], keys)
        family = None if trait == PRIMARY else level
        yield from estimate_figures("change", found, at, keys=keys, family=family)
        yield EffectFigure("g_av", g_av(before, after)[at], keys)
        yield EffectFigure("tipping", tipping[at], keys)


def two_waves_figures(case: EffectCase, sheet: ScoreSheet) -> Iterator[EffectFigure]:
    """Yield what is said of one wave that was trained while another waited."""
    traits, panel = read_panel(case, sheet)
    trained = sheet.flags("trained")
    sheet.without_faults()
    pairs = panel.has(0, 1)
    moved, trained = panel.change(0, 1)[pairs], trained[pairs]
    before, after = panel.outcomes[pairs].transpose(1, 0, 2)
    arms = Arms(np.flatnonzero(pairs), trained, moved)
    found = against_waiting([arms])
    sizes = d_ppc2(before, after, trained)
    level = family_level(len(traits))
    changes = {
        "change_trained": before_after(moved[trained], arms.clusters[trained]).value,
        "change_waiting": before_after(moved[~trained], arms.clusters[~trained]).value,
    }
    for at, trait in enumerate([*traits, PRIMARY]):
        keys = {"trait": trait}
        for name, n in zip(("n_trained", "n_waiting"), arms.n, strict=True):
            yield EffectFigure(name, n, keys)
        for name, values in changes.items():
            yield EffectFigure(name, values[at], keys)
        family = None if trait == PRIMARY else level
        yield from estimate_figures("did", found, at, keys=keys, family=family)
        yield EffectFigure("d_ppc2", sizes[at], keys)
