"""Compare two campaigns: one leader's independent raters, or the same leaders, paired.

Raters are anonymous and cannot be linked, so a person's two campaigns are independent samples.
All of it is research; a report shows a difference and its pooled margin only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import special

from reports.norms.arrays import Floats, Ints, mean_and_sd, ratio
from reports.research.gaps import two_sided_p

if TYPE_CHECKING:
    import numpy.typing as npt

_TAILS: Final = (0.975, 0.025)


@dataclass(frozen=True, slots=True, eq=False)
class ScoreSample:
    """Number, mean and SD of raters' scores, any common shape."""

    n: Ints
    mean: Floats
    sd: Floats


@dataclass(frozen=True, slots=True, eq=False)
class SampleChange:
    """How two independent samples differ; NaN at n < 2 in either and where nothing varies."""

    before: ScoreSample
    after: ScoreSample

    @property
    def n(self) -> npt.NDArray[np.int32]:
        """Both numbers, shape (…, 2)."""
        return np.stack([self.before.n, self.after.n], axis=-1)

    @property
    def mean_diff(self) -> Floats:
        """After minus before, scale points."""
        return self.after.mean - self.before.mean

    @property
    def welch_se(self) -> Floats:
        """The error of the difference, √(s₁²/n₁ + s₂²/n₂)."""
        error: Floats = np.sqrt(sum(self._error_variances))
        return error

    @property
    def welch_t(self) -> Floats:
        """Welch's t."""
        return ratio(self.mean_diff, np.nan_to_num(self.welch_se))

    @property
    def welch_df(self) -> Floats:
        """Welch–Satterthwaite degrees of freedom."""
        one, two = self._error_variances
        per_df = one**2 / np.maximum(self.before.n - 1, 1) + two**2 / np.maximum(
            self.after.n - 1, 1
        )
        return ratio((one + two) ** 2, np.nan_to_num(per_df))

    @property
    def welch_p(self) -> Floats:
        """Two-sided p of Welch's t."""
        return two_sided_p(self.welch_t, self.welch_df)

    @property
    def welch_ci95(self) -> Floats:
        """Welch's 95 % interval of the difference, shape (…, 2)."""
        half = special.stdtrit(self.welch_df, 0.975) * self.welch_se
        return np.stack([self.mean_diff - half, self.mean_diff + half], axis=-1)

    @property
    def df(self) -> Floats:
        """Pooled degrees of freedom n₁ + n₂ − 2; NaN where either n < 2."""
        small = (self.before.n < 2) | (self.after.n < 2)
        return np.where(small, np.nan, self.before.n + self.after.n - 2.0)

    @property
    def sd_pooled(self) -> Floats:
        """√(((n₁−1)s₁² + (n₂−1)s₂²)/(n₁ + n₂ − 2))."""
        squares = (self.before.n - 1) * self.before.sd**2 + (self.after.n - 1) * self.after.sd**2
        return np.sqrt(squares / self.df)

    @property
    def d(self) -> Floats:
        """Cohen's d: the difference in pooled SDs."""
        return ratio(self.mean_diff, np.nan_to_num(self.sd_pooled))

    @property
    def hedges_j_exact(self) -> Floats:
        """Hedges' correction, see `hedges_j`; NaN where d is."""
        return hedges_j(np.where(np.isnan(self.d), np.nan, self.df))

    @property
    def hedges_j_approx(self) -> Floats:
        """The usual approximation, 1 − 3/(4df − 1)."""
        df = np.where(np.isnan(self.d), np.nan, self.df)
        return 1.0 - 3.0 / (4.0 * df - 1.0)

    @property
    def g(self) -> Floats:
        """Hedges' g = d·J."""
        return self.d * self.hedges_j_exact

    @property
    def d_ci95(self) -> Floats:
        """The 95 % interval of d by the noncentral t distribution, shape (…, 2)."""
        unit = np.sqrt(ratio(1, self.before.n) + ratio(1, self.after.n))
        t = self.d / unit
        ends = [unit * _noncentrality(t, self.df, tail) for tail in _TAILS]
        return np.stack(ends, axis=-1)

    @property
    def _error_variances(self) -> tuple[Floats, Floats]:
        """Each mean's s²/n; NaN at n < 2, because the SD is."""
        return ratio(self.before.sd**2, self.before.n), ratio(self.after.sd**2, self.after.n)


