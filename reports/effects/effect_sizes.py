"""Standardise changes, for whoever compares studies; no page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reports.norms.arrays import mean_and_sd, ratio
from reports.research.change import hedges_j

if TYPE_CHECKING:
    import numpy.typing as npt

    from reports.norms.arrays import Floats


def g_av(before: Floats, after: Floats) -> Floats:
    """Return J(n−1)·D̄/((s₀+s₁)/2), the mean change in mean SDs (Lakens 2013).

    Parameters
    ----------
    before, after
        Shape (leaders, outcomes), the same leaders, complete.

    Returns
    -------
    Floats
        Shape (outcomes,); NaN under three leaders and where nothing varies.

    """
    n, mean, _ = mean_and_sd(after - before)
    spread = (mean_and_sd(before)[2] + mean_and_sd(after)[2]) / 2
    return hedges_j(np.asarray(n - 1.0)) * ratio(mean, np.nan_to_num(spread))


def d_ppc2(before: Floats, after: Floats, trained: npt.NDArray[np.bool_]) -> Floats:
    """Return J(n−2)·(D̄_T − D̄_C)/s_pre with the pooled SD before (Morris 2008).

    Parameters
    ----------
    before, after
        Shape (leaders, outcomes), the same leaders, complete.
    trained
        Shape (leaders,).

    Returns
    -------
    Floats
        Shape (outcomes,); NaN where either side has nobody or nothing varies.

    """
    n_t, _, s_t = mean_and_sd(before[trained])
    n_c, _, s_c = mean_and_sd(before[~trained])
    df = np.asarray(n_t + n_c - 2.0, dtype=np.float64)
    squares = (n_t - 1) * np.nan_to_num(s_t) ** 2 + (n_c - 1) * np.nan_to_num(s_c) ** 2
    moved = after - before
    apart = mean_and_sd(moved[trained])[1] - mean_and_sd(moved[~trained])[1]
    return hedges_j(df) * ratio(apart, np.nan_to_num(np.sqrt(ratio(squares, df))))
