"""The engine: against whole matrices, Student, Welch, and where nothing can be said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

from reports.effects.designs import Arms, against_waiting, before_after, on_start
from reports.effects.robust import contrast
from tests.reports.effects.slowly import contrast_slowly

if TYPE_CHECKING:
    from reports.norms.arrays import Codes, Floats

SIZES = {
    "leaders alone": np.arange(24),
    "equal teams": np.repeat(np.arange(6), 4),
    "unequal teams": np.repeat(np.arange(6), [1, 2, 3, 5, 6, 7]),
    "one alone beside a large one": np.repeat(np.arange(3), [1, 22, 1]),
    "in no order": np.tile(np.arange(8), 3),
}


@pytest.mark.parametrize("clusters", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("columns", [1, 2, 4])
@pytest.mark.parametrize("seed", range(5))
def test_errors_equal_those_of_whole_matrices(clusters: Codes, columns: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    x = np.column_stack([np.ones(24), random.normal(size=(24, columns - 1))])
    y = random.normal(size=(24, 3)) + clusters[:, None] * random.normal(size=3)
    weights = random.normal(size=columns)

    found = contrast(x, y, clusters, weights)

    for at in range(3):
        expected = contrast_slowly(x, y[:, at], clusters, weights)
        got = (found.value[at], found.se[at], found.df[at])
        assert got == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("seed", range(5))
def test_teams_that_share_a_column_with_their_training_equal_whole_matrices(seed: int) -> None:
    random = np.random.default_rng(seed)
    teams = np.repeat(np.arange(9), random.integers(1, 9, 9))
    arms = Arms(teams, teams % 2 == 0, random.normal(size=(len(teams), 2)))
    start = random.normal(size=len(teams))
    x = np.column_stack([np.ones(len(teams)), arms.trained])

    change, (level, slope) = against_waiting([arms]), on_start([arms], [start])

    with_start = np.column_stack([x, start])
    for at in range(2):
        wanted = contrast_slowly(x, arms.outcome[:, at], teams, np.array([0.0, 1.0]))
        assert (change.value[at], change.se[at], change.df[at]) == pytest.approx(wanted)
        wanted = contrast_slowly(with_start, arms.outcome[:, at], teams, np.array([0.0, 1.0, 0.0]))
        assert (level.value[at], level.se[at], level.df[at]) == pytest.approx(wanted)
    wanted = contrast_slowly(with_start, arms.outcome[:, 0], teams, np.array([0.0, 0.0, 1.0]))
    assert slope == pytest.approx(wanted[0])


def test_leaders_with_nobody_beside_them_give_students_t() -> None:
    moved = np.random.default_rng(3).normal(0.2, 0.3, (17, 1))

    found = before_after(moved, np.arange(17))

    student = stats.ttest_1samp(moved[:, 0], 0.0)
    assert found.value[0] / found.se[0] == pytest.approx(student.statistic)
    assert found.df[0] == pytest.approx(16)
    ends = student.confidence_interval(0.95)
    assert found.interval()[0] == pytest.approx([ends.low, ends.high])


def test_two_arms_of_leaders_have_welchs_error() -> None:
    random = np.random.default_rng(4)
    moved = random.normal(0.1, 0.3, (31, 1))
    trained = np.arange(31) < 12

    found = against_waiting([Arms(np.arange(31), trained, moved)])

    welch = stats.ttest_ind(moved[trained, 0], moved[~trained, 0], equal_var=False)
    assert found.value[0] / found.se[0] == pytest.approx(welch.statistic)


def test_equal_teams_give_students_t_of_their_means() -> None:
    moved = np.random.default_rng(5).normal(0.2, 0.3, (24, 1))
    teams = np.repeat(np.arange(8), 3)

    found = before_after(moved, teams)

    of_means = stats.ttest_1samp(moved[:, 0].reshape(8, 3).mean(axis=1), 0.0)
    assert found.value[0] / found.se[0] == pytest.approx(of_means.statistic)
    assert found.df[0] == pytest.approx(7)


def test_the_order_of_rows_and_the_names_of_clusters_change_nothing() -> None:
    random = np.random.default_rng(6)
    x = np.column_stack([np.ones(20), random.normal(size=20)])
    y, teams = random.normal(size=(20, 1)), random.integers(0, 6, 20)
    order = random.permutation(20)
    weights = np.array([0.0, 1.0])

    one = contrast(x, y, teams, weights)
    other = contrast(x[order], y[order], 100 - 7 * teams[order], weights)

    assert _ends(one.se, one.df) == pytest.approx(_ends(other.se, other.df))


def test_one_cluster_says_nothing_of_its_error() -> None:
    found = before_after(np.array([[0.1], [0.4], [0.3]]), np.zeros(3, dtype=int))

    assert found.value[0] == pytest.approx(0.8 / 3)
    assert np.isnan([found.se[0], found.df[0], found.smallest[0], *found.interval()[0]]).all()


def test_a_team_an_arm_says_nothing_of_its_error() -> None:
    teams = np.repeat([0, 1], 12)
    moved = np.random.default_rng(7).normal(size=(24, 1))

    found = against_waiting([Arms(teams, teams == 0, moved)])

    assert np.isnan(found.se[0])
    assert np.isnan(found.df[0])


@pytest.mark.parametrize("leaders", [0, 1])
def test_nobody_and_one_leader_give_no_error(leaders: int) -> None:
    found = before_after(np.full((leaders, 2), 0.5), np.arange(leaders))

    assert np.isnan(found.se).all()
    assert np.isnan(found.value).all() == (leaders == 0)


def test_changes_that_are_all_alike_have_no_error_at_all() -> None:
    before = np.array([3.1, 4.7, 2.9, 3.3, 5.1])

    found = before_after((before + 0.3 - before)[:, None], np.arange(5))

    assert found.se[0] == 0.0
    assert found.interval()[0] == pytest.approx([0.3, 0.3])


def test_start_levels_that_are_all_alike_leave_nothing_to_compare_at() -> None:
    moved = np.random.default_rng(8).normal(size=(12, 1))
    arms = Arms(np.arange(12), np.arange(12) < 6, moved)

    found, slope = on_start([arms], [np.full(12, 4.2)])

    assert np.isnan([found.value[0], found.se[0], slope]).all()


def _ends(se: Floats, df: Floats) -> list[float]:
    return [float(se[0]), float(df[0])]
