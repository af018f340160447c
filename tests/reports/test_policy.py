"""The share that answered is a step: no count of people follows from it, nor whether all did."""

from __future__ import annotations

from collections import Counter

import pytest

from reports.policy import ASKED_FOR_SHARE, GREATEST_K, LEAST_K, AnsweredShare, answered_share


def _told(asked: int, k: int, *, leaders: int = 5) -> list[AnsweredShare | None]:
    """Return what is told for each number of people who may have answered."""
    return [
        answered_share(leaders=leaders, asked=asked, answered=answered, k=k)
        for answered in range(asked + 1)
    ]


@pytest.mark.parametrize("k", range(LEAST_K, GREATEST_K + 1))
def test_no_step_is_reached_by_fewer_counts_than_k(k: int) -> None:
    narrow = {
        (asked, share): counts
        for asked in range(ASKED_FOR_SHARE, 500)
        for share, counts in Counter(_told(asked, k)).items()
        if counts < k
    }

    assert narrow == {}


@pytest.mark.parametrize("k", range(LEAST_K, GREATEST_K + 1))
def test_whether_everybody_or_nobody_answered_is_not_told(k: int) -> None:
    for asked in range(ASKED_FOR_SHARE, 500):
        told = _told(asked, k)

        assert told[0] == told[k - 1]
        assert told[asked] == told[asked - k + 1]


def test_the_step_holds_the_share() -> None:
    for asked in (60, 61, 77, 199, 701):
        for answered, share in enumerate(_told(asked, 3)):
            assert share
            least, most = share.above * asked, share.up_to * asked
            assert least <= 100 * answered <= most
            assert share.above == 0 or least < 100 * answered


@pytest.mark.parametrize(
    ("asked", "answered", "told"),
    [
        (701, 548, AnsweredShare(75, 80)),
        (100, 75, AnsweredShare(70, 75)),
        (100, 90, AnsweredShare(85, 90)),
        (100, 91, AnsweredShare(90, 100)),
        (100, 10, AnsweredShare(0, 10)),
        (100, 11, AnsweredShare(10, 15)),
        (30, 20, AnsweredShare(60, 70)),
        (29, 20, None),
    ],
)
def test_the_share_is_told_in_steps_of_five_per_cent_where_they_hold_k_people(
    asked: int, answered: int, told: AnsweredShare | None
) -> None:
    assert answered_share(leaders=5, asked=asked, answered=answered, k=3) == told


def test_four_leaders_are_too_few() -> None:
    assert set(_told(200, 3, leaders=4)) == {None}


def test_where_no_step_holds_k_people_nothing_is_told() -> None:
    assert set(_told(49, 10)) == {None}
    assert None not in _told(50, 10)
