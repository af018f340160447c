"""Sum up leaders: means, gaps, heat map, self–other classes. The unit is the leader.

Each leader counts the same, and what goes in are released scores, never raw answers. How many
leaders a figure needs (5; 10 for SD and interval; 30 for reliability) is for the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reports.norms.arrays import Floats, Ints, mean_and_sd, ratio
from reports.research.change import Paired, paired
from reports.research.selfother import CLASSES, SelfOther
from reports.research.uncertainty import t_ci95

if TYPE_CHECKING:
    import numpy.typing as npt


@dataclass(frozen=True, slots=True, eq=False)
class Organisation:
    """Figures over leaders, arrays of shape (traits,); `ci95` (traits, 2)."""

    n_leaders: Ints
    mean: Floats
    sd: Floats
    ci95: Floats
    gap: Paired
    self_others_r: Floats


def organisation(own: Floats, others: Floats) -> Organisation:
    """Sum up leaders' trait scores.

    Parameters
    ----------
    own, others
        `self_trait` and `others_trait_pooled`, shape (leaders, traits); NaN where missing.

    Returns
    -------
    Organisation
        `mean`, `sd`, `ci95` of others; `gap` is self − others, paired; `self_others_r` is
        Pearson's r over the leaders who have both.

    Examples
    --------
    >>> own, others = np.array([[4.0], [4.0], [5.0]]), np.array([[3.0], [4.0], [4.0]])
    >>> result = organisation(own, others)
    >>> result.mean.round(4), result.gap.mean.round(4), result.self_others_r.round(4)
    (array([3.6667]), array([0.6667]), array([0.5]))

    """
    n, mean, sd = mean_and_sd(others)
    return Organisation(
        n_leaders=n,
        mean=mean,
        sd=sd,
        ci95=t_ci95(mean, sd, n),
        gap=paired(others, own),
        self_others_r=correlation(own, others),
    )


def correlation(one: Floats, other: Floats) -> Floats:
    """Return Pearson's r down the rows, pairs with a NaN left out; NaN where nothing varies.

    >>> correlation(np.array([[1.0], [2.0], [3.0]]), np.array([[2.0], [4.0], [6.0]]))
    array([1.])
    """
    both = ~np.isnan(one) & ~np.isnan(other)
    x, y = (np.where(both, values, np.nan) for values in (one, other))
    n, x_mean, x_sd = mean_and_sd(x)
    _, y_mean, y_sd = mean_and_sd(y)
    cross = np.where(both, (x - x_mean) * (y - y_mean), 0.0).sum(axis=0)
    return ratio(cross, np.nan_to_num((n - 1) * x_sd * y_sd))


def heat_map(item_means: Floats, units: npt.NDArray[np.intp], n_units: int) -> tuple[Ints, Floats]:
    """Average leaders' item means per unit.

    Parameters
    ----------
    item_means
        Released Others means, shape (leaders, items); NaN where hidden.
    units, n_units
        The unit of each leader, and how many there are.

    Returns
    -------
    n, mean
        Shape (units, items): how many leaders, and their mean.

    Examples
    --------
    >>> n, mean = heat_map(np.array([[3.0], [4.0], [2.0]]), np.array([0, 0, 1]), 2)
    >>> n[:, 0].tolist(), mean[:, 0].tolist()
    ([2, 1], [3.5, 2.0])

    """
    known = ~np.isnan(item_means)
    member = units[None, :] == np.arange(n_units)[:, None]
    n = member.astype(np.float64) @ known
    return n.astype(np.int32), ratio(member.astype(np.float64) @ np.nan_to_num(item_means), n)


def class_shares(classes: SelfOther) -> Floats:
    """Return the share of leaders in each of the six classes, per cent, shape (6, traits).

    The rows are `CLASSES`; leaders without a class don't count.

    >>> from reports.research.selfother import self_other
    >>> own, others = np.array([[5.0], [3.0], [4.0]]), np.array([[3.0], [4.0], [4.0]])
    >>> class_shares(self_other(own, others))[:, 0].round(1).tolist()
    [0.0, 33.3, 33.3, 0.0, 33.3, 0.0]
    """
    six = classes.six
    n = (six != "").sum(axis=0)
    return np.stack([ratio(100.0 * (six == name).sum(axis=0), n) for name in CLASSES])
