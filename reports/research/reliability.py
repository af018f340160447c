"""Measure how far raters of a leader agree across a campaign: one-way ANOVA, ICC(1), ICC(2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from reports.norms.arrays import Floats, Ints, deviations, ratio
from reports.research.tally import segment_means, within_squares

if TYPE_CHECKING:
    from reports.norms.arrays import Codes


@dataclass(frozen=True, slots=True, eq=False)
class OneWay:
    """A one-way analysis of variance of raters' scores by leader, arrays of shape (traits,).

    Raters are nested in leaders, so this is Shrout & Fleiss's (1979) case 1. NaN where there
    is no variance of a kind to speak of: `msb` with one leader, `msw` with one rater each.
    """

    n_leaders: Ints
    n_raters: Ints
    squared_sizes: Floats  # Σ n_L²
    msb: Floats
    msw: Floats

    @property
    def df1(self) -> Ints:
        """Degrees of freedom between leaders."""
        return np.maximum(self.n_leaders - 1, 0)

    @property
    def df2(self) -> Ints:
        """Degrees of freedom within leaders."""
        return self.n_raters - self.n_leaders

    @property
    def f(self) -> Floats:
        """F = MSB/MSW."""
        return ratio(self.msb, self.msw)

    @property
    def p(self) -> Floats:
        """The upper tail of F."""
        tail: Floats = special.fdtrc(self.df1, self.df2, self.f)
        return tail

    @property
    def sigma_w(self) -> Floats:
        """√MSW, raw: without the release's minimum of leaders."""
        return np.sqrt(self.msw)

    @property
    def n0(self) -> Floats:
        """The group size that counts: (N − Σn_L²/N)/(k − 1)."""
        return ratio(self.n_raters - ratio(self.squared_sizes, self.n_raters), self.df1)

    @property
    def icc1_n0(self) -> Floats:
        """ICC(1) = (MSB − MSW)/(MSB + (n₀ − 1)MSW): reliability of one rater; may be negative."""
        return self._icc1(self.n0)

    @property
    def icc1_nbar(self) -> Floats:
        """ICC(1) with the plain mean group size, as R's multilevel package has it."""
        return self._icc1(ratio(self.n_raters, self.n_leaders))

    @property
    def icc2(self) -> Floats:
        """ICC(2) = (MSB − MSW)/MSB: reliability of a leader's mean."""
        return ratio(self.msb - self.msw, self.msb)

    @property
    def raters_for_070(self) -> Floats:
        """Raters needed for a mean with reliability .70: .7(1 − ICC1)/(.3·ICC1)."""
        single = self.icc1_n0
        return ratio(0.7 * (1 - single), 0.3 * np.where(single > 0, single, 0.0))

    def _icc1(self, size: Floats) -> Floats:
        return ratio(self.msb - self.msw, self.msb + (size - 1) * self.msw)


def one_way(scores: Floats, leaders: Codes, n_leaders: int) -> OneWay:
    """Analyse the variance of raters' scores by leader.

    Parameters
    ----------
    scores
        `rater_trait` of one rater group, shape (responses, traits); NaN where there is none.
    leaders
        Integers, shape (responses,), 0..n_leaders-1.
    n_leaders
        How many leaders the codes may name; those without scores don't count.

    Returns
    -------
    OneWay
        Arrays of shape (traits,).

    Examples
    --------
    >>> scores = np.array([[3, 4, 3.5, 4, 4.5, 2, 2.5, 3]]).T
    >>> table = one_way(scores, np.array([0, 0, 0, 1, 1, 2, 2, 2]), 3)
    >>> table.msb, table.n0, table.icc1_n0.round(4)
    (array([1.921875]), array([2.625]), array([0.7418]))

    """
    n, mean, _ = segment_means(scores, leaders, n_leaders)
    k, raters = (n > 0).sum(axis=0), n.sum(axis=0)
    known_mean = np.where(n > 0, mean, 0.0)
    grand = ratio((n * known_mean).sum(axis=0), raters)
    between = n * np.where(n > 0, deviations(mean, grand), 0.0) ** 2
    within = within_squares(scores, mean, leaders).sum(axis=0)
    return OneWay(
        n_leaders=k.astype(np.int32),
        n_raters=raters.astype(np.int32),
        squared_sizes=(n.astype(np.float64) ** 2).sum(axis=0),
        msb=ratio(between.sum(axis=0), np.maximum(k - 1, 0)),
        msw=ratio(within, raters - k),
    )
