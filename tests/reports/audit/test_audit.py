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
from reports.audit.isolates import Witness, isolates
from reports.errors import FiguresError
from tests.reports.campaigns import oracle

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reports.audit.isolates import Figure


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


def test_weights_that_differ_by_next_to_nothing_differ() -> None:
    tiny = Fraction(1, 10**30)
    one = {("A", "q"): Fraction(1, 3), ("B", "q"): Fraction(2, 7)}
    twice = {cell: 2 * weight for cell, weight in one.items()}

    assert isolates([one, twice], "AB", 2) is None
    assert isolates([one, {**twice, ("B", "q"): Fraction(4, 7) + tiny}], "AB", 2) is not None


@settings(max_examples=200, deadline=None)
@given(
    sets=st.lists(st.sets(st.integers(0, 7), min_size=1), min_size=1, max_size=6),
    changes=st.sets(st.integers(0, 5)),
    k=st.integers(2, 5),
)
def test_means_and_changes_of_leaders_are_judged_as_by_brute_force(
    sets: list[set[int]], changes: set[int], k: int
) -> None:
    figures = []
    for number, leaders in enumerate(sets):
        share = Fraction(1, len(leaders))
        points = {"after": share, "before": -share} if number in changes else {"before": share}
        figures.append({(f"L{one}", p): w for one in leaders for p, w in points.items()})

    witness = isolates(figures, [f"L{one}" for one in range(8)], k)

    assert (witness.support if witness else None) == _smallest_by_trying(figures, k)


def test_four_hundred_leaders_with_scattered_losses_are_judged() -> None:
    figures, leaders = _programme(np.random.default_rng(5), lost=60)
    gone = leaders[100]
    without = {cell: Fraction(cell[0] != gone, 439) for cell in figures[0]}

    assert isolates(figures, leaders, 5) is None
    assert isolates([*figures, without], leaders, 5) == Witness((gone,))


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


def _smallest_by_trying(figures: Sequence[Figure], k: int) -> int | None:
    """Leave out every set of fewer than k leaders, and see whether anything is lost."""
    cells = sorted({cell for figure in figures for cell in figure})
    matrix = np.array([[float(figure.get(cell, 0)) for cell in cells] for figure in figures])
    leaders = sorted({leader for leader, _ in cells})
    for size in range(1, k):
        for chosen in combinations(leaders, size):
            left = matrix[:, [cell[0] not in chosen for cell in cells]]
            rank = np.linalg.matrix_rank(left) if left.size else 0
            if rank < np.linalg.matrix_rank(matrix):
                return size
    return None


def _programme(
    random: np.random.Generator, *, lost: int
) -> tuple[list[dict[tuple[str, str], Fraction]], list[str]]:
    """Write start levels and changes of 440 leaders: all, four waves, twelve units, two traits."""
    leaders = [f"L{number:03}" for number in range(440)]
    unit = random.integers(0, 12, 440)
    gone = {int(one): 1 + place % 2 for place, one in enumerate(random.permutation(440)[:lost])}
    figures = []
    for inside in [unit >= 0, *(unit % 4 == w for w in range(4)), *(unit == u for u in range(12))]:
        here = np.flatnonzero(inside)
        for trait in "AB":
            start = {(leaders[one], f"{trait}0"): Fraction(1, len(here)) for one in here}
            figures.append(start)
            for point in (1, 2):
                pairs = [one for one in here if gone.get(int(one)) not in {point, point - 1}]
                share = Fraction(1, len(pairs))
                figures.append(
                    {(leaders[one], f"{trait}{point}"): share for one in pairs}
                    | {(leaders[one], f"{trait}{point - 1}"): -share for one in pairs}
                )
    return figures, leaders
