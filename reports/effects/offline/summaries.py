"""Sum a case up for a report: the word of each outcome, and who was measured."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from reports.effects.attrition import attrition, tipping_point
from reports.effects.designs import (
    Arms,
    against_waiting,
    before_after,
    compared,
    cross_section,
    on_start,
)
from reports.effects.estimate import LEVEL
from reports.effects.families import family_level
from reports.effects.offline.beside import own_beside_others
from reports.effects.offline.change_sheet import read_panel, read_two_waves
from reports.effects.offline.kinds import kind_of
from reports.effects.offline.once import read_once
from reports.effects.offline.staggered import read_waves, together
from reports.effects.offline.start_sheet import read_scores
from reports.effects.verdicts import RELEVANT, Evidence, judge
from reports.effects.waves import waves_at_points
from reports.errors import EffectCaseError
from reports.shown.effects import EffectSummary, ShownChange, ShownDistance, ShownWave

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from reports.effects.estimate import Estimate
    from reports.effects.offline.case import EffectCase
    from reports.effects.offline.sheet import ScoreSheet
    from reports.effects.panel import Panel
    from reports.effects.waves import WaveAtPoint
    from reports.norms.arrays import Codes, Ints
    from reports.shown.effects import Design

    Bools = npt.NDArray[np.bool_]

_WHOLE_TEAMS: Final = 0.9
"""From this share of teams that lie wholly in one wave on, the team is what shares its fate."""


@dataclass(frozen=True, slots=True)
class _People:
    """How many were measured before and twice, on the trained side and on the waiting one.

    `different` are the leaders of both sides together, before and twice, where some waited first
    and went later.
    """

    before: tuple[int, int]
    twice: tuple[int, int]
    has_waiting: bool
    different: tuple[int, int] | None = None

    @classmethod
    def of(cls, start: Bools, pairs: Bools, trained: Bools, *, has_waiting: bool) -> _People:
        """Count leaders; arrays of shape (leaders,)."""
        sides = (trained, ~trained)
        before, twice = (tuple(int((who & side).sum()) for side in sides) for who in (start, pairs))
        return cls((before[0], before[1]), (twice[0], twice[1]), has_waiting)

    @property
    def leaders(self) -> tuple[int, int]:
        """How many there are, each counted once: measured before, and twice."""
        return self.different or (sum(self.before), sum(self.twice))

    @property
    def apart(self) -> float:
        """By how much more was lost on one side."""
        if not self.has_waiting:
            return 0.0
        one, other = (attrition(self.before[at], self.twice[at]).item() for at in (0, 1))
        return float(np.nan_to_num(one - other))


@dataclass(frozen=True, slots=True)
class _Wave:
    """One wave of several: where its trained started, its people, and both sides' changes."""

    number: int
    start: float
    people: _People
    arms: Arms


@dataclass(frozen=True, slots=True)
class _Found:
    """What a design found: the estimate of all outcomes, the names of its traits, the people."""

    design: Design
    estimate: Estimate
    traits: Sequence[str]
    people: _People
    has_primary: bool = True
    by_team: bool = False
    arms: Sequence[Arms] = ()
    waves: Sequence[_Wave] = ()
    distance: ShownDistance | None = None

    @property
    def sides(self) -> tuple[float, float] | None:
        """The mean changes of both sides in the last outcome, weighed as their difference is."""
        if not self.arms or not all(min(one.n) for one in self.arms):
            return None
        means = [
            [one.outcome[side, -1].mean() for side in (one.trained, ~one.trained)]
            for one in self.arms
        ]
        trained, waiting = np.average(means, axis=0, weights=[one.n[0] for one in self.arms])
        return float(trained), float(waiting)


def summarise(case: EffectCase) -> EffectSummary:
    """Return what a report says of a case.

    Parameters
    ----------
    case
        From `read_case`; its `scale` is needed.

    Returns
    -------
    EffectSummary
        Traits have intervals of their family, as wide as they are drawn.

    Raises
    ------
    EffectCaseError
        With every fault, or if a case of this kind has no report.

    """
    sheet = case.sheet
    reader = None if sheet is None else READERS.get(kind_of(case, sheet))
    if sheet is None or reader is None:
        raise EffectCaseError(
            f"{case.name}: this kind of case has figures and no report; "
            f"these have one: {', '.join(name.replace('_', ' ') for name in READERS)}"
        )
    found = reader(case, sheet)
    sheet.without_faults(also=case.lacks("scale"))
    return _summary(case, found)


