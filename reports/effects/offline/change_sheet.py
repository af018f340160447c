"""Two points, leaders in rows: with nobody beside them, or with those who wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reports.effects.attrition import attrition, tipping_point
from reports.effects.designs import Arms, before_after, compared, within_levels
from reports.effects.effect_sizes import d_ppc2, g_av
from reports.effects.families import family_level
from reports.effects.offline.figures import EffectFigure, estimate_figures
from reports.effects.offline.scores import ends_of
from reports.effects.panel import PRIMARY, Panel
from reports.effects.permutation import permutation_p

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from reports.effects.estimate import Estimate
    from reports.effects.offline.case import EffectCase
    from reports.effects.offline.sheet import ScoreSheet

BEFORE, AFTER = "y0_", "y1_"
LEVEL: Final = "level"
"""The column of a manager's level, where leaders are compared within their own alone."""


@dataclass(frozen=True, slots=True, eq=False)
class TwoWaves:
    """Leaders measured before and after, of whom some were trained; arrays of shape (leaders,).

    `levels` are places in `names`; without a column of levels there is one, without a name.
    """

    traits: tuple[str, ...]
    panel: Panel
    trained: npt.NDArray[np.bool_]
    names: tuple[str, ...]
    levels: npt.NDArray[np.intp]

    @property
    def whole(self) -> Arms:
        """Everybody who was measured twice, whatever their level; clusters are leaders."""
        pairs = self.panel.has(0, 1)
        moved = self.panel.change(0, 1)[pairs]
        return Arms(np.flatnonzero(pairs), self.trained[pairs], moved)

    @property
    def arms(self) -> list[Arms]:
        """A pair of arms for each level that is large enough; one for all without levels."""
        whole = self.whole
        if len(self.names) == 1:
            return [whole]
        return within_levels(whole, self.levels[whole.clusters])

    @property
    def is_compared(self) -> npt.NDArray[np.bool_]:
        """Who is of a level that is compared, shape (leaders,)."""
        kept = [self.levels[one.clusters[0]] for one in self.arms if len(one.clusters)]
        return np.isin(self.levels, kept) if len(self.names) > 1 else self.levels >= 0

    @property
    def alone(self) -> dict[str, Estimate]:
        """The change of each level where nobody waited, beside which nothing stands."""
        whole = self.whole
        pairs = {
            name: whole.of(self.levels[whole.clusters] == at) for at, name in enumerate(self.names)
        }
        return {
            name: before_after(one.outcome, one.clusters)
            for name, one in pairs.items()
            if name and one.n[0] and not one.n[1]
        }


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


def read_two_waves(case: EffectCase, sheet: ScoreSheet) -> TwoWaves:
    """Return the leaders of a wave that was trained while another waited, level by level."""
    traits, panel = read_panel(case, sheet)
    trained = sheet.flags("trained")
    labels = sheet.labels(LEVEL) if LEVEL in sheet.columns else [""] * len(trained)
    sheet.without_faults()
    names, levels = np.unique(labels, return_inverse=True)
    return TwoWaves(tuple(traits), panel, trained, tuple(names.tolist()), levels)


def two_waves_figures(case: EffectCase, sheet: ScoreSheet) -> Iterator[EffectFigure]:
    """Yield what is said of one wave that was trained while another waited."""
    read = read_two_waves(case, sheet)
    rows = read.panel.has(0, 1) & read.is_compared
    arms = read.arms
    whole = read.whole.of(read.is_compared[read.whole.clusters])
    found = compared(arms, len(read.traits) + 1)
    before, after = read.panel.outcomes[rows].transpose(1, 0, 2)
    values = {
        "change_trained": before_after(whole.outcome[whole.trained], whole.clusters[whole.trained]),
        "change_waiting": before_after(
            whole.outcome[~whole.trained], whole.clusters[~whole.trained]
        ),
    }
    sizes = {"d_ppc2": d_ppc2(before, after, whole.trained)}
    if case.parameters.assignment == "lot" and arms and all(min(one.n) for one in arms):
        sizes["did_permutation_p"] = permutation_p(arms)
    level = family_level(len(read.traits))
    for at, trait in enumerate([*read.traits, PRIMARY]):
        keys = {"trait": trait}
        for name, n in zip(("n_trained", "n_waiting"), whole.n, strict=True):
            yield EffectFigure(name, n, keys)
        for name, changes in values.items():
            yield EffectFigure(name, changes.value[at], keys)
        family = None if trait == PRIMARY else level
        yield from estimate_figures("did", found, at, keys=keys, family=family)
        for name, size in sizes.items():
            yield EffectFigure(name, size[at], keys)
        for label, alone in read.alone.items():
            yield from estimate_figures(
                "change_alone", alone, at, keys={**keys, LEVEL: label}, family=family
            )
