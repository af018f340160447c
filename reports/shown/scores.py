"""The figures that pages and charts may draw, each of them computed from a release.

Whoever draws takes these types and never a bare number, so a figure that did not pass
through a `Release` cannot reach a page: every type asks for the `Seal`, which only the
modules in `SEALING_MODULES` use (the type checker asks for it, the constructor refuses
anything else, and a house-rule test reads the imports of the whole code base).
Start at `reports.shown.profile.profile(release)`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from reports.errors import UnsealedFigureError
from reports.release.rounding import rounded

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

Verdict = Literal["higher", "similar", "lower"]
Direction = Literal["improved", "no_clear_change", "lower"]

SEALING_MODULES: Final = ("reports.shown.profile", "reports.shown.changes", "reports.shown.parts")
"""The only modules that may turn a release into figures for a page."""


class Seal:
    """The proof that a figure was computed from a release."""

    __slots__ = ()


SEAL: Final = Seal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Something that may stand on a page because it was computed from a release."""

    seal: Seal = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a figure that nobody vouches for."""
        if self.seal is not SEAL:
            raise UnsealedFigureError(type(self).__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Shown):
    """A mean in scale points: of one item or one trait, as one column of raters gave it.

    Attributes
    ----------
    exact
        The mean as a fraction, so that rounding for display starts from the exact value.
    n
        The raters of the column (a block's n, everybody in Others): the n to print.
    fewest
        The smallest number of answers that an item in it stands on; margins use this one.
    margin95
        Half the width of the uncertainty in points; None for self and identified raters,
        who are not a sample of anybody.
    bounds
        The ends of the bar with the margin, clipped to the scale.
    at_most
        The mean is an upper bound: print "at most" or "≤" before it.

    """

    exact: Fraction
    n: int
    fewest: int
    at_most: bool
    margin95: float | None = None
    bounds: tuple[float, float] | None = None

    @property
    def mean(self) -> float:
        """The mean for drawing; print `rounded` instead."""
        return float(self.exact)

    def rounded(self, places: int = 1) -> Decimal:
        """Return the mean for print, rounded half away from zero from its exact value."""
        return rounded(self.exact, places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Shown):
    """Self minus Others in scale points, and which of the three texts it gets.

    `certain` says that a clear gap stays at or beyond its threshold whichever single rater
    of Others is left out and whatever that rater could have answered. `at_least` says that
    the gap is a lower bound, where Others' mean is an upper one: print "at least" before it.
    """

    exact: Fraction
    verdict: Verdict
    certain: bool
    at_least: bool

    @property
    def points(self) -> float:
        """The gap for drawing; print `rounded` instead."""
        return float(self.exact)

    def rounded(self, places: int = 1) -> Decimal:
        """Return the gap for print, rounded half away from zero from its exact value."""
        return rounded(self.exact, places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Shown):
    """Others now minus Others in the campaign before, for one trait, in scale points.

    `n` and `previous_n` are the smallest numbers of answers that the two means stand on.
    """

    exact: Fraction
    before: Fraction
    margin95: float
    direction: Direction
    n: int
    previous_n: int
    certain: bool

    @property
    def points(self) -> float:
        """The change for drawing; print `rounded` instead."""
        return float(self.exact)

    def rounded(self, places: int = 1) -> Decimal:
        """Return the change for print, rounded half away from zero from its exact value."""
        return rounded(self.exact, places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread(Shown):
    """How the answers of Others to one item fall into bands; see `reports.release.dispersion`."""

    low: int
    middle: int
    high: int
    favourable: int | None

    @property
    def n(self) -> int:
        """All answers in the three bands."""
        return self.low + self.middle + self.high

    @property
    def favourable_pct(self) -> float | None:
        """The share of answers at or above the scale's favourable step, in per cent."""
        return None if self.favourable is None else 100 * self.favourable / self.n
