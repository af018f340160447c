"""Own ratings beside others' in a case of before and after: told of, and never of a few."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

import pytest

from reports.effects.offline import read_case, summarise
from reports.errors import EffectCaseError
from tests.reports.effects.cases import figures_of, write_case

if TYPE_CHECKING:
    from pathlib import Path

    from reports.shown.effects import ShownDistance

SCALE = {"min": 1, "max": 6}


def leaders(count: int, *, now: float = 0.1, **more: object) -> list[dict[str, Any]]:
    """Return leaders whose own ratings stood a step above others', and now stand `now` above."""
    return [
        {
            "leader": f"L{at}",
            "y0_A": 3.0 + at / 20,
            "y1_A": 3.2 + at / 25,
            "self0": 4.0 + at / 20,
            "self1": 3.2 + now + at / 24,
            "n0": 8,
            "n1": 6,
            **more,
        }
        for at in range(count)
    ]


def distance_of(rows: list[dict[str, Any]], folder: Path) -> ShownDistance | None:
    return summarise(read_case(write_case(folder, rows, scale=SCALE, sigma_w=0.5))).distance


def test_the_report_has_the_figures_of_the_distance(tmp_path: Path) -> None:
    rows = leaders(14)
    rows[3]["self1"] = None
    alike = [
        {name: row[name] for name in ("leader", "self0", "self1", "n0", "n1")}
        | {"others0": row["y0_A"], "others1": row["y1_A"]}
        for row in rows
    ]

    found = distance_of(rows, tmp_path)

    figures = figures_of(write_case(tmp_path, alike, sigma_w=0.5))
    assert found is not None
    assert found.leaders == 13
    for point in (0, 1):
        assert found.typical[point] == pytest.approx(figures["typical_distance", point])
    assert found.moved == pytest.approx(figures["convergence_est",])
    assert found.closer == pytest.approx(figures["convergence_ci95",])
    assert found.own[1] - found.own[0] == pytest.approx(figures["self_change_est",])


@pytest.mark.parametrize(("now", "direction"), [(0.1, "closer"), (1.8, "apart"), (1.0, "unclear")])
def test_the_interval_decides_what_is_said(now: float, direction: str, tmp_path: Path) -> None:
    rows = leaders(14, now=now)
    for at, row in enumerate(rows):
        row["self1"] += (-1) ** at * 0.2

    found = distance_of(rows, tmp_path)

    assert found is not None
    assert found.direction == direction


def test_nothing_is_said_where_many_own_ratings_are_lost(tmp_path: Path) -> None:
    rows = leaders(20)
    for row in rows[:9]:
        row["self1"] = None

    found = distance_of(rows, tmp_path)

    assert found is not None
    assert found.is_shown
    assert found.direction == "left"
    assert isnan(found.closer[0])


def test_of_few_own_ratings_there_are_no_figures(tmp_path: Path) -> None:
    rows = leaders(20)
    for row in rows[:11]:
        row["self0"] = None

    found = distance_of(rows, tmp_path)

    assert found is not None
    assert not found.is_shown


def test_without_own_ratings_there_is_no_distance(tmp_path: Path) -> None:
    assert distance_of([row | {"self0": None} for row in leaders(12)], tmp_path) is None
    without = [{name: row[name] for name in ("leader", "y0_A", "y1_A")} for row in leaders(12)]
    assert distance_of(without, tmp_path) is None


def test_what_own_ratings_need_is_asked_for_at_once(tmp_path: Path) -> None:
    rows = [{name: row[name] for name in row if name != "n1"} for row in leaders(12)]

    with pytest.raises(EffectCaseError) as refused:
        summarise(read_case(write_case(tmp_path, rows, scale=SCALE)))

    told = "\n".join(refused.value.problems)
    assert "column n1: this column is missing" in told
    assert "sigma_w is missing" in told