def _summary(case: EffectCase, found: _Found) -> EffectSummary:
    people, given = found.people, case.parameters
    ends = (1, 6) if given.scale is None else (given.scale.min, given.scale.max)
    relevant = given.relevant or RELEVANT * (ends[1] - ends[0])
    evidence = Evidence(
        design=found.design,
        selection=given.selection or "all",
        leaders=people.twice[0],
        waiting=people.twice[1] if people.has_waiting else None,
        df=np.nan,
        interval=(np.nan, np.nan),
        smallest=np.nan,
        scale_width=float(ends[1] - ends[0]),
        attrition=attrition(sum(people.before), sum(people.twice)).item(),
        attrition_difference=people.apart,
        relevant=relevant,
    )
    level = family_level(len(found.traits)) if found.traits else LEVEL
    traits = tuple(
        _shown(given.names.get(trait, trait), found.estimate, at, level, evidence)
        for at, trait in enumerate(found.traits)
    )
    return EffectSummary(
        design=found.design,
        scale=ends,
        relevant=relevant,
        goal_set=given.goal_set,
        primary=_shown("", found.estimate, -1, LEVEL, evidence) if found.has_primary else None,
        traits=traits,
        started=people.leaders[0],
        twice=people.leaders[1],
        trained=evidence.leaders,
        waiting=evidence.waiting,
        by_team=found.by_team,
        tipping=_tipping(found),
        sides=found.sides,
        waves=tuple(_shown_wave(one, evidence, len(found.waves)) for one in found.waves),
        distance=found.distance,
    )


def _shown(name: str, estimate: Estimate, at: int, level: float, evidence: Evidence) -> ShownChange:
    """Return one outcome with the word that its interval allows."""
    low, high = estimate.interval(level)[at].tolist()
    value, smallest, df = (
        float(one[at]) for one in (estimate.value, estimate.smallest, estimate.df)
    )
    verdict = judge(replace(evidence, df=df, interval=(low, high), smallest=smallest))
    return ShownChange(name, value, low, high, smallest, verdict.word, verdict.reason)


def _shown_wave(wave: _Wave, evidence: Evidence, waves: int) -> ShownWave:
    """Return one wave of a family with the word that its own people and interval allow."""
    people = wave.people
    trained, waiting = people.twice
    of_wave = replace(
        evidence,
        leaders=trained,
        waiting=waiting,
        attrition=attrition(sum(people.before), sum(people.twice)).item(),
        attrition_difference=people.apart,
    )
    change = _shown("", against_waiting([wave.arms]), -1, family_level(waves), of_wave)
    return ShownWave(wave.number, trained, waiting, wave.start, change)


def _tipping(found: _Found) -> float | None:
    """Return where the conclusion tips; with two sides, it is not known whose leavers would."""
    before, twice = sum(found.people.before), sum(found.people.twice)
    point = float(tipping_point(found.estimate.interval()[-1:], twice, before - twice)[0])
    return None if found.design != "before_after" or np.isnan(point) else point


def _compared(case: EffectCase) -> Design:
    return "lot" if case.parameters.assignment == "lot" else "waves"


def _before_after(case: EffectCase, sheet: ScoreSheet) -> _Found:
    traits, panel = read_panel(case, sheet)
    sheet.without_faults()
    pairs = panel.has(0, 1)
    found = before_after(panel.change(0, 1)[pairs], np.flatnonzero(pairs))
    everybody = np.ones(len(pairs), dtype=np.bool_)
    people = _People.of(panel.has(0), pairs, everybody, has_waiting=False)
    distance = own_beside_others(case, sheet, panel)
    return _Found("before_after", found, traits, people, distance=distance)


def _two_waves(case: EffectCase, sheet: ScoreSheet) -> _Found:
    """Compare within levels, where there are any; nobody of another level is counted."""
    read = read_two_waves(case, sheet)
    found = compared(read.arms, len(read.traits) + 1)
    who = read.is_compared
    start, pairs = read.panel.has(0) & who, read.panel.has(0, 1) & who
    people = _People.of(start, pairs, read.trained, has_waiting=True)
    return _Found(_compared(case), found, read.traits, people, arms=read.arms)