def hedges_j(df: Floats) -> Floats:
    """Return the exact correction Γ(df/2)/(√(df/2)·Γ((df−1)/2)); NaN under two (Hedges 1981).

    >>> hedges_j(np.array([1.0, 7.0])).round(6)
    array([     nan, 0.888203])
    """
    known = np.where(df > 1, df, np.nan)
    logs = special.gammaln(known / 2) - special.gammaln((known - 1) / 2)
    exact: Floats = np.exp(logs) / np.sqrt(known / 2)
    return exact


def change(before: ScoreSample, after: ScoreSample) -> SampleChange:
    """Compare two independent samples of raters' scores.

    Parameters
    ----------
    before, after
        Samples of equal shape, from `segment_means` or `mean_and_sd`.

    Returns
    -------
    Change
        Its properties have that shape too. Welch (1947), Cohen (1988), Hedges (1981);
        Borenstein et al. (2009) for the formulas.

    Examples
    --------
    >>> before = ScoreSample(*mean_and_sd(np.array([3, 4, 3.5, 4])))
    >>> after = ScoreSample(*mean_and_sd(np.array([4, 4.5, 4, 5, 4])))
    >>> result = change(before, after)
    >>> round(float(result.welch_t), 6), round(float(result.g), 6), result.d_ci95.round(4)
    (2.164043, 1.300578, array([-0.0885,  2.9409]))

    """
    return SampleChange(before, after)


def _noncentrality(t: Floats, df: Floats, probability: float) -> Floats:
    """Find the noncentrality at which t has this lower-tail probability.

    scipy's inverse stops after seven digits; two Newton steps on the distribution itself give
    the rest.
    """
    found: Floats = special.nctdtrinc(df, probability, t)
    step = 1e-4
    for _ in range(2):
        above = special.nctdtr(df, found + step, t)
        below = special.nctdtr(df, found - step, t)
        error = special.nctdtr(df, found, t) - probability
        slope = (above - below) / (2 * step)
        found = found - np.where(np.abs(slope) > 1e-12, error / np.where(slope, slope, 1.0), 0.0)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Paired:
    """A paired comparison over leaders, arrays of shape (traits,); `ci95` (traits, 2)."""

    n: Ints
    mean: Floats
    sd: Floats
    t: Floats
    df: Floats
    p: Floats
    ci95: Floats
    d_av: Floats


def paired(before: Floats, after: Floats) -> Paired:
    """Compare the same leaders on two occasions, or self with others.

    Parameters
    ----------
    before, after
        Shape (leaders, traits), the same leaders in the same rows; a pair with a NaN is left
        out.

    Returns
    -------
    Paired
        Student's paired t of after − before; d_av is the mean difference in mean SDs.

    Examples
    --------
    >>> result = paired(np.array([[3.0], [3.5], [4.0]]), np.array([[3.5], [3.5], [4.6]]))
    >>> result.n.tolist(), result.mean.round(4).tolist(), result.t.round(4).tolist()
    ([3], [0.3667], [1.9757])

    """
    both = ~np.isnan(before) & ~np.isnan(after)
    _, _, sd_before = mean_and_sd(np.where(both, before, np.nan))
    _, _, sd_after = mean_and_sd(np.where(both, after, np.nan))
    n, mean, sd = mean_and_sd(after - before)
    error = np.nan_to_num(sd) / np.sqrt(np.maximum(n, 1))
    t = ratio(mean, error)
    df = np.where(np.isnan(t), np.nan, n - 1.0)
    half = special.stdtrit(df, 0.975) * error
    ends = np.stack([mean - half, mean + half], axis=-1)
    d_av = ratio(mean, np.nan_to_num((sd_before + sd_after) / 2))
    return Paired(n, mean, sd, t, df, two_sided_p(t, df), ends, d_av)
