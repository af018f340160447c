"""Every published and every edge case of the reference files g01 and g03."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from reports import research as st
from reports.norms.arrays import mean_and_sd
from reports.norms.table import percentile_midrank
from tests.reports.research import oracle

if TYPE_CHECKING:
    from collections.abc import Callable

G01 = oracle.read("g01_shrout_fleiss_1979")
G03 = oracle.read("g03_edge_cases")
Input = dict[str, Any]


@pytest.mark.parametrize("check", G01["checks"], ids=lambda c: f"{c['stat']}-{c.get('type', '')}")
def test_shrout_and_fleiss_is_reproduced(check: dict[str, Any]) -> None:
    matrix = np.array(G01["data"]["matrix"], dtype=np.float64)

    got = _crossed(matrix, check["stat"], check.get("type", ""))

    assert oracle.agrees(got, check["value"], oracle.tolerance(G01, check["stat"]))


@pytest.mark.parametrize("check", G03["checks"], ids=lambda c: f"{c['case']}-{c['stat']}")
def test_an_edge_case_equals_the_reference(check: dict[str, Any]) -> None:
    got = FUNCTIONS[check["stat"]](check["input"])

    assert oracle.agrees(got, check["value"], oracle.tolerance(G03, check["stat"]))


def _crossed(matrix: np.ndarray[Any, Any], stat: str, kind: str) -> object:
    if stat.startswith("icc_") or stat == "icc":
        found = st.crossed(matrix).icc(kind)
        name = {"icc": "value", "icc_f": "f", "icc_df": "df", "icc_p": "p", "icc_ci95": "ci95"}
        got = getattr(found, name[stat])
        return list(got) if isinstance(got, tuple) else got
    if stat in {"bms", "jms", "ems", "wms"}:
        return getattr(st.crossed(matrix), stat)
    leaders = np.repeat(np.arange(len(matrix)), matrix.shape[1])
    table = st.one_way(matrix.reshape(-1, 1), leaders, len(matrix))
    return _plain({"icc1_nbar_multilevel": table.icc1_nbar, "icc2_multilevel": table.icc2}[stat])


def _plain(values: Any) -> object:  # noqa: ANN401 - arrays of every kind
    """Return an array as JSON has it: NaN and "" are null, one value is no list."""
    flat = [
        None if value in ("", None) or value != value else value  # noqa: PLR0124 - NaN
        for value in np.asarray(values).ravel().tolist()
    ]
    return flat[0] if len(flat) == 1 else flat


def _plainly(compute: Callable[[Input], object]) -> Callable[[Input], object]:
    return lambda given: _plain(compute(given))


def _moments(given: Input) -> st.Moments:
    answers = _matrix(given)
    return st.tally(answers, np.zeros(len(answers), dtype=np.int64), 1)


def _distribution(given: Input) -> np.ndarray[Any, Any]:
    answers = _matrix(given)
    lowest, highest = given["scale"]
    codes = np.zeros(len(answers), dtype=np.int64)
    return st.counts(answers, codes, 1, lowest=lowest, highest=highest)


def _matrix(given: Input) -> np.ndarray[Any, Any]:
    rows = given["matrix"] if "matrix" in given else [[x] for x in given["x"]]
    width = len(rows[0]) if rows else 1
    encoded = [oracle.encoded(row) for row in rows]
    return np.array(encoded, dtype=np.int8).reshape(-1, width)


def _columns(given: Input) -> st.TraitColumns:
    return st.TraitColumns.from_sizes([_matrix(given).shape[1]])


def _steps(given: Input) -> int:
    lowest, highest = given["scale"]
    return int(highest - lowest + 1)


def _favourable(given: Input) -> object:
    lowest, highest = given["scale"]
    usual = highest - (1 if _steps(given) <= 7 else 2)
    return st.favourable_pct(_distribution(given), lowest=lowest, favourable_from=usual)


def _t_ci(given: Input) -> object:
    scores = np.array([np.nan if x is None else x for x in given["x"]], dtype=np.float64)
    n, mean, sd = mean_and_sd(scores)
    return st.t_ci95(mean, sd, n)


def _ad(given: Input) -> Any:  # noqa: ANN401 - an array
    return st.ad_m_item(_distribution(given), lowest=given["scale"][0])


def _rater_mean(given: Input) -> object:
    return mean_and_sd(st.rater_trait(_matrix(given), _columns(given)))[1]


def _one_way(given: Input) -> st.OneWay:
    names = sorted(set(given["leader"]))
    codes = np.array([names.index(leader) for leader in given["leader"]])
    return st.one_way(np.array(given["score"], dtype=np.float64)[:, None], codes, len(names))


def _change(name: str) -> Callable[[Input], object]:
    def compute(given: Input) -> object:
        before, after = (
            st.ScoreSample(*mean_and_sd(np.array(given[key], dtype=np.float64)))
            for key in ("before", "after")
        )
        return getattr(st.change(before, after), name)

    return compute


def _gap(place: int) -> Callable[[Input], object]:
    def compute(given: Input) -> object:
        n, mean, sd = mean_and_sd(np.array(given["x"], dtype=np.float64))
        return st.gap_test(mean, sd, n, np.array(given["self"]))[place]

    return compute


def _percentile(given: Input) -> object:
    return percentile_midrank(np.array([given["score"]]), np.array(given["norm"], dtype=float))


def _class(given: Input) -> object:
    spread = np.nan if given["ad_m"] is None else given["ad_m"]
    return st.agreement_class(np.array([spread]), _steps(given))


RAW: dict[str, Callable[[Input], object]] = {
    "item_mean": lambda given: _moments(given).mean,
    "item_sd": lambda given: _moments(given).sd,
    "rwg_item": lambda given: st.rwg_item(_moments(given).variance, _steps(given)),
    "ad_m_item": _ad,
    "favourable_pct": _favourable,
    "t_ci95": _t_ci,
    "rwg_j": lambda given: st.rwg_j(_moments(given).variance, _columns(given), _steps(given)),
    "rstar_wg_j": lambda given: st.rstar_wg_j(
        _moments(given).variance, _columns(given), _steps(given)
    ),
    "ad_m_j": lambda given: st.ad_m_j(_ad(given), _columns(given)),
    "rater_trait": lambda given: st.rater_trait(_matrix(given), _columns(given)),
    "group_trait_itemavg": lambda given: st.group_trait_itemavg(
        _moments(given).mean, _columns(given)
    ),
    "group_trait_ratermean": _rater_mean,
    "alpha_listwise": lambda given: st.analyse_items(_matrix(given), _columns(given)).alpha,
    "anova_msb": lambda given: _one_way(given).msb,
    "anova_msw": lambda given: _one_way(given).msw,
    "n0": lambda given: _one_way(given).n0,
    "icc1_n0": lambda given: _one_way(given).icc1_n0,
    "icc2": lambda given: _one_way(given).icc2,
    "percentile_midrank": _percentile,
    "change_n": _change("n"),
    "change_mean_diff": _change("mean_diff"),
    "change_welch_t": _change("welch_t"),
    "change_welch_df": _change("welch_df"),
    "change_welch_p": _change("welch_p"),
    "change_welch_ci95": _change("welch_ci95"),
    "change_sd_pooled": _change("sd_pooled"),
    "change_d": _change("d"),
    "change_g": _change("g"),
    "change_g_effectsize": _change("g"),
    "change_hedges_J_exact": _change("hedges_j_exact"),
    "change_hedges_J_approx": _change("hedges_j_approx"),
    "change_d_ci95_noncentral_t": _change("d_ci95"),
    "change_d_ci95_effectsize": _change("d_ci95"),
    "gap_t": _gap(0),
    "gap_p": _gap(2),
    "margin95": lambda given: st.margin95(given["sigma_w"], given["n"]),
    "change_margin95": lambda given: st.change_margin95(given["sigma_w"], *given["n"]),
    "agreement_class": _class,
}
FUNCTIONS: dict[str, Callable[[Input], object]] = {
    stat: _plainly(compute) for stat, compute in RAW.items()
}
