"""Random cases through the files, against arithmetic written another way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import stats

from tests.reports.effects.cases import FOLDER, figures_of, write_case
from tests.reports.effects.slowly import contrast_slowly

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = range(4)


def scores(random: np.random.Generator, *shape: int) -> np.ndarray[Any, Any]:
    """Return scores with every ninth missing."""
    values = random.normal(4.2, 0.5, shape)
    values[random.random(shape) < 0.11] = np.nan
    return values


def cell(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


@pytest.mark.parametrize("seed", SEEDS)
def test_before_and_after_counts_whoever_has_every_trait(seed: int, tmp_path: Path) -> None:
    random = np.random.default_rng(seed)
    y = scores(random, 40, 2, 3)
    rows = [
        {"leader": f"L{at}"} | {f"y{p}_T{t}": cell(one[p, t]) for p in (0, 1) for t in range(3)}
        for at, one in enumerate(y)
    ]

    found = figures_of(write_case(tmp_path, rows))

    started = [one for one in y if not np.isnan(one[0]).any()]
    whole = [one for one in started if not np.isnan(one).any()]
    for name, at in (("T1", 1), ("primary", None)):
        before, after = (
            [one[p].mean() if at is None else one[p, at] for one in whole] for p in (0, 1)
        )
        paired = stats.ttest_rel(after, before)
        low, high = paired.confidence_interval(0.95)
        assert found["n_start", name] == len(started)
        assert found["n_pairs", name] == len(whole)
        assert found["attrition", name] == pytest.approx(1 - len(whole) / len(started))
        assert found["change_ci95", name] == pytest.approx([low, high])
        d_z = (np.mean(after) - np.mean(before)) / np.mean(
            [np.std(before, ddof=1), np.std(after, ddof=1)]
        )
        # J by its usual approximation, which is right to the third digit here.
        assert found["g_av", name] == pytest.approx(
            d_z * (1 - 3 / (4 * (len(whole) - 1) - 1)), rel=2e-3
        )
    low, high = stats.ttest_rel(
        *(np.array([one[p, 1] for one in whole]) for p in (1, 0))
    ).confidence_interval(1 - 0.05 / 3)
    assert found["change_ci_family", "T1"] == pytest.approx([low, high])
    assert ("change_ci_family", "primary") not in found


@pytest.mark.parametrize("low", [0.1, -0.4])
def test_the_tipping_point_is_where_the_verdict_ends(low: float, tmp_path: Path) -> None:
    moved = np.linspace(low, low + 0.3, 12)
    rows = [{"leader": f"L{at}", "y0_A": 3.0, "y1_A": 3 + one} for at, one in enumerate(moved)]
    rows += [{"leader": f"gone {at}", "y0_A": 3.0, "y1_A": None} for at in range(4)]

    found = figures_of(write_case(tmp_path, rows))

    limit = found["change_ci95", "A"][0 if low > 0 else 1]
    assert 12 * limit + 4 * found["tipping", "A"] == pytest.approx(0.0, abs=1e-9)


def test_nothing_concluded_and_nobody_lost_have_no_tipping_point(tmp_path: Path) -> None:
    unclear = [{"leader": f"L{at}", "y0_A": 3, "y1_A": 3 + (-1) ** at} for at in range(12)]
    nobody_lost = [{"leader": f"L{at}", "y0_A": 3, "y1_A": 4 + at % 2} for at in range(12)]
    unclear.append({"leader": "gone", "y0_A": 3, "y1_A": None})

    assert figures_of(write_case(tmp_path, unclear))["tipping", "A"] is None
    assert figures_of(write_case(tmp_path, nobody_lost))["tipping", "A"] is None


@pytest.mark.parametrize("seed", SEEDS)
def test_waves_equal_differences_of_means(seed: int, tmp_path: Path) -> None:
    random = np.random.default_rng(seed)
    wave = random.integers(1, 6, 70)
    y = scores(random, 70, 5)
    rows = [
        {"leader": f"L{at}", "wave": wave[at], "team": f"T{at // 4}", "point": p, "y": cell(v)}
        for at in range(70)
        for p, v in enumerate(y[at])
    ]
    random.shuffle(rows)

    found = figures_of(write_case(tmp_path, rows))

    for later in (0, 1, 2):
        cells, weights = [], []
        for w in range(1, 5 - later):
            point = w + later
            moved = y[:, point] - y[:, w - 1]
            ours, waits = (moved[side & ~np.isnan(moved)] for side in (wave == w, wave > point))
            assert found["att_gt_n", w, later] == [len(ours), len(waits)]
            if min(len(ours), len(waits)) < 5:
                assert found["att_gt", w, later] is None
                continue
            cells.append(ours.mean() - waits.mean())
            weights.append(len(ours))
            assert found["att_gt", w, later] == pytest.approx(cells[-1])
        expected = pytest.approx(np.average(cells, weights=weights)) if cells else None
        for cluster in ("leader", "team"):
            assert found["att_est", later, cluster] == expected
        assert found["att_se", later, "leader"] != found["att_se", later, "team"]


@pytest.mark.parametrize("seed", SEEDS)
def test_teams_equal_whole_matrices(seed: int, tmp_path: Path) -> None:
    random = np.random.default_rng(seed)
    teams = np.repeat(np.arange(10), random.integers(1, 8, 10))
    y = scores(random, len(teams), 2)
    rows = [
        {"leader": at, "team": f"T{team}", "trained": team % 2, "y0": cell(a), "y1": cell(b)}
        for at, (team, (a, b)) in enumerate(zip(teams, y, strict=True))
    ]

    found = figures_of(write_case(tmp_path, rows))

    whole = ~np.isnan(y).any(axis=1)
    y, teams = y[whole], teams[whole]
    x = np.column_stack([np.ones(len(y)), teams % 2, y[:, 0]])
    for name, clusters in (("leader", np.arange(len(y))), ("team", teams)):
        wanted = {
            "ancova": contrast_slowly(x, y[:, 1], clusters, np.array([0.0, 1.0, 0.0])),
            "did": contrast_slowly(x[:, :2], y[:, 1] - y[:, 0], clusters, np.array([0.0, 1.0])),
            "change": contrast_slowly(x[:, :1], y[:, 1] - y[:, 0], clusters, np.ones(1)),
        }
        for stat, (value, se, df) in wanted.items():
            got = [found[f"{stat}_{end}", name] for end in ("est", "se", "df")]
            assert got == pytest.approx([value, se, df])


def test_leaders_measured_once_equal_welch(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    y, norm = scores(random, 21, 1)[:, 0], random.normal(4.0, 0.6, 50)
    rows = [{"leader": at, "A": cell(value)} for at, value in enumerate(y)]
    table = {"trait": "A", "mean": norm.mean(), "sd": norm.std(ddof=1), "n_leaders": 50}
    (tmp_path / "norm.csv").write_text(f"{','.join(table)}\n{','.join(map(str, table.values()))}\n")

    found = figures_of(write_case(tmp_path, rows, norm="norm.csv"))

    welch = stats.ttest_ind(y[~np.isnan(y)], norm, equal_var=False)
    low, high = welch.confidence_interval(0.95)
    assert found["norm_diff_df", "A"] == pytest.approx(welch.df)
    assert found["norm_diff_ci95", "A"] == pytest.approx([low, high])
    assert found["norm_diff_ci_family", "A"] == pytest.approx([low, high])


def test_more_raters_alone_bring_nobody_closer(tmp_path: Path) -> None:
    random = np.random.default_rng(6)
    true = random.normal(0.4, 0.3, 4000)
    rows: dict[str, Any] = {"self0": 4.0 + true, "self1": 4.0 + true}
    for point, n in ((0, 4), (1, 16)):
        rows[f"others{point}"] = 4.0 + random.normal(0, 0.8 / np.sqrt(n), 4000)
        rows[f"n{point}"] = np.full(4000, n)
    table = [
        {"leader": at} | {name: values[at] for name, values in rows.items()} for at in range(4000)
    ]

    found = figures_of(write_case(tmp_path, table, sigma_w=0.8))

    assert abs(found["convergence_est",]) < 3 * found["convergence_se",]
    for point in (0, 1):
        assert found["typical_distance", point] == pytest.approx(0.5, abs=0.04)


@pytest.mark.parametrize(
    "columns", [("trained", "y0", "y1"), ("trained", "y0_A", "y1_A"), ("y0_A", "y1_A")]
)
@pytest.mark.parametrize("leaders", [1, 2, 3, 5])
def test_few_leaders_give_figures_or_none_but_never_an_error(
    leaders: int, columns: tuple[str, ...], tmp_path: Path
) -> None:
    rows = [
        {"leader": at} | dict.fromkeys(columns, 1) | {columns[-2]: 3 + at, columns[-1]: 4}
        for at in range(leaders)
    ]

    found = figures_of(write_case(tmp_path, rows))

    assert found
    assert all(value is None for (stat, *_), value in found.items() if stat == "did_est")


def test_every_collection_of_figures_over_time_is_judged_as_expected() -> None:
    path = FOLDER / "e10.json"
    cases = json.loads(path.read_text())["audit_cases"]

    found = figures_of(path)

    assert len(cases) > 3
    for case in cases:
        assert found["audit_safe", case["case"]] == case["expected"]["safe"]
        assert found["audit_min_support", case["case"]] == case["expected"]["min_support"]
