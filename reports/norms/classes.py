"""How a leader sees themself compared with other leaders: six classes, for the coach's eyes.

The leader's own report uses the points rule (`reports.shown.profile`), which needs no other
leaders. The classes need a norm of thirty with the same survey.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from reports.release import Figures, Norm
    from reports.shown.profile import TraitProfile

SelfOtherClass = Literal[
    "over_estimator_good",
    "over_estimator_poor",
    "in_agreement_good",
    "in_agreement_poor",
    "under_estimator_good",
    "under_estimator_poor",
]

_HALF_SD: Final = Fraction(1, 2)


def self_other_class(figures: Figures, trait: TraitProfile) -> SelfOtherClass | None:
    """Return the class of one trait, or None without self, Others or a norm of thirty.

    Notes
    -----
    Half-SD rule of Atwater & Yammarino (1992, 1997) on the gap's distance from the norm's
    mean gap; six classes of Fleenor, McCauley & Brutus (1996): *good* when Others are at or
    above the norm's mean. A norm without any spread has no classes.
    """
    norm = figures.norms[trait.index] if figures.norms else None
    if norm is None or trait.gap is None or trait.others is None:
        return None
    z = _distance(trait.gap.exact, norm)
    if z is None or norm.mean_thousandths is None:
        return None
    is_good = trait.others.exact >= Fraction(norm.mean_thousandths, 1000)
    if z >= _HALF_SD:
        return "over_estimator_good" if is_good else "over_estimator_poor"
    if z <= -_HALF_SD:
        return "under_estimator_good" if is_good else "under_estimator_poor"
    return "in_agreement_good" if is_good else "in_agreement_poor"


def leaders_in_norm(figures: Figures) -> int:
    """Return how many leaders the norm has, at most over the traits; 0 without one."""
    return max((norm.n_leaders for norm in figures.norms), default=0)


def _distance(gap: Fraction, norm: Norm) -> Fraction | None:
    """Return how many SDs a gap lies from the norm's mean gap."""
    if norm.gap_mean_thousandths is None or not norm.gap_sd_thousandths:
        return None
    return (gap - Fraction(norm.gap_mean_thousandths, 1000)) / Fraction(
        norm.gap_sd_thousandths, 1000
    )
