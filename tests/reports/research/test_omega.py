"""Omega: what one factor carries, where its model holds, and nothing where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from reports.research.alpha import analyse_items
from reports.research.omega import one_factor
from reports.research.traits import TraitColumns

if TYPE_CHECKING:
    import numpy.typing as npt


def rated(loadings: list[float], *, raters: int = 20_000) -> npt.NDArray[np.int8]:
    """Return ratings in hundredths of an SD that one factor carries with these loadings."""
    random = np.random.default_rng(11)
    factor = random.normal(size=(raters, 1))
    strength = np.array(loadings)
    own = random.normal(size=(raters, len(loadings))) * np.sqrt(1 - strength**2)
    return np.asarray(np.clip(60 + 12 * (factor * strength + own), 0, 120).round(), dtype=np.int8)


@pytest.mark.parametrize("loadings", [[0.7, 0.7, 0.7], [0.9, 0.5, 0.6, 0.4], [0.3] * 6])
def test_omega_is_the_share_that_the_factor_carries(loadings: list[float]) -> None:
    found = one_factor(rated(loadings), TraitColumns.from_sizes([len(loadings)]))

    common, unique = sum(loadings) ** 2, sum(1 - one**2 for one in loadings)
    assert found.omega[0] == pytest.approx(common / (common + unique), abs=0.02)


def test_with_equal_loadings_omega_is_alpha_and_else_more() -> None:
    columns = TraitColumns.from_sizes([4, 4])
    ratings = np.concatenate([rated([0.6] * 4), rated([0.9, 0.8, 0.3, 0.2])], axis=1)

    omega, alpha = one_factor(ratings, columns).omega, analyse_items(ratings, columns).alpha

    assert omega[0] == pytest.approx(alpha[0], abs=0.01)
    assert omega[1] > alpha[1] + 0.03


def test_the_unit_of_an_answer_and_who_skipped_change_nothing() -> None:
    columns = TraitColumns.from_sizes([3])
    ratings = rated([0.8, 0.6, 0.5], raters=300) // 10
    gaps = np.concatenate([ratings, np.full((5, 3), -1, dtype=np.int8)])
    gaps[-5:, 0] = 7

    one = one_factor(ratings, columns).omega[0]

    assert one_factor(gaps, columns).omega[0] == pytest.approx(one, abs=1e-12)
    assert one_factor(ratings * 5, columns).omega[0] == pytest.approx(one, abs=1e-9)


def test_a_unique_variance_that_vanishes_is_a_heywood_case() -> None:
    ratings = rated([0.7, 0.5, 0.4], raters=200)
    ratings[:, 2] = ratings[:, 0]

    found = one_factor(ratings, TraitColumns.from_sizes([3]))

    assert np.isnan(found.omega[0])
    assert found.is_heywood[0]


@pytest.mark.parametrize(
    "ratings",
    [
        rated([0.7, 0.7], raters=50),
        rated([0.7, 0.7, 0.7], raters=3),
        np.full((50, 3), 4, dtype=np.int8),
        np.full((50, 3), -1, dtype=np.int8),
    ],
    ids=["two items", "as many raters as items", "no spread", "nobody"],
)
def test_too_little_to_tell_gives_nothing(ratings: npt.NDArray[np.int8]) -> None:
    found = one_factor(ratings, TraitColumns.from_sizes([ratings.shape[1]]))

    assert np.isnan(found.omega[0])
    assert not found.is_heywood[0]
