"""Managers are compared within their level, and lots, plans and looking back have figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import stats

from tests.reports.effects.cases import figures_of, write_case

if TYPE_CHECKING:
    from pathlib import Path


def managers(level: str, trained: int, waiting: int, rise: float) -> list[dict[str, Any]]:
    """Return managers of one level, of whom the trained rose more, each by another sum."""
    return [
        {
            "leader": f"{level}{at}",
            "level": level,
            "trained": int(at < trained),
            "y0_A": 3.0,
            "y1_A": 3.1 + at / 100 + (rise if at < trained else 0),
        }
        for at in range(trained + waiting)
    ]


def test_levels_are_compared_each_within_itself(tmp_path: Path) -> None:
    first, second = managers("första", 8, 6, 0.5), managers("andra", 6, 12, 0.2)
    rows = [*first, *second, *managers("topp", 7, 0, 0.9), *managers("glest", 9, 4, 5)]

    found = figures_of(write_case(tmp_path, rows))

    sides = [
        (part, [row["y1_A"] - 3 for row in part if row["trained"] == on])
        for part in (first, second)
        for on in (1, 0)
    ]
    apart = [
        np.mean(sides[0][1]) - np.mean(sides[1][1]),
        np.mean(sides[2][1]) - np.mean(sides[3][1]),
    ]
    assert found["n_trained", "A"] == 14
    assert found["n_waiting", "A"] == 18
    assert found["did_est", "A"] == pytest.approx(np.average(apart, weights=[8, 6]))
    assert found["change_alone_est", "A", "topp"] == pytest.approx(0.1 + 0.03 + 0.9)
    assert ("change_alone_est", "A", "glest") not in found


def test_without_a_level_that_is_large_enough_nothing_is_compared(tmp_path: Path) -> None:
    rows = [*managers("a", 4, 9, 1), *managers("b", 9, 4, 1)]

    found = figures_of(write_case(tmp_path, rows, assignment="lot"))

    assert found["did_est", "A"] is None
    assert found["n_trained", "A"] == 0


def test_lots_have_a_share_like_that_of_all_drawings(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    moved = random.normal(0.2, 0.3, 12)
    rows = [
        {"leader": at, "trained": int(at < 6), "y0_A": 3.0, "y1_A": 3 + moved[at]}
        for at in range(12)
    ]
    exact = stats.permutation_test(
        (moved[:6], moved[6:]), lambda one, two: one.mean() - two.mean(), n_resamples=np.inf
    ).pvalue

    drawn = figures_of(write_case(tmp_path, rows, assignment="lot"))
    again = figures_of(write_case(tmp_path, rows, assignment="lot"))
    other = figures_of(write_case(tmp_path, rows))

    assert drawn["did_permutation_p", "A"] == pytest.approx(exact, abs=0.03)
    assert drawn == again
    assert ("did_permutation_p", "A") not in other


def test_looking_back_is_set_beside_what_was_said_then(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"leader": at, "n0": 5, "n1": 5, "self0": 4.5, "self1": 4.7, "then": 4.1 + at / 100}
        for at in range(31)
    ]
    for row in rows:
        row.update(others0=4.0, others1=4.0)
    rows[0]["then"] = ""

    found = figures_of(write_case(tmp_path, rows, sigma_w=0.8, scale={"min": 1, "max": 6}))

    assert found["then_shift_est",] == pytest.approx(4.1 + 0.155 - 4.5)
    assert found["others_change_true_sd",] == 0
    assert found["others_change_likeness",] == "alike"


@pytest.mark.parametrize(
    ("plan", "planned"), [({"trained": 19}, 0.26), ({"trained": 55, "waiting": 55}, 0.2)]
)
def test_a_plan_says_what_it_could_find(
    plan: dict[str, int], planned: float, tmp_path: Path
) -> None:
    found = figures_of(write_case(tmp_path, plan=plan, scale={"min": 1, "max": 6}))

    assert found["planned_mde90", "primary"] == pytest.approx(planned, abs=0.01)
    assert found["planned_mde90", "trait"] > found["planned_mde90", "primary"]
