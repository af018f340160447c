"""Compute the six intraclass correlations of Shrout & Fleiss for fully crossed designs.

A 360 is never crossed (each leader has other raters); these serve to check the machinery and
for studies where every judge rates every target.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from reports.norms.arrays import Floats

TYPES: Final = ("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k")


@dataclass(frozen=True, slots=True)
class Intraclass:
    """One coefficient: value, F test, degrees of freedom, p, 95 % interval."""

    value: float
    f: float
    df: tuple[int, int]
    p: float
    ci95: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Crossed:
    """Mean squares of a targets × judges table: between targets, judges, error, within."""

    targets: int
    judges: int
    bms: float
    jms: float
    ems: float
    wms: float

    def icc(self, kind: str) -> Intraclass:
        """Return one of the six by name, as "ICC2k"; raise KeyError for another name."""
        make = {"ICC1": self._one_way, "ICC2": self._two_way_random, "ICC3": self._two_way_fixed}
        single = make[kind.removesuffix("k")]()
        return self._of_the_mean(single) if kind.endswith("k") else single

    def _one_way(self) -> Intraclass:
        k, f = self.judges, self.bms / self.wms
        df = (self.targets - 1, self.targets * (k - 1))
        value = (self.bms - self.wms) / (self.bms + (k - 1) * self.wms)
        return Intraclass(value, f, df, _upper(f, df), _interval(f, df, k))

    def _two_way_fixed(self) -> Intraclass:
        k, f = self.judges, self.bms / self.ems
        df = (self.targets - 1, (self.targets - 1) * (k - 1))
        value = (self.bms - self.ems) / (self.bms + (k - 1) * self.ems)
        return Intraclass(value, f, df, _upper(f, df), _interval(f, df, k))

    def _two_way_random(self) -> Intraclass:
        """Case 2, its interval by Satterthwaite's degrees of freedom (Shrout & Fleiss 1979)."""
        n, k, fixed = self.targets, self.judges, self._two_way_fixed()
        judges = k * (self.jms - self.ems) / n
        value = (self.bms - self.ems) / (self.bms + (k - 1) * self.ems + judges)
        fj = self.jms / self.ems
        part = n * (1 + (k - 1) * value) - k * value
        v = (k - 1) * (n - 1) * (k * value * fj + part) ** 2
        v /= (n - 1) * k**2 * value**2 * fj**2 + part**2
        low = self._random_end(1 / float(special.fdtri(n - 1, v, 0.975)))
        high = self._random_end(float(special.fdtri(v, n - 1, 0.975)))
        return Intraclass(value, fixed.f, fixed.df, fixed.p, (low, high))

    def _random_end(self, scaled: float) -> float:
        """Return the end of case 2's interval for BMS multiplied by a quantile."""
        n, k = self.targets, self.judges
        base = k * self.jms + (k * n - k - n) * self.ems
        return n * (scaled * self.bms - self.ems) / (base + n * scaled * self.bms)

    def _of_the_mean(self, single: Intraclass) -> Intraclass:
        """Step one judge's coefficient up to the mean of all (Spearman–Brown)."""
        low, high = (self._stepped_up(end) for end in single.ci95)
        return Intraclass(
            self._stepped_up(single.value), single.f, single.df, single.p, (low, high)
        )

    def _stepped_up(self, value: float) -> float:
        return self.judges * value / (1 + (self.judges - 1) * value)


def crossed(matrix: Floats) -> Crossed:
    """Analyse a complete table of targets (rows) by judges (columns).

    Parameters
    ----------
    matrix
        Shape (targets, judges), at least 2 × 2, no NaN.

    Returns
    -------
    Crossed
        Its mean squares; `Crossed.icc` gives the coefficients.

    Raises
    ------
    ValueError
        If the table is smaller than 2 × 2 or has gaps.

    Examples
    --------
    Shrout & Fleiss (1979), table 2:

    >>> table = crossed(np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8],
    ...                           [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float))
    >>> [round(table.icc(kind).value, 2) for kind in TYPES]
    [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]

    """
    n, k = matrix.shape
    if min(n, k) < 2 or np.isnan(matrix).any():
        raise ValueError("a crossed table needs two targets and two judges, and no gaps")
    grand = matrix.mean()
    between = k * float(((matrix.mean(axis=1) - grand) ** 2).sum())
    judges = n * float(((matrix.mean(axis=0) - grand) ** 2).sum())
    total = float(((matrix - grand) ** 2).sum())
    return Crossed(
        targets=n,
        judges=k,
        bms=between / (n - 1),
        jms=judges / (k - 1),
        ems=(total - between - judges) / ((n - 1) * (k - 1)),
        wms=(total - between) / (n * (k - 1)),
    )


def _upper(f: float, df: tuple[int, int]) -> float:
    return float(special.fdtrc(*df, f))


def _interval(f: float, df: tuple[int, int], k: int) -> tuple[float, float]:
    low = f / float(special.fdtri(*df, 0.975))
    high = f * float(special.fdtri(*reversed(df), 0.975))
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)
