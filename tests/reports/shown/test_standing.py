"""What a coach is told of a report before opening it, without any figure."""

from __future__ import annotations

import pytest

from reports.shown.standing import standing
from tests.reports.pdf.cases import EVERYBODY, release_of
from tests.reports.report_cases import material_of


@pytest.mark.parametrize(
    ("raters", "has_self", "has_others"),
    [
        ({"self": 1}, True, False),
        ({"peer": 1, "team": 1}, False, False),
        ({"manager": 2, "team": 3}, False, True),
        (EVERYBODY, True, True),
    ],
    ids=["self alone", "nothing shown", "no self", "everybody"],
)
def test_a_standing_says_what_is_there(
    raters: dict[str, int], *, has_self: bool, has_others: bool
) -> None:
    found = standing(release_of(raters))

    assert (found.has_self, found.has_others) == (has_self, has_others)


@pytest.mark.parametrize(("case", "is_divided"), [("bimodal", True), ("flat", False)])
def test_a_group_is_divided_where_the_report_says_so(case: str, *, is_divided: bool) -> None:
    material = material_of(case)
    said = any(one.called == "divided" for one in material.findings.listings)

    assert standing(material.release).is_divided is said is is_divided
