"""Every figure of the reference campaigns g02 and g04, through the public functions."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from reports.research.analysis import Analysis
from reports.research.figures import list_changes, list_figures
from reports.research.lines import label_axes, write_lines
from tests.reports.research import oracle

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = ("g02_leader_small_1to5", "g04_campaign_20_leaders_1to6")
CHECKS = [(case, stat) for case in CASES for stat in oracle.checks_by_stat(oracle.read(case))]


@pytest.mark.parametrize(("name", "stat"), CHECKS)
def test_a_campaigns_figures_equal_the_reference(name: str, stat: str) -> None:
    case = oracle.read(name)
    figures = _figures(name)

    wrong = [
        (check, figures.get(oracle.key_of(check), "missing"))
        for check in oracle.checks_by_stat(case)[stat]
        if not oracle.agrees(
            figures.get(oracle.key_of(check), "missing"),
            check["value"],
            oracle.tolerance(case, stat),
        )
    ]

    assert wrong == []


def test_only_what_is_named_is_left_out() -> None:
    computed = {json.loads(key)["stat"] for name in CASES for key in _figures(name)}

    asked = {check["stat"] for name in CASES for check in oracle.read(name)["checks"]}

    assert asked - computed == oracle.LEFT_OUT


@cache
def _figures(name: str) -> dict[str, Any]:
    return {oracle.key_of(record): record["value"] for record in map(json.loads, _lines(name))}


def _lines(name: str) -> Iterator[str]:
    data = oracle.read(name)["data"]
    survey = oracle.survey_of(data)
    parts = [data[key] for key in ("ratings", "ratings_round2") if key in data]
    analyses = [Analysis(oracle.responses_of(survey, ratings)) for ratings in parts]
    occasions = (1, 2) if len(parts) > 1 else (None,)
    for occasion, analysis, ratings in zip(occasions, analyses, parts, strict=True):
        labels = label_axes(
            analysis.responses, analysis.groups, [rating["rater"] for rating in ratings]
        )
        yield from write_lines(list_figures(analysis), labels, occasion=occasion)
        if occasion == 2:
            yield from write_lines(list_changes(*analyses), labels)
