"""The exact audit: against the reference, against brute force, and as a command."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.cli.audit_release import audit_release
from reports.audit.cuts import accept_cuts
from reports.audit.file import judge, read_audit_cases
from reports.audit.isolates import isolates, rank
from reports.errors import FiguresError
from tests.reports.campaigns import oracle

if TYPE_CHECKING:
    from pathlib import Path


CASES = oracle("d01_disclosure")["audit_cases"]
RATERS = "ABCDE"


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_an_audit_equals_the_reference(case: dict[str, Any]) -> None:
    (read,) = read_audit_cases(json.dumps(case))

    finding = judge(read)

    assert finding.is_safe == case["expected"]["safe"]
    assert finding.min_support == case["expected"]["min_support"]
    witness = case["expected"]["witness_example"]
    assert (finding.witness and list(finding.witness.raters)) == witness


@settings(max_examples=300, deadline=None)
@given(
    weights=st.lists(
        st.lists(st.integers(-2, 2), min_size=10, max_size=10), min_size=1, max_size=5
    ),
    k=st.integers(1, 5),
)
def test_the_audit_finds_what_brute_force_finds(weights: list[list[int]], k: int) -> None:
    cells = [(rater, item) for rater in RATERS for item in ("p", "q")]
    figures = [dict(zip(cells, map(Fraction, row), strict=True)) for row in weights]

    witness = isolates(figures, RATERS[:4], k)

    assert (witness.support if witness else None) == _smallest_isolated(weights, k)


def test_identified_raters_are_known_and_count_for_nobody() -> None:
    figure = {(rater, "q"): Fraction(1, 3) for rater in "ABM"}

    witness = isolates([figure], "AB", 3)

    assert witness is not None
    assert witness.raters == ("A", "B")


def test_figures_about_nobody_protected_are_safe() -> None:
    assert isolates([{("M", "q"): Fraction(1)}, {}], "AB", 3) is None


def test_a_rank_is_exact_where_floats_are_not() -> None:
    tiny = Fraction(1, 10**30)

    assert rank([(Fraction(1), Fraction(1)), (Fraction(1), 1 + tiny)]) == 2
    assert rank([(Fraction(1, 3), Fraction(2, 7)), (Fraction(7, 3), Fraction(2))]) == 1


def test_the_command_says_safe_or_whom_and_exits_so(tmp_path: Path) -> None:
    safe, unsafe = tmp_path / "safe.json", tmp_path / "all.json"
    safe.write_text(json.dumps(CASES[2]))
    unsafe.write_text(json.dumps(CASES))

    good = CliRunner().invoke(audit_release, [str(safe)])
    bad = CliRunner().invoke(audit_release, [str(unsafe), "--json"])

    assert (good.exit_code, bad.exit_code) == (0, 1)
    assert "a03: safe, min_support >=3" in good.output
    findings = {finding["case"]: finding for finding in json.loads(bad.output)}
    assert findings["a02"] == {
        "case": "a02",
        "safe": False,
        "min_support": 1,
        "witness": ["D"],
    }


def test_the_command_lists_every_fault_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    file.write_text('{"k": "3", "figures": [[{"rater": "a", "item": "q", "weight": "1/0"}]]}')

    result = CliRunner().invoke(audit_release, [str(file)])

    assert result.exit_code == 2
    assert all(f"{file}: {place}: " in result.output for place in ("k", "protected"))
    assert "figures.0.0.weight: '1/0' is no fraction." in result.output


@pytest.mark.parametrize("text", ["", "[]", "{", "3", '[{"k": 3}, 4]'])
def test_what_is_no_list_of_figures_is_refused(text: str) -> None:
    with pytest.raises(FiguresError):
        read_audit_cases(text)


def test_cuts_that_single_out_a_few_leaders_are_refused() -> None:
    leaders = [f"L{number:02}" for number in range(12)]

    accepted = accept_cuts(
        {"all": leaders, "women": leaders[:1], "men": leaders[1:], "west": leaders[:6]}
    )

    assert accepted == ("all", "west")


def test_an_early_cut_stands_and_the_later_one_yields() -> None:
    leaders = [f"L{number:02}" for number in range(14)]
    cuts = {"all": leaders, "a": leaders[:7], "b": leaders[5:]}

    assert accept_cuts(cuts) == ("all", "a")


def test_a_leader_whom_the_viewer_leads_counts_for_nobody() -> None:
    leaders = [f"L{number}" for number in range(5)]

    assert accept_cuts({"all": leaders}) == ("all",)
    assert accept_cuts({"all": leaders}, viewer_leads={"L0"}) == ()


def _smallest_isolated(weights: list[list[int]], k: int) -> int | None:
    matrix = np.array(weights, dtype=float)[:, :8]
    full = np.linalg.matrix_rank(matrix)
    for size in range(1, min(k, 5)):
        for raters in combinations(range(4), size):
            kept = [column for column in range(8) if column // 2 not in raters]
            left = np.linalg.matrix_rank(matrix[:, kept]) if kept else 0
            if left < full:
                return size
    return None
