"""Waves that went one after the other, each by itself: with its word, and never a small one."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports.audit.isolates import isolates
from reports.effects.families import family_level
from reports.effects.offline import read_case, summarise
from reports.shown.effects import LEAST_LEADERS
from tests.reports.effects.cases import FOLDER, figures_of, write_case

if TYPE_CHECKING:
    from pathlib import Path

    from reports.audit.isolates import Figure
    from reports.shown.effects import EffectSummary

Scores = dict[tuple[str, int], float]


def programme(sizes: list[int], *, points: int, missing: set[tuple[int, int]]) -> list[Any]:
    """Return leaders of waves 1, 2, … of these sizes; whoever has gone has risen by about 0.3."""
    random = np.random.default_rng(sum(sizes))
    waves = [wave for wave, size in enumerate(sizes, 1) for _ in range(size)]
    return [
        {
            "leader": f"L{at}",
            "wave": wave,
            "point": point,
            "y": None
            if (at, point) in missing
            else round(3.5 + 0.3 * (point >= wave) + random.normal(0, 0.1), 3),
        }
        for at, wave in enumerate(waves)
        for point in range(points)
    ]


def summary_of(rows: list[Any], folder: Path) -> EffectSummary:
    return summarise(read_case(write_case(folder, rows, scale={"min": 1, "max": 6})))


def test_each_wave_has_its_people_start_change_and_word(tmp_path: Path) -> None:
    rows = programme([14, 12, 16], points=3, missing={(0, 1), (15, 0)})

    found = summary_of(rows, tmp_path)

    scores = {(row["leader"], row["point"]): row["y"] for row in rows}
    first, second = found.waves
    assert (first.number, first.trained, first.waiting) == (1, 13, 27)
    assert (second.number, second.trained, second.waiting) == (2, 12, 16)
    assert first.start == pytest.approx(np.mean([scores[f"L{at}", 0] for at in range(1, 14)]))
    figures = figures_of(tmp_path / "case.json")
    assert first.change.estimate == pytest.approx(figures["att_gt", 1, 0])
    assert second.change.estimate == pytest.approx(figures["att_gt", 2, 0])
    assert {one.change.word for one in found.waves} == {"better"}
    assert found.shows_waves


def test_a_leader_who_waited_and_then_went_is_counted_once(tmp_path: Path) -> None:
    found = summary_of(programme([14, 12, 16], points=3, missing={(0, 1), (15, 0)}), tmp_path)

    # L0 was lost at point 1; L15 was not there at point 0, and both before and after later on.
    assert (found.started, found.twice, found.lost) == (42, 41, 1)
    assert (found.trained, found.waiting) == (13 + 12, 11 + 16)


def test_intervals_of_waves_are_as_wide_as_their_family_needs(tmp_path: Path) -> None:
    rows = programme([20, 20, 20], points=3, missing=set())
    together = summary_of(rows, tmp_path)
    alone = summary_of([row for row in rows if row["point"] < 2], tmp_path)

    assert alone.waves == ()
    assert alone.primary is not None
    first = together.waves[0].change
    narrow = alone.primary.upper - alone.primary.lower
    assert first.estimate == pytest.approx(alone.primary.estimate)
    # Of about 58 degrees of freedom: t at 97.5 % by t at 95 %.
    assert (first.upper - first.lower) / narrow == pytest.approx(2.30 / 2.00, abs=0.03)
    assert family_level(2) == 0.975


def test_a_wave_that_lost_many_says_so(tmp_path: Path) -> None:
    gone = {(at, 1) for at in range(10)}

    found = summary_of(programme([30, 30, 30], points=3, missing=gone), tmp_path)

    first, second = found.waves
    assert (first.change.word, first.change.reason) == ("cannot_tell", "left")
    assert second.change.word == "better"


@pytest.mark.parametrize("sizes", [[9, 20, 20], [20, 9, 20], [20, 20, 9]])
def test_beside_a_small_wave_no_wave_is_shown(sizes: list[int], tmp_path: Path) -> None:
    found = summary_of(programme(sizes, points=3, missing=set()), tmp_path)

    assert len(found.waves) == 2
    assert not found.shows_waves


def test_waves_of_whole_teams_are_judged_by_their_teams(tmp_path: Path) -> None:
    (tmp_path / "e03_staggered.csv").write_bytes((FOLDER / "e03_staggered.csv").read_bytes())

    found = summarise(
        read_case(write_case(tmp_path, data="e03_staggered.csv", scale={"min": 1, "max": 6}))
    )

    assert found.by_team
    assert all(one.change.word == "cannot_tell" for one in found.waves)


PROGRAMMES = st.tuples(
    st.lists(st.integers(9, 18), min_size=2, max_size=4),
    st.integers(3, 4),
    st.sets(st.tuples(st.integers(0, 40), st.integers(0, 3)), max_size=8),
)


@given(PROGRAMMES)
@example(([14, 12, 16], 3, {(0, 1), (15, 0), (30, 2)}))
@settings(max_examples=25, deadline=None)
def test_shown_waves_isolate_no_few_leaders(
    tmp_path_factory: pytest.TempPathFactory, drawn: tuple[list[int], int, set[tuple[int, int]]]
) -> None:
    sizes, points, missing = drawn
    rows = programme(sizes, points=points, missing=missing)
    found = summary_of(rows, tmp_path_factory.mktemp("case"))

    if found.shows_waves:
        scores = {(row["leader"], row["point"]): row["y"] for row in rows if row["y"] is not None}
        wave_of = {row["leader"]: row["wave"] for row in rows}
        assert isolates(_shown(found, scores, wave_of), set(wave_of), LEAST_LEADERS) is None


def _shown(found: EffectSummary, scores: Scores, wave_of: dict[str, int]) -> list[Figure]:
    """Return the weights of all figures of a report, and check them by what it shows."""
    figures: list[Figure] = []
    sides: list[dict[tuple[str, str], Fraction]] = [{}, {}]
    whole = sum(one.trained for one in found.waves)
    for one in found.waves:
        point = one.number
        pairs = [name for name in wave_of if {(name, point - 1), (name, point)} <= scores.keys()]
        trained = [name for name in pairs if wave_of[name] == point]
        waiting = [name for name in pairs if wave_of[name] > point]
        start = {(name, str(point - 1)): Fraction(1, len(trained)) for name in trained}
        changes = [_change(side, point) for side in (trained, waiting)]
        apart = dict(changes[0])
        for cell, weight in changes[1].items():
            apart[cell] = apart.get(cell, Fraction(0)) - weight
        for figure, value in ((start, one.start), (apart, one.change.estimate)):
            summed = sum(float(w) * scores[name, int(at)] for (name, at), w in figure.items())
            assert summed == pytest.approx(value)
        figures += [start, apart]
        for side, change in zip(sides, changes, strict=True):
            for cell, weight in change.items():
                share = weight * len(trained) / whole
                side[cell] = side.get(cell, Fraction(0)) + share
    return [*figures, *sides]


def _change(names: list[str], point: int) -> dict[tuple[str, str], Fraction]:
    share = Fraction(1, len(names))
    return {
        (name, str(at)): sign * share
        for name in names
        for at, sign in ((point, 1), (point - 1, -1))
    }
