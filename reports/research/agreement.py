"""Measure how alike raters see one leader: rwg, r*wg(j), average deviation, classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reports.norms.arrays import SAME, Floats, Ints, ratio

if TYPE_CHECKING:
    from reports.norms.arrays import Strings
    from reports.research.traits import TraitColumns


def uniform_variance(steps: int) -> float:
    """Return the variance of answers spread evenly over a scale: σ²_EU = (A² − 1)/12.

    >>> uniform_variance(5), round(uniform_variance(6), 4)
    (2.0, 2.9167)
    """
    return (steps * steps - 1) / 12


def rwg_item(variance: Floats, steps: int) -> Floats:
    """Compute rwg = 1 − min(s², σ²_EU)/σ²_EU (James, Demaree & Wolf 1984).

    Parameters
    ----------
    variance
        Item variances, any shape; NaN at n < 2.
    steps
        How many steps the scale has.

    Returns
    -------
    Floats
        0 to 1, the same shape.

    Examples
    --------
    >>> rwg_item(np.array([0.0, 2 / 3, 8.0]), 5).round(4)
    array([1.    , 0.6667, 0.    ])

    """
    even = uniform_variance(steps)
    agreed = np.minimum(variance, even)
    agreed /= -even
    agreed += 1.0
    return agreed


def rwg_j(variance: Floats, columns: TraitColumns, steps: int) -> Floats:
    """Compute rwg(J) = J(1−q)/(J(1−q)+q), q = min(mean s², σ²_EU)/σ²_EU. Research only.

    Parameters
    ----------
    variance
        Item variances, shape (…, items), each on its available answers; NaN items are left
        out, J counts the others.
    columns
        The traits' columns.
    steps
        How many steps the scale has.

    Returns
    -------
    Floats
        Shape (…, traits), 0 to 1; NaN where no item has two answers. (James, Demaree & Wolf
        1984; it rises with J at constant disagreement, hence not displayed.)

    Examples
    --------
    >>> from reports.research.traits import TraitColumns
    >>> rwg_j(np.array([0.5, 0.5]), TraitColumns.from_sizes([2]), 5).round(4)
    array([0.8571])

    """
    even = uniform_variance(steps)
    j, mean = _over_items(variance, columns)
    q = np.minimum(mean, even) / even
    agreed = j * (1.0 - q)
    return ratio(agreed, agreed + q)


def rstar_wg_j(variance: Floats, columns: TraitColumns, steps: int) -> Floats:
    """Compute r*wg(J) = 1 − mean s²/σ²_EU, not truncated (Lindell, Brandt & Whitney 1999).

    Shapes as for `rwg_j`; can be negative.

    >>> from reports.research.traits import TraitColumns
    >>> rstar_wg_j(np.array([8.0, 8.0]), TraitColumns.from_sizes([2]), 5)
    array([-3.])
    """
    return 1.0 - _over_items(variance, columns)[1] / uniform_variance(steps)


def ad_m_item(distribution: Ints, *, lowest: int) -> Floats:
    """Compute the average deviation from the mean, Σ|x − x̄|/n (Burke, Finkelstein & Dusig 1999).

    Parameters
    ----------
    distribution
        Shape (…, steps), from `counts`.
    lowest
        The scale's lowest step.

    Returns
    -------
    Floats
        Shape (…), scale points; NaN at n < 2.

    Examples
    --------
    >>> round(float(ad_m_item(np.array([0, 1, 0, 1, 1]), lowest=1)), 4)
    1.1111

    """
    steps = np.arange(lowest, lowest + distribution.shape[-1])
    n = distribution.sum(axis=-1)
    mean = ratio(distribution @ steps, n)
    apart = np.zeros(n.shape)
    for index, step in enumerate(steps):
        apart += distribution[..., index] * np.abs(step - mean)
    return ratio(apart, np.where(n < 2, 0, n))


def ad_m_j(ad_items: Floats, columns: TraitColumns) -> Floats:
    """Average the items' deviations, shape (…, items) to (…, traits), undefined items left out.

    >>> from reports.research.traits import TraitColumns
    >>> ad_m_j(np.array([0.5, np.nan, 1.0]), TraitColumns.from_sizes([3]))
    array([0.75])
    """
    return _over_items(ad_items, columns)[1]


def agreement_class(ad_m: Floats, steps: int) -> Strings:
    """Name the agreement: high ≤ A/12, moderate ≤ A/6, else views_differ; "" where undefined.

    A/6 is Burke & Dunlap's (2002) limit, A/12 our own.

    >>> agreement_class(np.array([5 / 12, 0.6, 0.84, np.nan]), 5).tolist()
    ['high', 'moderate', 'views_differ', '']
    """
    rules = [np.isnan(ad_m), ad_m <= steps / 12 + SAME, ad_m <= steps / 6 + SAME]
    return np.select(rules, ["", "high", "moderate"], default="views_differ")


def _over_items(values: Floats, columns: TraitColumns) -> tuple[Ints, Floats]:
    known = ~np.isnan(values)
    n = columns.add(known.astype(np.int32))
    return n, ratio(columns.add(np.where(known, values, 0.0)), n)
