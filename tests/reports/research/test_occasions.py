"""Course evaluations of a finished programme: occasions joined, means, margins and trends."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.research.occasions import EventFigures, Sheets, event_figures

CASES = Path(__file__).parents[2] / "reference" / "effects"
MISSING = -1


def _case() -> tuple[dict[str, Any], EventFigures, list[str]]:
    case = json.loads((CASES / "e09.json").read_text())
    with (CASES / case["data"]).open(newline="") as file:
        rows = list(csv.DictReader(file))
    items = [name for name in rows[0] if name not in {"module", "group", "date"}]
    sheets = Sheets(
        [row["module"] for row in rows],
        [row["group"] for row in rows],
        [row["date"] for row in rows],
        np.array([[int(row[item] or MISSING) for item in items] for row in rows]),
        (case["scale"]["min"], case["scale"]["max"]),
        case["k"],
    )
    return case, event_figures(sheets), items


def _found(check: dict[str, Any], figures: EventFigures, items: list[str]) -> Any:  # noqa: ANN401 - a number or a list
    if check["stat"] == "event_sigma":
        return figures.sigma[items.index(check["item"])]
    module = next(one for one in figures.modules if one.module == check["module"])
    if check["item"] == "all":
        return module.overall
    item = module.items[items.index(check["item"])]
    if "occasion" in check:
        part = ["+".join(names) for names in module.parts].index(check["occasion"])
        cell = item.cells[part]
        assert cell is not None
        return getattr(cell, check["stat"].removeprefix("event_"))
    assert item.trend is not None
    interval = [item.trend.lower_end, item.trend.upper_end]
    known = {"event_slope": item.trend.slope, "event_slope_ci95": interval}
    return {**known, "module_mean": item.mean, "module_n": item.n}[check["stat"]]


def test_every_figure_of_the_reference_is_reached() -> None:
    case, figures, items = _case()

    wrong = [
        check
        for check in case["checks"]
        if not np.allclose(
            _found(check, figures, items),
            check["value"],
            rtol=0,
            atol=case["tolerance"]["default"] * max(1, np.abs(check["value"]).max()),
        )
    ]

    assert len(case["checks"]) > 150
    assert wrong == []


@st.composite
def programmes(draw: st.DrawFn) -> Sheets:
    """Draw a programme of up to three modules with up to seven occasions of up to nine sheets."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    missing, least = draw(st.sampled_from((0.0, 0.2, 0.5))), draw(st.integers(3, 6))
    labels = [
        (f"M{module}", f"G{7 - occasion}", f"2027-0{occasion + 1}-01")
        for module in range(draw(st.integers(1, 3)))
        for occasion in range(draw(st.integers(1, 7)))
        for _ in range(rng.integers(0, 10))
    ]
    order = rng.permutation(len(labels)).tolist()
    modules, names, days = ([labels[at][place] for at in order] for place in range(3))
    answers = rng.integers(0, 11, (len(labels), 3))
    answers[rng.random(answers.shape) < missing] = MISSING
    return Sheets(modules, names, days, answers, (0, 10), least)


def _by_hand(sheets: Sheets) -> dict[str, list[tuple[list[str], list[int]]]]:
    """Join the occasions of each module in another way: from sorted rows, one at a time."""
    rows = sorted(range(len(sheets.modules)), key=lambda row: (sheets.days[row], row))
    joined: dict[str, list[tuple[list[str], list[int]]]] = {}
    for module in dict.fromkeys(sheets.modules):
        mine = [row for row in rows if sheets.modules[row] == module]
        parts: list[tuple[list[str], list[int]]] = [([], [])]
        for day in sorted({sheets.days[row] for row in mine}):
            if len(parts[-1][1]) >= sheets.k:
                parts.append(([], []))
            today = [row for row in mine if sheets.days[row] == day]
            parts[-1][0].append(sheets.occasions[today[0]])
            parts[-1][1].extend(today)
        if len(parts[-1][1]) < sheets.k:
            names, rest = parts.pop()
            if parts:
                parts[-1][0].extend(names)
                parts[-1][1].extend(rest)
        joined[module] = parts
    return joined


@given(sheets=programmes())
def test_a_slow_computation_in_another_way_finds_the_same(sheets: Sheets) -> None:
    figures, parts = event_figures(sheets), _by_hand(sheets)

    assert [one.module for one in figures.modules] == list(parts)
    for item in range(3):
        shown = {
            module: [
                [x for row in rows if (x := int(sheets.answers[row, item])) >= 0]
                for _, rows in mine
            ]
            for module, mine in parts.items()
        }
        cells = [x for mine in shown.values() for x in mine if len(x) >= sheets.k]
        df = sum(len(x) - 1 for x in cells)
        pooled = sum(sum(v * v for v in x) - sum(x) ** 2 / len(x) for x in cells)
        sigma = math.sqrt(pooled / df) if df >= 30 else 2.2
        assert figures.sigma[item] == pytest.approx(sigma)
        for module in figures.modules:
            mine = [x if len(x) >= sheets.k else None for x in shown[module.module]]
            _compare(module.items[item], mine, sigma)
            assert module.parts == tuple(tuple(names) for names, _ in parts[module.module])


def _compare(item: Any, answers: list[list[int] | None], sigma: float) -> None:  # noqa: ANN401 - one item's record
    for cell, given_answers in zip(item.cells, answers, strict=True):
        assert (cell is None) == (given_answers is None)
        if given_answers:
            n, mean = len(given_answers), sum(given_answers) / len(given_answers)
            assert (cell.n, cell.mean) == (n, pytest.approx(mean))
            assert cell.margin95 == pytest.approx(1.959963984540054 * sigma / n**0.5)
    pooled = [x for one in answers if one for x in one]
    assert (item.n, item.mean) == (
        len(pooled),
        pytest.approx(sum(pooled) / len(pooled)) if pooled else None,
    )
    points = [(place, x) for place, one in enumerate(answers) if one for x in one]
    if sum(one is not None for one in answers) < 4:
        assert item.trend is None
        return
    # Least squares over single answers: its slope is the weighted one over their means.
    slope, _ = np.polyfit([place for place, _ in points], [x for _, x in points], 1)
    spread = np.var([place for place, _ in points]) * len(points)
    assert item.trend.slope == pytest.approx(float(slope), abs=1e-9)
    half = (item.trend.upper_end - item.trend.lower_end) / 2
    assert half == pytest.approx(1.959963984540054 * sigma / spread**0.5)
