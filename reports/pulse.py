"""What a pulse says: for each behaviour, whether Others see more or less of it than before.

Only from the release, and only where it holds the three bands of Others, so from k2 on:
answers about change lean friendly, and few of them say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from reports.profile import profile

if TYPE_CHECKING:
    from reports.profile import ItemProfile
    from reports.release import Release
    from reports.scores import Spread

Verdict = Literal["more", "same", "less"]

_CLEAR: Final = Fraction(1, 2)
"""How far from "as before" a mean must lie to be called a change, in steps."""


@dataclass(frozen=True, slots=True)
class PulseRow:
    """One behaviour: the verdict and its three bands, or None where too few answered."""

    key: str
    verdict: Verdict | None
    spread: Spread | None


def pulse_rows(release: Release) -> tuple[PulseRow, ...]:
    """Return a row for each behaviour of a pulse, in the order it was asked."""
    picture = profile(release.figures)
    middle = Fraction(sum(picture.scale), 2)
    return tuple(_row(item, middle) for item in picture.items)


def _row(item: ItemProfile, middle: Fraction) -> PulseRow:
    if item.others is None or item.spread is None:
        return PulseRow(item.key, None, None)
    change = item.others.exact - middle
    verdict: Verdict = "more" if change >= _CLEAR else "less" if change <= -_CLEAR else "same"
    return PulseRow(item.key, verdict, item.spread)
