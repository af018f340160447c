"""Whatever a case file holds, it is computed or refused in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.effects.offline import list_figures, read_case, summarise
from reports.errors import EffectCaseError
from tests.reports.effects.cases import CASES, FOLDER, figures_of, write_case

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reports.effects.offline import EffectCase

CELLS = ("", "NA", "3", "3,5", "-1", "7", "bra", "1e300", "inf", "nan", "0", "1", "L1", '"', "0.5")
VALUES: Final[tuple[object, ...]] = (
    None,
    True,
    -1,
    0,
    1.5,
    2**70,
    "",
    "x",
    [],
    {},
    [None],
    {"a": 1},
    {"a": ["a"]},
)


@pytest.mark.parametrize("trained", [0, 1])
@pytest.mark.parametrize("trait", ["", "_A"])
def test_with_nobody_on_a_side_nothing_is_compared(
    trained: int, trait: str, tmp_path: Path
) -> None:
    rows: list[dict[str, object]] = [
        {"leader": f"L{at}", "trained": trained, f"y0{trait}": 3 + at / 9, f"y1{trait}": 3.5}
        for at in range(12)
    ]

    found = figures_of(write_case(tmp_path, rows, scale={"min": 1, "max": 6}))

    name, *keys = ("did", "A") if trait else ("naive_did",)
    assert found[f"{name}_est", *keys] is None
    assert found[f"{name}_ci95", *keys] is None


@given(data=st.data())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_damaged_case_is_computed_or_refused(data: st.DataObject, tmp_path: Path) -> None:
    """Warnings are errors here, so that a division by nought is one as well."""
    source = FOLDER / f"{data.draw(st.sampled_from(CASES))}.json"
    record = json.loads(source.read_text())
    for key in data.draw(st.lists(st.sampled_from(sorted(record)), max_size=2)):
        record[key] = data.draw(st.sampled_from(VALUES))
    record["scale"] = {"min": 1, "max": 6}
    for table in FOLDER.glob(f"{source.stem}_*.csv"):
        head, *rows = (line.split(",") for line in table.read_text().splitlines())
        rows = rows[: data.draw(st.sampled_from([1, 2, len(rows)]))]
        for row, column in data.draw(
            st.lists(st.tuples(st.integers(0, len(rows) - 1), st.integers(0, len(head) - 1)))
        ):
            rows[row][column] = data.draw(st.sampled_from(CELLS))
        lines = [",".join(cells) for cells in (head, *rows)]
        (tmp_path / table.name).write_text("\n".join(lines))

    for ask in (list_figures, summarise):
        for problem in problems_of(ask, write_case(tmp_path, **record)):
            assert problem
            assert "\n" not in problem


def problems_of(ask: Callable[[EffectCase], object], path: Path) -> Sequence[str]:
    """Return what a case is refused for, if it is."""
    try:
        ask(read_case(path))
    except EffectCaseError as error:
        return error.problems
    return ()


def test_nobody_measured_twice_is_compared_at_no_start_level(tmp_path: Path) -> None:
    rows = [{"leader": "L1", "trained": 1, "y0": 3, "y1": None}]

    found = figures_of(write_case(tmp_path, rows, selection="by_score"))

    assert found["ancova_est",] is None


def test_a_label_over_two_lines_is_told_on_one(tmp_path: Path) -> None:
    rows = [{"leader": "L\n1", "y0_A": 3, "y1_A": 4}] * 2

    (problem,) = problems_of(list_figures, write_case(tmp_path, rows))

    assert problem.startswith("table.csv: row ")
    assert problem.endswith("L 1 stands in row 2 already")
