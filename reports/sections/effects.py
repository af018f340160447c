"""What a programme gave, for those who pay for it: the word, the figures, who, and how."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from reports.sections.pieces import Bullets, Callout, Grid, Heading, Section, Text
from reports.shown.effects import LEAST_LEADERS
from reports.shown.wording import MINUS, decimal_mark
from reports.texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.pieces import Piece
    from reports.shown.effects import EffectSummary, ShownChange
    from reports.texts import Texts

_LITTLE, _MUCH = 0.04, 0.10
_FINE, _FAIR = 0.04, 0.08
"""Shares of the scale's width: what is little and much, what is fine and coarse."""

_MANY_LOST = 0.2
_WIDTHS = (0.3, 0.2, 0.27, 0.23)


def effect_sections(summary: EffectSummary, language: str) -> tuple[Piece | Section, ...]:
    """Return the report's pieces and sections; the first stand under the document's title."""
    told = _Told(summary, texts(language))
    return (*told.opening(), *told.sections())


def effect_title(summary: EffectSummary, language: str) -> str:
    """Return what the report asks, by how the design speaks."""
    return texts(language)(f"effects.title_{summary.said}")


class _Told:
    """The sentences of one summary in one language."""

    def __init__(self, summary: EffectSummary, say: Texts) -> None:
        self._summary, self._say = summary, say

    def opening(self) -> Iterator[Piece]:
        """Yield the word, the goal beside the result, and what cannot be known."""
        summary, say = self._summary, self._say
        primary = summary.primary
        yield Heading(say("effects.sees"))
        if primary is not None:
            yield Callout(self._verdict(primary))
            if primary.word != "cannot_tell":
                yield Text(self._goal(primary))
                yield Text(self._precision(primary))
        for trait in () if primary is not None else summary.traits:
            yield Text(f"{trait.name}: {self._verdict(trait)}")
        yield Text(self._design())
        yield Heading(say("effects.unknown"))
        yield Text(say(f"effects.unknown_{summary.said}"))

    def sections(self) -> Iterator[Section]:
        """Yield the figures, who was measured, and how it was reckoned."""
        say = self._say
        yield self._section("much", tuple(self._much()))
        yield self._section("who", tuple(self._who()))
        rules = [*say.all("effects.steps"), say(f"effects.sources_{self._summary.said}")]
        if self._summary.by_team:
            rules.insert(0, say("effects.by_team"))
        yield self._section("how", (Bullets(tuple(rules)),))

    def _section(self, key: str, pieces: tuple[Piece, ...]) -> Section:
        return Section(key, self._say(f"effects.{key}"), pieces, shares_page=True)

    def _much(self) -> Iterator[Piece]:
        summary, say = self._summary, self._say
        if not summary.is_shown:
            yield Text(say("effects.too_few"))
            return
        shown = [summary.primary] if summary.primary else []
        header = ("outcome", f"column_{summary.said}", "between", "word")
        yield Grid(
            header=tuple(say(f"effects.{name}") for name in header),
            rows=tuple(self._row(one) for one in (*shown, *summary.traits)),
            widths=_WIDTHS,
            summary=say("effects.table"),
        )
        if summary.primary and summary.traits:
            yield Text(say("effects.family", count=len(summary.traits)), tone="small")

    def _row(self, one: ShownChange) -> tuple[str, ...]:
        word = self._say(f"effects.word_{self._summary.said}.{one.word}")
        ends = self._say("effects.range", l=self._signed(one.lower), u=self._signed(one.upper))
        return (one.name or self._say("effects.primary"), self._signed(one.estimate), ends, word)

    def _who(self) -> Iterator[Piece]:
        summary, say = self._summary, self._say
        counts = {"before": summary.started, "twice": summary.twice}
        if summary.said == "level":
            counts = {"measured": summary.twice}
        if summary.waiting is not None:
            counts |= {"trained": summary.trained, "waiting": summary.waiting}
        if summary.said != "level":
            counts["lost"] = summary.lost
        yield Grid(
            header=(say("effects.people"), say("effects.number")),
            rows=tuple((say(f"effects.{name}"), str(n)) for name, n in counts.items()),
            widths=(0.7, 0.3),
            summary=say("effects.flow"),
        )
        if summary.tipping is not None and summary.primary is not None:
            side = "low" if summary.primary.lower > 0 else "high"
            figures = {"n": summary.lost, "x": self._signed(summary.tipping)}
            yield Text(say(f"effects.tipping_{side}", **figures))
        if summary.lost > _MANY_LOST * summary.started:
            yield Text(say("effects.many_lost"))
        yield Text(say("effects.alone"))

    def _verdict(self, one: ShownChange) -> str:
        summary, say = self._summary, self._say
        if one.word == "cannot_tell":
            return say("effects.cannot_tell", reason=self._reason(one))
        figures = {
            "e": self._signed(one.estimate),
            "l": self._signed(one.lower),
            "u": self._signed(one.upper),
        }
        if one.word == "no_clear_change":
            if summary.said == "level":
                return say("effects.no_clear_change.level", **figures)
            most = self._plain(max(abs(one.lower), abs(one.upper)))
            relevant = self._plain(summary.relevant)
            key = f"effects.no_clear_change.{one.reason}"
            return say(key, e=figures["e"], relevant=relevant, most=most)
        if summary.said == "compared":
            figures["e"] = self._plain(abs(one.estimate))
        scale = f"{summary.scale[0]}–{summary.scale[1]}"
        sentence = say(f"effects.{one.word}.{summary.said}", scale=scale, **figures)
        return sentence if summary.said == "level" else f"{sentence} {self._size(one)}"

    def _reason(self, one: ShownChange) -> str:
        summary, say = self._summary, self._say
        reason, n = one.reason or "few_leaders", summary.trained
        figures: dict[str, object] = {"m": self._plain(one.smallest)}
        if reason == "few_leaders" and summary.said == "level":
            return say("effects.reason.few_measured", n=n)
        if reason == "few_leaders" and n >= LEAST_LEADERS:
            return say("effects.reason.few_waiting", n=summary.waiting)
        return say(f"effects.reason.{reason}", n=n, **figures)

    def _goal(self, one: ShownChange) -> str:
        summary, say = self._summary, self._say
        relevant = self._plain(summary.relevant)
        met = "met" if one.lower >= summary.relevant else "unclear"
        result = say(f"effects.goal.{'missed' if one.upper < summary.relevant else met}")
        if summary.goal_set:
            return say("effects.goal_set", date=summary.goal_set, relevant=relevant, result=result)
        return say("effects.goal_usual", relevant=relevant, result=result)

    def _size(self, one: ShownChange) -> str:
        share = abs(one.estimate) / self._summary.width
        size = "small" if share < _LITTLE else "clear" if share < _MUCH else "large"
        return self._say(f"effects.size.{size}")

    def _precision(self, one: ShownChange) -> str:
        share = one.smallest / self._summary.width
        kind = "fine" if share <= _FINE else "fair" if share <= _FAIR else "coarse"
        return self._say(f"effects.precision.{kind}", m=self._plain(one.smallest))

    def _design(self) -> str:
        summary = self._summary
        clear = summary.primary is not None and summary.primary.word in {"better", "worse"}
        if summary.design == "lot" and not clear:
            return self._say("effects.design.lot_unclear")
        return self._say(f"effects.design.{summary.design}")

    def _signed(self, value: float) -> str:
        if isnan(value):
            return self._plain(value)
        sign = "+" if round(value, 2) > 0 else MINUS if round(value, 2) < 0 else ""
        return f"{sign}{self._plain(abs(value))}"

    def _plain(self, value: float) -> str:
        if isnan(value):
            return self._say("words.nothing")
        return f"{value:.2f}".replace(".", decimal_mark(self._say))
