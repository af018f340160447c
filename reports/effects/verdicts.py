"""Find the word that may be said, and why no other: from the interval that is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from reports.shown.effects import LEAST_LEADERS, Design, Reason, Word

Selected = Literal["all", "voluntary", "by_score"]

LEAST_DF: Final = 4.0
RELEVANT: Final = 0.04
"""The smallest change that matters, as a share of the scale's width, if nothing else was set."""

TOO_COARSE: Final = 0.08
"""A smallest effect above this share of the scale's width finds too little."""

MOST_LOST: Final = 0.40
MOST_APART: Final = 0.20
"""How many may be lost, and by how much more on one side, before nothing is said."""

_DIGITS: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a verdict follows from; the interval and the smallest effect in scale points.

    `waiting` counts different leaders, None where nobody is compared with; `df` and `smallest`
    are NaN where nothing is known of the error. `relevant` is None for `RELEVANT`.
    """

    design: Design
    selection: Selected
    leaders: int
    waiting: int | None
    df: float
    interval: tuple[float, float]
    smallest: float
    scale_width: float
    attrition: float = 0.0
    attrition_difference: float = 0.0
    relevant: float | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The word, and what it must be printed with where it is not clear by itself."""

    word: Word
    reason: Reason | None = None


def judge(evidence: Evidence) -> Judgement:
    """Return the verdict: the first rule that holds.

    Parameters
    ----------
    evidence
        What the design found. Numbers are compared rounded to nine digits.

    Returns
    -------
    Judgement
        *cannot_tell* with the first obstacle; *better* or *worse* where the interval is clear
        of nought; *no_clear_change*, *excluded* where all of it lies nearer nought than the
        smallest relevant change. A cross-section says higher and lower with the same rules.

    """
    low, high = (round(end, _DIGITS) for end in evidence.interval)
    if obstacle := _obstacle(evidence):
        return Judgement("cannot_tell", obstacle)
    if low > 0:
        return Judgement("better")
    if high < 0:
        return Judgement("worse")
    if not round(evidence.smallest, _DIGITS) <= round(TOO_COARSE * evidence.scale_width, _DIGITS):
        return Judgement("cannot_tell", "too_coarse")
    relevant = evidence.relevant
    if relevant is None:
        relevant = RELEVANT * evidence.scale_width
    is_excluded = max(-low, high) < round(relevant, _DIGITS)
    return Judgement("no_clear_change", "excluded" if is_excluded else "open")


def _obstacle(evidence: Evidence) -> Reason | None:
    """Return what stands in the way of any word, whatever the interval says."""
    waiting = LEAST_LEADERS if evidence.waiting is None else evidence.waiting
    if min(evidence.leaders, waiting) < LEAST_LEADERS:
        return "few_leaders"
    if not round(evidence.df, _DIGITS) >= LEAST_DF:
        return "few_teams"
    if evidence.selection == "by_score" and evidence.design != "ancova":
        return "selected"
    if (
        round(evidence.attrition, _DIGITS) > MOST_LOST
        or round(abs(evidence.attrition_difference), _DIGITS) > MOST_APART
    ):
        return "left"
    return None
