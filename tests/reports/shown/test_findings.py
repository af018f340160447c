"""Gaps, names and lists, computed from releases."""

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
from reports.shown.findings import Findings, findings, list_length
from reports.shown.naming import called, limits_of
from reports.shown.profile import Profile, profile
from reports.shown.scores import Score
from tests.reports.campaigns import make_responses, make_survey, oracle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.release import Figures
    from reports.shown.profile import ItemProfile
    from reports.shown.scores import Verdict
    from surveys.model import Survey
    from tests.reports.campaigns import Sheets

EDGES = oracle("g03_edge_cases")["checks"]


def figures_of(means: Sequence[int], own: Sequence[int | None], raters: int = 6) -> Figures:
    """Return figures in which all raters give each item the same answer."""
    items = [f"q{number}" for number in range(len(means))]
    responses = make_responses(
        make_survey({"T": items}), {"L1": {"self": [own], "peer": [list(means)] * raters}}
    )
    return release_subjects(responses, DisclosurePolicy())["L1"].figures


def released(means: Sequence[int], own: Sequence[int | None], raters: int = 6) -> Profile:
    """Return their profile."""
    return profile(figures_of(means, own, raters))


def released_sheets(survey: Survey, sheets: Sheets) -> Figures:
    """Return the figures of one leader with these answer sheets."""
    responses = make_responses(survey, {"L1": sheets})
    return release_subjects(responses, DisclosurePolicy())["L1"].figures


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
    ("own", "others", "verdict", "expected"),
    [
        (4, 3, "higher", "seen_less"),
        (3, 4, "lower", "seen_more"),
        (5, 4, "similar", "strength"),
        (5, 4, "higher", "seen_less"),
        (5, 3.94, "similar", None),
        (5, 3.95, "similar", "strength"),
        (2, 2.94, "similar", "low"),
        (2, 2.95, "similar", None),
        (3, 2.5, "similar", None),
        (4, 3.1, "higher", None),
        (4, 3.05, "higher", "seen_less"),
    ],
)
def test_a_name_follows_level_and_gap_as_they_are_printed(
    own: float, others: float, verdict: Verdict, expected: str | None
) -> None:
    exact = Fraction(own), Fraction(str(others))

    assert called(*exact, verdict, limits_of((1, 5))) == expected


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


def found_in(means: Sequence[int], own: Sequence[int | None], raters: int = 6) -> Findings:
    """Return the findings where all raters give each item the same answer."""
    figures = figures_of(means, own, raters)
    return findings(profile(figures), figures)


def keys(items: Sequence[ItemProfile]) -> list[str]:
    return [item.key for item in items]


def test_the_highest_and_the_lowest_are_as_many_and_never_the_same() -> None:
    found = found_in([5, 5, 3, 2, 2], [None] * 5)

    assert keys(found.listing("highest")) == ["q0", "q1"]
    assert keys(found.listing("lowest")) == ["q3", "q4"]
    assert [list_length(n) for n in (0, 1, 5, 10, 45)] == [0, 0, 2, 5, 5]


def test_a_profile_without_differences_is_flat() -> None:
    assert found_in([3, 3, 4, 4], [3] * 4).flat is False
    assert found_in([3, 3, 3, 3], [3] * 4).flat is True
    assert found_in([3], [3]).flat is False


def test_of_a_flat_profile_nothing_is_called_highest_or_lowest() -> None:
    found = found_in([3] * 7, [None] * 7)

    assert found.listings == ()


def test_what_differs_comes_widest_first_and_at_most_three_are_listed() -> None:
    found = found_in([1, 2, 3, 2, 1, 2, 2], [5] * 7)

    (listing,) = found.listings
    assert (listing.called, listing.unlisted) == ("seen_less", 4)
    assert keys(listing.items) == ["q0", "q4", "q1"]
    assert len(found.by_item) == 7


def test_strengths_come_highest_first_and_what_is_low_lowest_first() -> None:
    found = found_in([4, 5, 2, 1], [4, 5, 2, 1])

    assert keys(found.listing("strength")) == ["q1", "q0"]
    assert keys(found.listing("low")) == ["q3", "q2"]


def test_nothing_is_agreed_where_the_gap_is_clear() -> None:
    survey = make_survey({"T": ("a", "b")})
    sheets = {"self": [[5, 3]], "peer": [[4, 2]] * 10 + [[5, 3]] * 3}
    figures = released_sheets(survey, sheets)

    found = findings(profile(figures), figures)

    gaps = [item.gap for item in found.ranked]
    assert [gap and gap.verdict for gap in gaps] == ["higher", "higher"]
    assert not found.by_item


@pytest.mark.parametrize(("times", "may_rest_on_one"), [(1, True), (4, False)])
def test_what_one_person_could_undo_is_marked(times: int, *, may_rest_on_one: bool) -> None:
    survey = make_survey({"T": ("a",)})
    sheets = {"self": [[4]], "peer": [[3], [3], [2]] * times}
    figures = released_sheets(survey, sheets)

    (found,) = findings(profile(figures), figures).by_item.values()

    assert (found.called, found.may_rest_on_one) == ("seen_less", may_rest_on_one)


def test_a_strength_may_rest_on_one_person_too() -> None:
    survey = make_survey({"T": ("a",)})
    sheets = {"self": [[4]], "peer": [[4]] * 5}
    figures = released_sheets(survey, sheets)

    (found,) = findings(profile(figures), figures).by_item.values()

    assert (found.called, found.may_rest_on_one) == ("strength", True)


def test_items_without_own_answer_have_no_name_by_the_gap() -> None:
    found = found_in([3, 3], [None, 5])

    assert found.ranked[0].gap is None
    assert {key: one.called for key, one in found.by_item.items()} == {"q1": "seen_less"}


@pytest.mark.parametrize(("own", "lean"), [(5, "higher"), (1, "lower"), (3, None)])
def test_one_direction_over_all_traits_is_a_finding(own: int, lean: str | None) -> None:
    survey = make_survey({"T1": ("a",), "T2": ("b",)})
    sheets = {"self": [[own, own]], "peer": [[3, 3]] * 8}
    figures = released_sheets(survey, sheets)

    assert findings(profile(figures), figures).lean == lean


def test_a_trait_needs_half_of_its_items() -> None:
    survey = make_survey({"T": ("a", "b", "c")})
    sheets = [[3, None, None]] * 2 + [[3, 4, None]] * 3
    responses = make_responses(survey, {"L1": {"self": [[4, None, None]], "peer": sheets}})

    trait = profile(release_subjects(responses, DisclosurePolicy())["L1"].figures).traits[0]

    assert trait.self_ is None
    assert trait.others is not None
    assert (trait.others.exact, trait.others.n, trait.others.fewest) == (Fraction(7, 2), 5, 3)


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
