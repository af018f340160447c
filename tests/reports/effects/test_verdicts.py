"""The word follows from the interval that is drawn, and an obstacle stands before it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from reports.effects.verdicts import Evidence, Judgement, judge

if TYPE_CHECKING:
    from reports.shown.effects import Reason

CLEAR = Evidence(
    design="lot",
    selection="all",
    leaders=40,
    waiting=20,
    df=30.0,
    interval=(0.05, 0.4),
    smallest=0.2,
    scale_width=5.0,
)


def test_an_interval_clear_of_nought_has_a_word() -> None:
    assert judge(CLEAR) == Judgement("better")
    assert judge(replace(CLEAR, interval=(-0.4, -0.05))) == Judgement("worse")


def test_an_end_that_is_nought_but_for_rounding_is_nought() -> None:
    assert judge(replace(CLEAR, interval=(3e-11, 0.4))).word == "no_clear_change"
    assert judge(replace(CLEAR, interval=(-0.4, -3e-11))).word == "no_clear_change"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"leaders": 9}, "few_leaders"),
        ({"waiting": 9}, "few_leaders"),
        ({"df": 3.999}, "few_teams"),
        ({"df": float("nan")}, "few_teams"),
        ({"selection": "by_score"}, "selected"),
        ({"attrition": 0.4000001}, "left"),
        ({"attrition_difference": -0.2000001}, "left"),
    ],
)
def test_an_obstacle_stands_before_any_word(change: dict[str, Any], reason: Reason) -> None:
    assert judge(replace(CLEAR, **change)) == Judgement("cannot_tell", reason)


@pytest.mark.parametrize(
    "change",
    [
        {"leaders": 10, "waiting": 10},
        {"waiting": None},
        {"df": 4.0},
        {"selection": "by_score", "design": "ancova"},
        {"attrition": 0.4, "attrition_difference": 0.2},
        {"smallest": 3.0},
    ],
)
def test_what_is_just_enough_is_enough(change: dict[str, Any]) -> None:
    assert judge(replace(CLEAR, **change)) == Judgement("better")


def test_the_first_obstacle_is_told() -> None:
    every = replace(
        CLEAR, leaders=9, df=1.0, selection="by_score", attrition=0.9, interval=(-1, 1), smallest=2
    )

    assert judge(every).reason == "few_leaders"
    assert judge(replace(every, leaders=10)).reason == "few_teams"
    assert judge(replace(every, leaders=10, df=4.0)).reason == "selected"


@pytest.mark.parametrize(
    ("interval", "width", "reason"),
    [
        ((-0.19, 0.19), 5.0, "excluded"),
        ((-0.19, 0.2), 5.0, "open"),
        ((-0.2, 0.19), 5.0, "open"),
        ((-0.19, 0.19), 4.0, "open"),
    ],
)
def test_no_clear_change_says_what_it_excludes(
    interval: tuple[float, float], width: float, reason: Reason
) -> None:
    unclear = replace(CLEAR, interval=interval, scale_width=width)

    assert judge(unclear) == Judgement("no_clear_change", reason)


def test_what_is_relevant_was_set_beforehand() -> None:
    unclear = replace(CLEAR, interval=(-0.25, 0.25), relevant=0.3)

    assert judge(unclear).reason == "excluded"


@pytest.mark.parametrize(("smallest", "width"), [(0.41, 5.0), (0.33, 4.0), (float("nan"), 5.0)])
def test_a_measurement_that_finds_little_says_so(smallest: float, width: float) -> None:
    coarse = replace(CLEAR, interval=(-0.1, 0.1), smallest=smallest, scale_width=width)

    assert judge(coarse) == Judgement("cannot_tell", "too_coarse")
    fine = replace(coarse, smallest=0.08 * width)
    assert judge(fine).word == "no_clear_change"
