"""Certainty: it promises only what leaving any rater out cannot undo."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings

from reports.disclosure import release_subjects
from reports.policy import DisclosurePolicy
from reports.release.means import trait_items
from reports.shown.certainty import (
    gap_is_certain,
    mean_without_one,
    possible_answers,
    range_without_one,
)
from tests.reports.campaigns import make_responses, make_survey
from tests.reports.random_campaigns import Campaign, campaigns, sheets

if TYPE_CHECKING:
    from reports.audit.linear import KeyedAnswers
    from reports.release import Figures
    from tests.reports.campaigns import Sheets

SURVEY = make_survey({"T": ("a",)})
HALF = Fraction(1, 2)


def release(given_sheets: Sheets) -> Figures:
    """Return the figures of one leader with one item."""
    responses = make_responses(SURVEY, {"L1": given_sheets})
    return release_subjects(responses, DisclosurePolicy())["L1"].figures


def test_one_of_three_raters_with_a_sum_of_fourteen_gave_at_least_four() -> None:
    found = possible_answers(3, 14, 14, (1, 5))

    assert found == (4, 5)


def test_a_gap_that_one_rater_could_carry_alone_is_not_certain() -> None:
    figures = release({"self": [[4]], "peer": [[1], [4], [5]]})

    assert not gap_is_certain(figures, [0], Fraction(4), HALF)


def test_a_gap_that_no_single_rater_can_undo_is_certain() -> None:
    figures = release({"self": [[5]], "peer": [[3]] * 6})

    assert gap_is_certain(figures, [0], Fraction(5), HALF)


def test_the_range_is_taken_from_n_and_sum_not_from_the_answers() -> None:
    alike = release({"peer": [[3], [3], [3]]})
    apart = release({"peer": [[1], [3], [5]]})

    assert range_without_one(alike, [0]) == range_without_one(apart, [0])


def test_an_identified_rater_is_left_out_exactly() -> None:
    figures = release({"manager": [[1]], "peer": [[5], [5], [5]]})

    found = range_without_one(figures, [0])

    assert found is not None
    assert found.high == 5  # without the manager, three answers of 5 are left
    assert found.low == Fraction(11, 3)  # without a peer, who must have given 5


def test_a_guarded_sum_may_be_one_lower_than_it_reads() -> None:
    figures = release({"peer": [[1], [1], [1]]})

    found = range_without_one(figures, [0])

    assert found is not None
    assert found.low <= 1


def test_an_item_that_others_did_not_answer_has_no_range() -> None:
    assert range_without_one(release({"peer": [[3]]}), [0]) is None


def test_a_mean_without_one_rater_stays_on_the_scale() -> None:
    found = mean_without_one(Fraction(9, 2), 4, (1, 5))

    assert found.low == Fraction(18 - 5, 3)
    assert found.high == 5  # 18 - 3 = 15, for nobody can have given less than 3


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(campaign=campaigns())
def test_leaving_out_any_real_rater_stays_inside_the_range(campaign: Campaign) -> None:
    figures = campaign.release.figures

    for items in (*trait_items(figures), (0,), (3,)):
        found = range_without_one(figures, items)
        for left_out in sheets(campaign.responses):
            mean = _mean_without(figures, campaign, items, left_out)
            if found is not None and mean is not None:
                assert found.low <= mean <= found.high


def _mean_without(
    figures: Figures, campaign: Campaign, items: tuple[int, ...], left_out: KeyedAnswers
) -> Fraction | None:
    """Return the true mean of Others' shown items without one rater who is in Others."""
    means = []
    for item in items:
        cell = figures.others[item]
        if cell is None:
            continue
        groups = {group for place in cell.blocks for group in figures.blocks[place].groups}
        groups |= {one.group for one in figures.identified}
        if left_out.group not in groups | {g for b in figures.blocks for g in b.groups}:
            return None
        answers = [
            sheet.answers[item]
            for sheet in sheets(campaign.responses)
            if sheet.group in groups and sheet.rater != left_out.rater
        ]
        given_answers = [answer for answer in answers if answer is not None]
        means.append(Fraction(sum(given_answers), len(given_answers)))
    return sum(means, Fraction(0)) / len(means) if means else None
