"""Review an instrument: Cronbach's alpha, item–rest correlation, alpha without an item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from reports.norms.arrays import Floats, Ints, ratio

if TYPE_CHECKING:
    import numpy.typing as npt

    from reports.research.traits import TraitColumns


@dataclass(frozen=True, slots=True, eq=False)
class ItemAnalysis:
    """How the items of each trait hang together among raters who answered all of them.

    `n`, `alpha`, `standardised` have shape (traits,), `feldt_ci95` (traits, 2), `item_rest_r`
    and `alpha_if_deleted` (items,). For instruments and campaigns only, never for one leader.
    """

    n: Ints
    alpha: Floats
    standardised: Floats
    feldt_ci95: Floats
    item_rest_r: Floats
    alpha_if_deleted: Floats


def analyse_items(ratings: npt.NDArray[np.int8], columns: TraitColumns) -> ItemAnalysis:
    """Analyse the items of each trait, listwise: a rater counts for a trait if complete in it.

    Parameters
    ----------
    ratings
        int8, shape (responses, items), keyed, of one rater group; negative values are missing.
    columns
        The traits' columns.

    Returns
    -------
    ItemAnalysis
        α = k/(k−1)·(1 − Σs_j²/s_X²) (Cronbach 1951), the interval of Feldt (1965). NaN for
        one item, one rater, or no variance; a negative alpha stays as it is.

    Examples
    --------
    >>> from reports.research.traits import TraitColumns
    >>> answers = np.array([[1, 2, 1], [2, 2, 3], [3, 4, 3], [4, 4, 5], [5, 5, -1]], dtype=np.int8)
    >>> result = analyse_items(answers, TraitColumns.from_sizes([3]))
    >>> int(result.n[0]), round(float(result.alpha[0]), 4)
    (4, 0.9333)

    """
    complete = columns.add((ratings >= 0).astype(np.int32)) == columns.sizes
    n = complete.sum(axis=0)
    counted = columns.spread(complete)
    x = np.where(counted, ratings, 0).astype(np.float64)
    # Sums of whole numbers are exact, so what is nought on paper is nought here.
    item_variance = _variance(x, columns.spread(n))
    total = columns.add(x)
    total_variance = _variance(total, n)
    with_total = _covariance(x, columns.spread(total), columns.spread(n))
    alpha = _alpha(columns.sizes, columns.add(item_variance), total_variance)
    return ItemAnalysis(
        n=n.astype(np.int32),
        alpha=alpha,
        standardised=_standardised(x, counted, item_variance, columns),
        feldt_ci95=_feldt(alpha, n, columns.sizes),
        item_rest_r=_item_rest(item_variance, with_total, columns.spread(total_variance)),
        alpha_if_deleted=_without_item(item_variance, with_total, total_variance, columns),
    )


def _variance(values: Floats, n: npt.NDArray[np.intp]) -> Floats:
    return _covariance(values, values, n)


def _covariance(one: Floats, other: Floats, n: npt.NDArray[np.intp]) -> Floats:
    cross = n * (one * other).sum(axis=0) - one.sum(axis=0) * other.sum(axis=0)
    return ratio(cross, n * np.maximum(n - 1, 0))


def _alpha(k: npt.NDArray[np.intp], item_variances: Floats, total_variance: Floats) -> Floats:
    return ratio(k, k - 1) * (1.0 - ratio(item_variances, total_variance))


def _standardised(
    x: Floats, counted: npt.NDArray[np.bool_], item_variance: Floats, columns: TraitColumns
) -> Floats:
    """Alpha of the standardised items, k/(k−1)·(1 − k/ΣR); NaN if an item is constant."""
    n = counted.sum(axis=0)
    z = ratio(x - ratio(x.sum(axis=0), n), np.sqrt(item_variance))
    summed = columns.add(np.where(counted, z, 0.0))
    # The variance of the sum of standardised items is the sum of their correlation matrix.
    correlations = ratio((summed**2).sum(axis=0), n[columns.starts] - 1)
    return _alpha(columns.sizes, columns.sizes.astype(np.float64), correlations)


def _feldt(alpha: Floats, n: npt.NDArray[np.intp], k: npt.NDArray[np.intp]) -> Floats:
    df1 = np.maximum(n - 1, 1)
    df2 = np.maximum(df1 * (k - 1), 1)
    ends = [1.0 - (1.0 - alpha) * special.fdtri(df1, df2, tail) for tail in (0.975, 0.025)]
    return np.stack(ends, axis=-1)


def _item_rest(item_variance: Floats, with_total: Floats, total_variance: Floats) -> Floats:
    """Correlate an item with the sum of the others: cov(j, X − j)/(s_j·s_(X−j))."""
    rest = total_variance + item_variance - 2.0 * with_total
    return ratio(with_total - item_variance, np.sqrt(item_variance * np.maximum(rest, 0.0)))


def _without_item(
    item_variance: Floats, with_total: Floats, total_variance: Floats, columns: TraitColumns
) -> Floats:
    rest = columns.spread(total_variance) + item_variance - 2.0 * with_total
    others = columns.spread(columns.add(item_variance)) - item_variance
    return _alpha(columns.spread(columns.sizes) - 1, others, rest)
