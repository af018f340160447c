"""What a pulse says: for each behaviour, whether Others see more or less of it than before.

Only from the release, and only from k2 protected answers, as any change (R10): answers about
change lean friendly, and few of them say nothing. The three bands stand beside the word where
the release holds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from reports.policy import enough_to_compare
from reports.shown.profile import profile

if TYPE_CHECKING:
    from reports.release import Figures, OthersCell, Release
    from reports.shown.profile import ItemProfile
    from reports.shown.scores import Spread

Verdict = Literal["more", "same", "less"]

_CLEAR: Final = Fraction(1, 2)
"""How far from "as before" a mean must lie to be called a change, in steps."""


@dataclass(frozen=True, slots=True)
class PulseRow:
    """One behaviour: the verdict, and its three bands; None where too few answered."""

    key: str
    verdict: Verdict | None
    spread: Spread | None


def pulse_rows(release: Release) -> tuple[PulseRow, ...]:
    """Return a row for each behaviour of a pulse, in the order it was asked."""
    figures = release.figures
    return tuple(_row(item, figures.others[item.index], figures) for item in profile(figures).items)


def _row(item: ItemProfile, cell: OthersCell | None, figures: Figures) -> PulseRow:
    if item.others is None or cell is None:
        return PulseRow(item.key, None, None)
    if not enough_to_compare(cell.n_protected, figures.k2):
        return PulseRow(item.key, None, None)
    middle = Fraction(sum(figures.scale), 2)
    change = item.others.exact - middle
    verdict: Verdict = "more" if change >= _CLEAR else "less" if change <= -_CLEAR else "same"
    return PulseRow(item.key, verdict, item.spread)
