"""How many leaders each part of a norm needs."""

from __future__ import annotations

import numpy as np
import pytest

from reports.norms.table import NormTable


@pytest.mark.parametrize(
    ("leaders", "mean", "classes", "percentile"),
    [
        (9, False, False, False),
        (10, True, False, False),
        (29, True, False, False),
        (30, True, True, False),
        (99, True, True, False),
        (100, True, True, True),
    ],
)
def test_a_norm_says_more_the_more_leaders_it_has(
    *, leaders: int, mean: bool, classes: bool, percentile: bool
) -> None:
    others = np.linspace(2.0, 5.0, leaders)[:, None]

    norm = NormTable.of(others, others - 3.0).place(np.array([3.4]))[0]

    assert norm.n_leaders == leaders
    assert (norm.mean_thousandths is not None) is mean
    assert (norm.gap_mean_thousandths is not None) is classes
    assert (norm.gap_sd_thousandths is not None) is classes
    assert (norm.quarter is not None) is classes
    assert (norm.percentile is not None) is percentile


def test_a_percentile_is_never_nought_or_a_hundred() -> None:
    others = np.linspace(2.0, 5.0, 100)[:, None]

    lowest = NormTable.of(others, others).place(np.array([1.0]))[0]
    highest = NormTable.of(others, others).place(np.array([6.0]))[0]

    assert (lowest.percentile, lowest.quarter) == (1, 1)
    assert (highest.percentile, highest.quarter) == (99, 4)


def test_leaders_without_a_score_do_not_count() -> None:
    others = np.append(np.linspace(2.0, 5.0, 29), np.nan)[:, None]

    norm = NormTable.of(others, others).place(np.array([3.0]))[0]

    assert norm.n_leaders == 29
    assert norm.quarter is None


def test_a_leader_without_a_score_has_no_place_in_the_norm() -> None:
    others = np.linspace(2.0, 5.0, 100)[:, None]

    norm = NormTable.of(others, others).place(np.array([np.nan]))[0]

    assert (norm.percentile, norm.quarter) == (None, None)
    assert norm.mean_thousandths == 3500
