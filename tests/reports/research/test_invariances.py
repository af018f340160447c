"""What must hold of every statistic, whatever the answers are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.special import nctdtr
from scipy.stats import percentileofscore

from reports import research as st
from reports.answers.matrix import CANNOT_JUDGE, SKIPPED
from reports.norms.arrays import mean_and_sd
from reports.norms.table import percentile_midrank

if TYPE_CHECKING:
    from collections.abc import Callable

    Matrix = np.ndarray[Any, np.dtype[np.int8]]
    Codes = np.ndarray[Any, np.dtype[np.int64]]
    Case = tuple[Matrix, Codes, int, tuple[int, int]]


# The machine is shared: a slow moment is no failure.
patient = settings(deadline=None)


@some.composite
def campaigns(draw: Callable[..., Any]) -> Case:
    """Draw ratings, segments and a scale; some segments and cells are empty."""
    lowest, highest = draw(some.sampled_from([(0, 10), (1, 4), (1, 5), (1, 6), (1, 10)]))
    rows = draw(some.integers(0, 25))
    items = draw(some.integers(1, 6))
    segments = draw(some.integers(1, 6))
    seed = np.random.default_rng(draw(some.integers(0, 2**32)))
    ratings = seed.integers(lowest, highest + 1, (rows, items)).astype(np.int8)
    lost = seed.random((rows, items))
    ratings[lost < 0.1] = SKIPPED
    ratings[lost > 0.95] = CANNOT_JUDGE
    return ratings, seed.integers(0, segments, rows), segments, (lowest, highest)


@patient
@given(campaigns())
def test_a_tally_equals_counting_one_by_one(case: Case) -> None:
    ratings, codes, segments, _ = case

    moments = st.tally(ratings, codes, segments)

    for segment in range(segments):
        mine = ratings[codes == segment].astype(int)
        for item in range(ratings.shape[1]):
            answers = [x for x in mine[:, item].tolist() if x >= 0]
            assert moments.n[segment, item] == len(answers)
            assert moments.total[segment, item] == sum(answers)
            assert moments.squares[segment, item] == sum(x * x for x in answers)


@pytest.mark.parametrize("raters", [81, 82, 5000])
def test_large_segments_are_added_up_exactly(raters: int) -> None:
    ratings = np.full((raters, 2), 10, dtype=np.int8)

    moments = st.tally(ratings, np.zeros(raters, dtype=np.int64), 1)

    assert moments.n.tolist() == [[raters, raters]]
    assert moments.total.tolist() == [[10 * raters, 10 * raters]]
    assert moments.squares.tolist() == [[100 * raters, 100 * raters]]
    assert moments.sd.tolist() == [[0.0, 0.0]]


def test_more_segments_than_sixteen_bits_can_name_are_kept_apart() -> None:
    ratings = np.array([[3], [5], [3], [5]], dtype=np.int8)

    moments = st.tally(ratings, np.array([65_536, 0, 65_536, 0]), 65_537)

    assert moments.total[[0, 65_536], 0].tolist() == [10, 6]


@patient
@given(campaigns())
def test_means_lie_on_the_scale_and_agreement_between_its_ends(case: Case) -> None:
    ratings, codes, segments, (lowest, highest) = case
    moments = st.tally(ratings, codes, segments)
    steps = highest - lowest + 1

    distribution = st.counts(ratings, codes, segments, lowest=lowest, highest=highest)
    rwg = st.rwg_item(moments.variance, steps)
    spread = st.ad_m_item(distribution, lowest=lowest)

    known = moments.n > 0
    assert np.all((moments.mean[known] >= lowest) & (moments.mean[known] <= highest))
    assert np.all(np.isnan(moments.mean[~known]))
    assert np.array_equal(distribution.sum(axis=-1), moments.n)
    two = moments.n >= 2
    assert np.all((rwg[two] >= 0) & (rwg[two] <= 1))
    assert np.all((spread[two] >= 0) & (spread[two] <= (highest - lowest) / 2 + 1e-9))
    assert np.all(np.isnan(rwg[~two]) & np.isnan(spread[~two]))


@patient
@given(campaigns(), some.integers(0, 2**32))
def test_the_order_of_responses_means_nothing(case: Case, seed: int) -> None:
    ratings, codes, segments, _ = case
    order = np.random.default_rng(seed).permutation(len(codes))

    one = st.tally(ratings, codes, segments)
    other = st.tally(ratings[order], codes[order], segments)

    assert np.array_equal(one.n, other.n)
    assert np.array_equal(one.total, other.total)
    assert np.array_equal(one.squares, other.squares)


@patient
@given(campaigns())
def test_turning_the_scale_turns_means_and_keeps_spread(case: Case) -> None:
    ratings, codes, segments, (lowest, highest) = case
    turned = np.where(ratings >= 0, lowest + highest - ratings, ratings).astype(np.int8)

    one = st.tally(ratings, codes, segments)
    other = st.tally(turned, codes, segments)

    np.testing.assert_allclose(other.mean, lowest + highest - one.mean, atol=1e-12)
    np.testing.assert_allclose(other.sd, one.sd, atol=1e-12)


@patient
@given(campaigns())
def test_complete_data_make_both_trait_scores_equal(case: Case) -> None:
    ratings, codes, segments, (lowest, _) = case
    complete = np.where(ratings < 0, lowest, ratings).astype(np.int8)
    columns = st.TraitColumns.from_sizes([ratings.shape[1]])

    of_items = st.group_trait_itemavg(st.tally(complete, codes, segments).mean, columns)
    of_raters = st.segment_means(st.rater_trait(complete, columns), codes, segments)[1]

    np.testing.assert_allclose(of_items, of_raters, atol=1e-9)


@pytest.mark.parametrize("raters", range(2, 13))
@pytest.mark.parametrize("items", range(2, 8))
def test_equal_scores_have_no_spread_whatever_their_last_bit(raters: int, items: int) -> None:
    for total in range(items, 6 * items):
        scores = np.full((raters, 1), total / items)

        n, mean, sd = st.segment_means(scores, np.zeros(raters, dtype=np.int64), 1)

        assert sd.tolist() == [[0.0]]
        assert np.isnan(st.t_ci95(mean, sd, n)).all()
        assert np.isnan(st.gap_test(mean, sd, n, np.array([[5.0]]))[0]).all()


def test_one_rater_before_leaves_no_degrees_of_freedom() -> None:
    one = st.ScoreSample(*mean_and_sd(np.array([3.0])))
    three = st.ScoreSample(*mean_and_sd(np.array([4.0, 5.0, 4.0])))

    assert np.isnan(st.change(one, three).df)
    assert np.isnan(st.change(three, one).df)


def test_half_of_the_items_is_enough_for_a_score_and_less_is_not() -> None:
    answers = np.array([[4, 5, 3, -1, -1], [4, 5, -1, -1, -2]], dtype=np.int8)

    scores = st.rater_trait(answers, st.TraitColumns.from_sizes([5]))

    assert scores[0, 0] == 4.0
    assert np.isnan(scores[1, 0])


@patient
@given(some.lists(some.integers(4, 30), min_size=1, max_size=12), some.integers(0, 2**32))
def test_no_item_is_both_among_the_highest_and_the_lowest(sums: list[int], seed: int) -> None:
    means = np.array([sums]) / 6
    n = np.random.default_rng(seed).integers(1, 4, means.shape, dtype=np.int32)

    top, bottom = st.top_and_bottom(means, n)

    highest, lowest = top[top >= 0], bottom[bottom >= 0]
    assert len(highest) == len(lowest) == min(5, means.size // 2)
    assert not set(highest.tolist()) & set(lowest.tolist())
    assert all(means[0, a] >= means[0, b] - 1e-9 for a in highest for b in lowest)


def test_ties_go_to_more_answers_and_then_to_the_order_of_the_questionnaire() -> None:
    means, n = np.array([[3.0, 3.0, 3.0, 2.0, 2.0]]), np.array([[4, 5, 4, 6, 7]], np.int32)

    top, bottom = st.top_and_bottom(means, n)

    assert top.tolist() == [[1, 0]]
    assert bottom.tolist() == [[4, 3]]


@patient
@given(some.lists(some.floats(1, 6), min_size=1, max_size=40), some.floats(1, 6))
def test_percentiles_are_those_of_scipy(norm: list[float], score: float) -> None:
    rounded = np.round(norm, 9)

    got = percentile_midrank(np.array([score]), rounded)

    assert got[0] == pytest.approx(percentileofscore(rounded, round(score, 9), kind="mean"))


@patient
@given(some.integers(2, 40), some.integers(2, 40), some.floats(-3, 3))
def test_the_noncentral_interval_has_the_tails_it_promises(one: int, two: int, d: float) -> None:
    unit = (1 / one + 1 / two) ** 0.5
    before = st.ScoreSample(np.array(one), np.array(0.0), np.array(1.0))
    after = st.ScoreSample(np.array(two), np.array(d), np.array(1.0))

    low, high = st.change(before, after).d_ci95.tolist()

    assert nctdtr(one + two - 2, low / unit, d / unit) == pytest.approx(0.975, abs=1e-9)
    assert nctdtr(one + two - 2, high / unit, d / unit) == pytest.approx(0.025, abs=1e-9)
