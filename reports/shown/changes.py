"""Change of a trait since the subject's release before this one.

R10: only Others, only traits, only from k2 protected raters in both, as one of three
words beside a margin; the raters may be other people, so both count as independent samples.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from reports.policy import enough_to_compare
from reports.release.means import Z95, fewest_answers, fewest_protected, trait_items, trait_mean
from reports.shown.certainty import mean_without_one, range_without_one
from reports.shown.scores import SEAL, Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.release import Cell, Figures, PreviousTrait
    from reports.shown.certainty import Range
    from reports.shown.scores import Direction


def trait_change(figures: Figures, trait: int) -> Change | None:
    """Return the change of one trait, or None where it may not be compared."""
    before = _comparable_before(figures, trait)
    items = trait_items(figures)[trait]
    cells = [figures.others[item] for item in items]
    now = trait_mean(cells)
    if before is None or now is None or not enough_to_compare(fewest_protected(cells), figures.k2):
        return None
    then = Fraction(before.mean_thousandths, 1000)
    fewest = fewest_answers(cells)
    margin = change_margin95(figures.sigma_w[trait].points, before.n, fewest)
    return Change(
        seal=SEAL,
        exact=now - then,
        before=then,
        margin95=margin,
        direction=direction_of(now - then, margin),
        n=fewest,
        previous_n=before.n,
        certain=is_certain_change(figures, items, (then, before.n), now, margin),
    )


def column_change(figures: Figures, trait: int, cells: Sequence[Cell | None]) -> Change | None:
    """Return the change of one trait as one block tells it, where there are no Others.

    `cells` are the block's, one per item. As many answers as R10 wants of Others are wanted of
    the block, beside those that a reader knows.
    """
    before = _comparable_before(figures, trait)
    asked = [cells[item] for item in trait_items(figures)[trait]]
    now = trait_mean(asked)
    if before is None or now is None:
        return None
    fewest, least = fewest_answers(asked), figures.k2 + (figures.known or 0)
    if not enough_to_compare(fewest, least) or not enough_to_compare(before.n_protected, least):
        return None
    then = Fraction(before.mean_thousandths, 1000)
    margin = change_margin95(figures.sigma_w[trait].points, before.n, fewest)
    present = mean_without_one(now, fewest, figures.scale)
    past = mean_without_one(then, before.n, figures.scale)
    return Change(
        seal=SEAL,
        exact=now - then,
        before=then,
        margin95=margin,
        direction=direction_of(now - then, margin),
        n=fewest,
        previous_n=before.n,
        certain=_is_clear_anyhow((then, past), (now, present), margin),
    )


def change_margin95(sigma: float, n_before: int, n_now: int) -> float:
    """Return 1.96 sigma sqrt(1/n1 + 1/n2) in scale points."""
    return Z95 * sigma * math.sqrt(1 / n_before + 1 / n_now)


def direction_of(change: Fraction, margin: float) -> Direction:
    """Return the word for a change in scale points: only beyond its margin is it one."""
    if round(abs(float(change)) - margin, 9) <= 0:
        return "no_clear_change"
    return "improved" if change > 0 else "lower"


def is_certain_change(
    figures: Figures,
    items: Sequence[int],
    before: tuple[Fraction, int],
    now: Fraction,
    margin: float,
) -> bool:
    """Tell whether the change stays clear without any one rater of either campaign.

    `before` is the mean then, in scale points, and how many answers it stands on.
    """
    then, n = before
    without = range_without_one(figures, items)
    if without is None:
        return False
    past = mean_without_one(then, n, figures.scale)
    return _is_clear_anyhow((then, past), (now, without), margin)


def _is_clear_anyhow(
    before: tuple[Fraction, Range], now: tuple[Fraction, Range], margin: float
) -> bool:
    """Tell whether a change is beyond its margin whichever one answer of either time is left out.

    Each is a mean in scale points, and the range in which it lies without one.
    """
    (then, past), (present, without) = before, now
    worst_rise = min(without.low - then, present - past.high)
    worst_fall = min(then - without.high, past.low - present)
    return float(max(worst_rise, worst_fall)) > margin


def _comparable_before(figures: Figures, trait: int) -> PreviousTrait | None:
    before = None if figures.previous is None else figures.previous.traits[trait]
    if before is None or not enough_to_compare(before.n_protected, figures.k2):
        return None
    return before
