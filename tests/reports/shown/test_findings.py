"""Gaps, lists and the Johari window, computed from releases."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from reports.disclosure import Before, release_subjects
from reports.errors import UnsealedFigureError
from reports.policy import DisclosurePolicy
from reports.release.means import margin95
from reports.release.rounding import rounded
from reports.shown.changes import change_margin95
from reports.shown.findings import findings, list_length
from reports.shown.profile import ITEM_STEP_SHARE, Profile, johari, profile
from reports.shown.scores import Score
from tests.reports.campaigns import make_responses, make_survey, oracle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.release import Figures
    from reports.shown.scores import Verdict

EDGES = oracle("g03_edge_cases")["checks"]


def released(means: Sequence[int], own: Sequence[int | None], raters: int = 6) -> Profile:
    """Return a profile in which all raters give each item the same answer."""
    items = [f"q{number}" for number in range(len(means))]
    responses = make_responses(
        make_survey({"T": items}), {"L1": {"self": [own], "peer": [list(means)] * raters}}
    )
    return profile(release_subjects(responses, DisclosurePolicy())["L1"].figures)


def over_time(before: int, now: int, raters: int = 8) -> Figures:
    """Return the figures of a leader whom all raters gave one answer before and now."""
    survey = make_survey({"T": ("a",)})
    then, today = (
        make_responses(survey, {"L1": {"peer": [[answer]] * raters}}) for answer in (before, now)
    )
    past = release_subjects(then, DisclosurePolicy())["L1"].figures
    earlier = {"L1": Before("2025", past)}
    return release_subjects(today, DisclosurePolicy(), previous=earlier)["L1"].figures


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        (4, 3, "blind_spot"),
        (3, 4, "hidden_strength"),
        (5, 4.5, "known_strength"),
        (3, 3.5, "known_development_area"),
        (4, 3.5, "in_agreement"),
        (5, 4, "blind_spot"),
    ],
)
def test_the_johari_window_is_tested_in_order(own: float, others: float, expected: str) -> None:
    found = johari(Fraction(own), Fraction(others), (1, 5), ITEM_STEP_SHARE)

    assert found == expected


@pytest.mark.parametrize(
    ("own", "verdict"), [(5, "higher"), (3, "similar"), (1, "lower"), (4, "higher")]
)
def test_a_gap_is_clear_beyond_both_threshold_and_margin(own: int, verdict: Verdict) -> None:
    found = released([3, 3, 3], [own, own, own])

    gap = found.traits[0].gap
    assert gap is not None
    assert gap.verdict == verdict


def test_a_gap_inside_the_margin_of_few_raters_is_no_finding() -> None:
    survey = make_survey({"T": ("a",)})
    responses = make_responses(survey, {"L1": {"self": [[4]], "peer": [[3], [3], [4]]}})

    figures = release_subjects(responses, DisclosurePolicy())["L1"].figures

    gap = profile(figures).items[0].gap  # 0.67, more than 0.5 but less than 1.96 * 0.88 / sqrt(3)
    assert gap is not None
    assert (gap.exact, gap.verdict) == (Fraction(2, 3), "similar")


def test_lists_hold_no_item_twice_and_at_most_half_of_all() -> None:
    found = findings(released([3] * 7, [3] * 7))

    assert [item.key for item in found.highest] == ["q0", "q1", "q2"]
    assert [item.key for item in found.lowest] == ["q3", "q4", "q5"]
    assert [list_length(n) for n in (0, 1, 5, 10, 45)] == [0, 0, 2, 5, 5]


def test_a_profile_without_differences_is_flat() -> None:
    assert findings(released([3, 3, 4, 4], [3] * 4)).flat is False
    assert findings(released([3, 3, 3, 3], [3] * 4)).flat is True
    assert findings(released([3], [3])).flat is False


def test_blind_spots_come_widest_first_and_at_most_five() -> None:
    found = findings(released([1, 2, 3, 2, 1, 2, 2], [5] * 7))

    assert [item.key for item in found.blind_spots] == ["q0", "q4", "q1", "q3", "q5"]
    assert found.hidden_strengths == ()


def test_items_without_own_answer_are_in_no_window() -> None:
    found = released([3, 3], [None, 4])

    assert found.items[0].johari is None
    assert found.items[0].gap is None
    assert found.items[1].johari == "blind_spot"


def test_a_trait_needs_half_of_its_items() -> None:
    survey = make_survey({"T": ("a", "b", "c")})
    sheets = [[3, None, None]] * 2 + [[3, 4, None]] * 3
    responses = make_responses(survey, {"L1": {"self": [[4, None, None]], "peer": sheets}})

    trait = profile(release_subjects(responses, DisclosurePolicy())["L1"].figures).traits[0]

    assert trait.self_ is None
    assert trait.others is not None
    assert (trait.others.exact, trait.others.n, trait.others.fewest) == (Fraction(7, 2), 5, 3)
    assert trait.others.starred


def test_a_bar_stays_on_the_scale() -> None:
    score = released([5, 5], [5, 5], raters=3).traits[0].blocks[0]

    assert score is not None
    assert score.margin95 is not None
    assert score.margin95 == pytest.approx(1.959964 * 0.72 / 3**0.5)
    assert score.bounds == (5 - score.margin95, 5.0)


def test_self_and_manager_have_no_margin() -> None:
    survey = make_survey({"T": ("a",)})
    responses = make_responses(survey, {"L1": {"self": [[4]], "manager": [[3]]}})

    trait = profile(release_subjects(responses, DisclosurePolicy())["L1"].figures).traits[0]

    assert trait.self_ is not None
    assert trait.self_.margin95 is None
    assert trait.identified[0] is not None
    assert trait.identified[0].bounds is None
    assert trait.others is None


@pytest.mark.parametrize(
    ("before", "now", "direction", "certain"),
    [(2, 4, "improved", True), (4, 2, "lower", True), (3, 3, "no_clear_change", False)],
)
def test_a_change_is_one_of_three_words(
    before: int, now: int, direction: str, *, certain: bool
) -> None:
    change = profile(over_time(before, now)).traits[0].change

    assert change is not None
    assert (change.points, change.direction, change.certain) == (now - before, direction, certain)


def test_four_raters_are_too_few_to_compare() -> None:
    figures = over_time(2, 4, raters=4)

    assert figures.previous is not None
    assert figures.previous.traits == (None,)
    assert profile(figures).traits[0].change is None


def test_margins_equal_the_reference() -> None:
    for check in (one for one in EDGES if one["stat"] == "margin95"):
        found = margin95(check["input"]["sigma_w"], check["input"]["n"])
        assert found == pytest.approx(check["value"], abs=1e-9)
    (check,) = [one for one in EDGES if one["stat"] == "change_margin95"]
    found = change_margin95(check["input"]["sigma_w"], *check["input"]["n"])
    assert found == pytest.approx(check["value"], abs=1e-9)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [("7/20", 1, "0.4"), ("-1/4", 1, "-0.3"), ("449/100", 1, "4.5"), ("2/3", 2, "0.67")],
)
def test_rounding_is_half_away_from_zero_from_the_exact_value(
    value: str, places: int, text: str
) -> None:
    assert str(rounded(Fraction(value), places)) == text


def test_a_score_made_by_hand_is_refused() -> None:
    with pytest.raises(UnsealedFigureError, match="Score"):
        Score(seal=None, exact=Fraction(3), n=3, fewest=3, at_most=False)  # type: ignore[arg-type]  # the wrong type is the point
