"""What may be shown of a programme: changes with their words, and who was measured."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Final, Literal

Design = Literal["before_after", "waves", "lot", "ancova", "cross_section"]
Word = Literal["better", "worse", "no_clear_change", "cannot_tell"]
Reason = Literal["few_leaders", "few_teams", "selected", "left", "too_coarse", "excluded", "open"]
Said = Literal["change", "compared", "level"]
"""How a design speaks: of a change, of a difference to those who waited, of a level."""

LEAST_LEADERS: Final = 10
"""An interval, and with it a change, stands on at least as many leaders on a side."""

_SAID: Final[dict[Design, Said]] = {"before_after": "change", "cross_section": "level"}


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One outcome: estimate and interval that is drawn, in scale points, and its word."""

    name: str
    estimate: float
    lower: float
    upper: float
    smallest: float
    word: Word
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class ShownWave:
    """One wave at its first measurement afterwards, beside those who then still waited.

    `start` is the mean level of the trained before they went, in scale points; both counts are
    of leaders who were measured at both points.
    """

    number: int
    trained: int
    waiting: int
    start: float
    change: ShownChange


@dataclass(frozen=True, slots=True)
class ShownDistance:
    """What leaders say of themselves beside what others say, before and after.

    All is of the same leaders, in scale points. `moved` is the change of the mean squared distance
    and `closer` its interval, in squared points: below nought they have come closer. NaN where too
    many were lost to say so.
    """

    leaders: int
    typical: tuple[float, float]
    own: tuple[float, float]
    moved: float
    closer: tuple[float, float]

    @property
    def is_shown(self) -> bool:
        """Whether enough leaders stand behind it."""
        return self.leaders >= LEAST_LEADERS

    @property
    def direction(self) -> Literal["closer", "apart", "unclear", "left"]:
        """What the interval allows to be said."""
        low, high = self.closer
        if isnan(high):
            return "left"
        return "closer" if high < 0 else "apart" if low > 0 else "unclear"


@dataclass(frozen=True, slots=True)
class EffectSummary:
    """What a design found: the primary outcome, each trait beside it, and who was measured.

    `primary` is None where leaders were measured once. `waiting` is None where nobody was
    compared with; `tipping` where nothing was concluded or nobody left. `sides` are the mean
    changes of the trained and of those who waited, where changes were compared. `waves` are those
    that the primary outcome is the mean of, where it is of several; `distance` is None where
    leaders' own ratings are not in the case.
    """

    design: Design
    scale: tuple[int, int]
    relevant: float
    goal_set: str
    primary: ShownChange | None
    traits: tuple[ShownChange, ...]
    started: int
    twice: int
    trained: int
    waiting: int | None
    by_team: bool
    tipping: float | None
    sides: tuple[float, float] | None = None
    waves: tuple[ShownWave, ...] = ()
    distance: ShownDistance | None = None

    @property
    def said(self) -> Said:
        """How the design speaks."""
        return _SAID.get(self.design, "compared")

    @property
    def width(self) -> int:
        """The distance between the ends of the scale."""
        return self.scale[1] - self.scale[0]

    @property
    def lost(self) -> int:
        """How many were measured before and not after."""
        return self.started - self.twice

    @property
    def is_shown(self) -> bool:
        """Whether enough leaders stand on either side for a figure."""
        fewest = self.trained if self.waiting is None else min(self.trained, self.waiting)
        return fewest >= LEAST_LEADERS

    @property
    def shows_waves(self) -> bool:
        """Whether every wave may stand by itself; one alone that may not follows from the rest."""
        fewest = [min(one.trained, one.waiting) for one in self.waves]
        return bool(fewest) and min(fewest) >= LEAST_LEADERS
