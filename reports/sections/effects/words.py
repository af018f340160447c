"""The sentences about one summary in one language, as its design allows."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from reports.shown.effects import LEAST_LEADERS
from reports.shown.wording import MINUS, decimal_mark

if TYPE_CHECKING:
    from reports.shown.effects import EffectSummary, ShownChange, ShownWave
    from reports.texts import Texts

_LITTLE, _MUCH = 0.04, 0.10
_FINE, _FAIR = 0.04, 0.08
"""Shares of the scale's width: what is little and much, what is fine and coarse."""


class EffectWords:
    """Says what was found, with numbers as the language writes them."""

    def __init__(self, summary: EffectSummary, say: Texts) -> None:
        """Take what was found and the texts of a language."""
        self.summary, self.say = summary, say

    @property
    def little(self) -> float:
        """Up to how many steps a change is called little."""
        return _LITTLE * self.summary.width

    def verdict(self, one: ShownChange) -> str:
        """Return the word, the figures and the size, or why nothing can be said."""
        summary, say = self.summary, self.say
        if one.word == "cannot_tell":
            return say("effects.cannot_tell", reason=self._reason(one))
        figures = {
            "e": self.signed(one.estimate),
            "l": self.signed(one.lower),
            "u": self.signed(one.upper),
        }
        if one.word == "no_clear_change":
            if summary.said == "level":
                return say("effects.no_clear_change.level", **figures)
            most = self.plain(max(abs(one.lower), abs(one.upper)))
            relevant = self.plain(summary.relevant)
            key = f"effects.no_clear_change.{one.reason}"
            return say(key, e=figures["e"], relevant=relevant, most=most)
        if summary.said == "compared":
            figures["e"] = self.plain(abs(one.estimate))
        scale = f"{summary.scale[0]}–{summary.scale[1]}"
        sentence = say(f"effects.{one.word}.{summary.said}", scale=scale, **figures)
        return sentence if summary.said == "level" else f"{sentence} {self._size(one)}"

    def word(self, one: ShownChange) -> str:
        """Return the word alone, as a table has it."""
        return self.say(f"effects.word_{self.summary.said}.{one.word}")

    def goal(self, one: ShownChange) -> str:
        """Return the goal beside the result, with its day where it was set."""
        summary, say = self.summary, self.say
        relevant = self.plain(summary.relevant)
        met = "met" if one.lower >= summary.relevant else "unclear"
        result = say(f"effects.goal.{'missed' if one.upper < summary.relevant else met}")
        if summary.goal_set:
            return say("effects.goal_set", date=summary.goal_set, relevant=relevant, result=result)
        return say("effects.goal_usual", relevant=relevant, result=result)

    def precision(self, one: ShownChange) -> str:
        """Return how small a change would have been noticed."""
        share = one.smallest / self.summary.width
        kind = "fine" if share <= _FINE else "fair" if share <= _FAIR else "coarse"
        return self.say(f"effects.precision.{kind}", m=self.plain(one.smallest))

    def design(self) -> str:
        """Return what the design lets one believe."""
        summary = self.summary
        clear = summary.primary is not None and summary.primary.word in {"better", "worse"}
        if summary.design == "lot" and not clear:
            return self.say("effects.design.lot_unclear")
        return self.say(f"effects.design.{summary.design}")

    def name(self, one: ShownChange) -> str:
        """Return what an outcome is called; the primary one is all together."""
        return one.name or self.say("effects.primary")

    def wave(self, one: ShownWave) -> str:
        """Return what a wave is called."""
        return self.say("effects.wave_number", number=one.number)

    def range(self, one: ShownChange) -> str:
        """Return the ends of the interval that is drawn."""
        return self.say("effects.range", l=self.signed(one.lower), u=self.signed(one.upper))

    def signed(self, value: float) -> str:
        """Return a number of steps with its sign, two decimals."""
        if isnan(value):
            return self.plain(value)
        sign = "+" if round(value, 2) > 0 else MINUS if round(value, 2) < 0 else ""
        return f"{sign}{self.plain(abs(value))}"

    def plain(self, value: float) -> str:
        """Return a number with two decimals, or the sign for none."""
        if isnan(value):
            return self.say("words.nothing")
        return f"{value:.2f}".replace(".", decimal_mark(self.say))

    def _reason(self, one: ShownChange) -> str:
        summary, say = self.summary, self.say
        reason, n = one.reason or "few_leaders", summary.trained
        if reason == "few_leaders" and summary.said == "level":
            return say("effects.reason.few_measured", n=n)
        if reason == "few_leaders" and n >= LEAST_LEADERS:
            return say("effects.reason.few_waiting", n=summary.waiting)
        return say(f"effects.reason.{reason}", n=n, m=self.plain(one.smallest))

    def _size(self, one: ShownChange) -> str:
        share = abs(one.estimate) / self.summary.width
        size = "small" if share < _LITTLE else "clear" if share < _MUCH else "large"
        return self.say(f"effects.size.{size}")
