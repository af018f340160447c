"""Rounding for display: once, from the exact value, half away from zero."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction


def rounded(value: Fraction, places: int) -> Decimal:
    """Return an exact value rounded half away from zero to so many decimals.

    >>> from fractions import Fraction
    >>> rounded(Fraction(7, 20), 1), rounded(Fraction(-1, 4), 1), rounded(Fraction(1, 3), 2)
    (Decimal('0.4'), Decimal('-0.3'), Decimal('0.33'))
    """
    units = rounded_units(value, places)
    return Decimal(units).scaleb(-places)


def rounded_units(value: Fraction, places: int) -> int:
    """Return an exact value as a whole number of units of its last decimal."""
    above, under = value.numerator, value.denominator  # asked once each: a report rounds a lot
    units: int = (2 * abs(above) * int(10**places) + under) // (2 * under)
    return -units if above < 0 else units
