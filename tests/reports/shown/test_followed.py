"""Single behaviours over time: three words, from k2 answers both times, beyond the margin only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reports.policy import DisclosurePolicy
from reports.shown.changes import change_margin95
from reports.shown.followed import followed
from tests.reports.random_campaigns import Campaign, make_campaign

if TYPE_CHECKING:
    from reports.release import Figures

KEY = "a"  # the first item


@pytest.fixture(scope="module")
def figures() -> Figures:
    """Give the figures of a leader with all groups, on a scale of 1 to 6."""
    sizes = [1, 1, 5, 6, 3]
    return Campaign(make_campaign(sizes, 0.0, (1, 6), 0.4, 7), DisclosurePolicy()).release.figures


def _with(figures: Figures, total: int, *, n: int = 8, protected: int = 8) -> Figures:
    """Return figures whose first item Others answered so."""
    first, *others = figures.others
    assert first is not None
    cell = replace(first, n=n, n_protected=protected, sum=total, at_most=False)
    return replace(figures, others=(cell, *others))


def test_the_margin_is_that_of_one_item_for_both_numbers_of_answers() -> None:
    # 1.96 x 0.22 x 5 x sqrt(1/8 + 1/8), worked out by hand
    assert change_margin95(0.22 * 5, 8, 8) == pytest.approx(1.0780, abs=5e-5)


@pytest.mark.parametrize(
    ("then", "now", "word"),
    [
        (24, 33, "improved"),  # 9/8 is more than 1.078
        (24, 32, "no_clear_change"),  # 8/8 is not
        (33, 24, "lower"),
        (32, 24, "no_clear_change"),
        (30, 30, "no_clear_change"),
    ],
)
def test_a_change_counts_only_beyond_its_margin(
    figures: Figures, then: int, now: int, word: str
) -> None:
    (one,) = followed(_with(figures, now), _with(figures, then), [KEY])

    assert one.direction == word


@pytest.mark.parametrize("few_then", [True, False])
def test_fewer_than_k2_protected_answers_then_or_now_give_no_word(
    figures: Figures, *, few_then: bool
) -> None:
    few, many = _with(figures, 40, protected=4), _with(figures, 10, protected=5)
    before, now = (few, many) if few_then else (many, few)

    (one,) = followed(now, before, [KEY])

    assert figures.k2 == 5
    assert (one.direction, one.certain) == (None, False)
    assert followed(_with(figures, 40, protected=5), many, [KEY])[0].direction == "improved"


def test_the_leaders_own_answers_stand_beside_each_other(figures: Figures) -> None:
    own = figures.self_ratings[1:]
    before = replace(figures, self_ratings=(2, *own))
    now = replace(figures, self_ratings=(5, *own))

    (one,) = followed(now, before, [KEY])

    assert (one.own_before, one.own) == (2, 5)


def test_only_what_was_asked_alike_and_wanted_is_followed(figures: Figures) -> None:
    reworded = replace(figures, wording=("another", *figures.wording[1:]))
    rescaled = replace(figures, scale=(1, 5))

    assert [one.key for one in followed(figures, figures, ["c", KEY, "T1", "gone"])] == [KEY, "c"]
    assert followed(figures, reworded, [KEY]) == ()
    assert followed(figures, rescaled, [KEY]) == ()


def test_a_change_that_one_person_may_have_made_is_not_certain(figures: Figures) -> None:
    (one,) = followed(_with(figures, 33), _with(figures, 24), [KEY])

    assert one.direction == "improved"
    assert not one.certain