def _one_score(case: EffectCase, sheet: ScoreSheet) -> _Found:
    """Compare at equal start levels where the lowest went first, else changes."""
    scores = read_scores(case, sheet)
    teams = sheet.labels("team") if "team" in sheet.columns else None
    sheet.without_faults()
    start = ~np.isnan(scores.before)
    pairs = start & ~np.isnan(scores.after)
    clusters = scores.clusters if teams is None else np.unique(teams, return_inverse=True)[1]
    is_team = teams is not None and _lie_whole(clusters, scores.trained.astype(np.intp))
    each = clusters[pairs] if is_team else np.flatnonzero(pairs)
    people = _People.of(start, pairs, scores.trained, has_waiting=True)
    before, after = scores.before[pairs], scores.after[pairs]
    if case.parameters.selection == "by_score":
        level, _ = on_start([Arms(each, scores.trained[pairs], after[:, None])], [before])
        return _Found("ancova", level, (), people, by_team=is_team)
    arms = Arms(each, scores.trained[pairs], (after - before)[:, None])
    found = against_waiting([arms])
    return _Found(_compared(case), found, (), people, by_team=is_team, arms=[arms])


def _staggered(case: EffectCase, sheet: ScoreSheet) -> _Found:
    """Compare each wave at its first follow-up with those who still wait."""
    panel, waves, clusters = read_waves(case, sheet)
    is_team = "team" in clusters and _lie_whole(clusters["team"], waves)
    everybody = np.arange(len(waves))
    counted = _first_follow_ups(panel, waves, everybody)
    seen = _first_follow_ups(panel, waves, clusters["team"]) if is_team else counted
    started, paired = (np.zeros((2, len(waves)), dtype=np.bool_) for _ in range(2))
    each = []
    for one, shared in zip(counted, seen, strict=True):
        base, sides = panel.has(one.wave - 1), (waves == one.wave, waves > one.wave)
        started |= np.stack([side & base for side in sides])
        for side, rows in enumerate((one.arms.trained, ~one.arms.trained)):
            paired[side, one.arms.clusters[rows]] = True
        trained, waiting = (int((side & base).sum()) for side in sides)
        people = _People((trained, waiting), one.arms.n, has_waiting=True)
        gone = one.arms.clusters[one.arms.trained]
        start = float(panel.outcomes[gone, one.wave - 1, -1].mean())
        each.append(_Wave(one.wave, start, people, shared.arms))
    before, twice = (tuple(int(n) for n in sides.sum(axis=1)) for sides in (started, paired))
    different = (int(started.any(axis=0).sum()), int(paired.any(axis=0).sum()))
    people = _People(
        (before[0], before[1]), (twice[0], twice[1]), has_waiting=True, different=different
    )
    arms = [one.arms for one in seen]
    several = each if len(each) > 1 else ()
    found = together(seen)
    return _Found(_compared(case), found, (), people, by_team=is_team, arms=arms, waves=several)


def _first_follow_ups(panel: Panel, waves: Ints, clusters: Codes) -> list[WaveAtPoint]:
    """Return the waves that are large enough, each at its first measurement afterwards."""
    seen = waves_at_points(panel, waves - 1, waves, clusters)
    return [one for one in seen if one.later == 0 and one.counts]


def _once(case: EffectCase, sheet: ScoreSheet) -> _Found:
    traits, scores, norm = read_once(case, sheet)
    found = cross_section(scores, norm)
    n = int((~np.isnan(scores)).any(axis=1).sum())
    people = _People((n, 0), (n, 0), has_waiting=False)
    return _Found("cross_section", found, traits, people, has_primary=False)


READERS: Final[dict[str, Callable[[EffectCase, ScoreSheet], _Found]]] = {
    "before_after": _before_after,
    "two_waves": _two_waves,
    "staggered": _staggered,
    "worst_first": _one_score,
    "teams": _one_score,
    "cross_section": _once,
}


def _lie_whole(teams: Codes, waves: Codes) -> bool:
    """Tell whether nearly all teams lie wholly in one wave."""
    whole = [len(np.unique(waves[teams == team])) == 1 for team in np.unique(teams)]
    return bool(np.mean(whole) >= _WHOLE_TEAMS)
