"""What an item's finding is called: by level and gap together, as the figures are printed.

A reader can check every name with the figures on the page, so the limits are compared with
figures of one decimal. Shares of the scale's width: `STEP_SHARE` is the usual rule of one scale
point on 1-5 (theopg.co.uk), `HIGH_SHARE` and `MIDDLE_SHARE` are ours (ADR 84).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from reports.release.rounding import rounded

if TYPE_CHECKING:
    from decimal import Decimal

    from reports.shown.scores import Verdict

Kind = Literal["strength", "seen_more", "seen_less", "low"]

STEP_SHARE: Final = Fraction(1, 4)
"""How far self and Others lie apart in a finding of its own (1.0 on 1-5)."""
HIGH_SHARE: Final = Fraction(3, 4)
"""Where high figures begin, from the scale's low end (4.0 on 1-5)."""
MIDDLE_SHARE: Final = Fraction(1, 2)
"""Below which figures are low, from the scale's low end (3.0 on 1-5)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where names begin on one scale, in points with one decimal, as a report prints them."""

    step: Decimal
    high_from: Decimal
    low_below: Decimal

    def is_high(self, figure: Fraction) -> bool:
        """Tell whether a figure is printed as a high one."""
        return rounded(figure, 1) >= self.high_from

    def is_low(self, figure: Fraction) -> bool:
        """Tell whether a figure is printed as one below the middle."""
        return rounded(figure, 1) < self.low_below

    def is_wide(self, gap: Fraction) -> bool:
        """Tell whether a gap, either way, is printed as a step or more."""
        return abs(rounded(gap, 1)) >= self.step


def limits_of(scale: tuple[int, int]) -> Limits:
    """Return the limits of a scale.

    >>> limits_of((1, 6))
    Limits(step=Decimal('1.3'), high_from=Decimal('4.8'), low_below=Decimal('3.5'))
    """
    lowest, width = scale[0], scale[1] - scale[0]
    return Limits(
        step=rounded(STEP_SHARE * width, 1),
        high_from=rounded(lowest + HIGH_SHARE * width, 1),
        low_below=rounded(lowest + MIDDLE_SHARE * width, 1),
    )


def called(own: Fraction, others: Fraction, verdict: Verdict, limits: Limits) -> Kind | None:
    """Return what an item is called by its two figures, or None where nothing stands out.

    `verdict` is what the gap is called (`reports.shown.profile`): nothing is agreed on where it
    is clear, and nothing differs where it lies within the margin. Between the two lies a gap
    that is clear and less than a step: it has no name.
    """
    if verdict != "similar":
        if not limits.is_wide(own - others):
            return None
        return "seen_less" if verdict == "higher" else "seen_more"
    if limits.is_high(own) and limits.is_high(others):
        return "strength"
    if limits.is_low(own) and limits.is_low(others):
        return "low"
    return None
