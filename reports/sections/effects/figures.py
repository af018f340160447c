"""What was found of each outcome, drawn and as a table, and who was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts import IntervalRow, IntervalTexts, interval_charts
from reports.sections.pieces import Chart, Grid, Text
from reports.shown.wording import MINUS, decimal_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.sections.effects.words import EffectWords
    from reports.sections.pieces import Piece
    from reports.shown.effects import ShownChange, ShownDistance

_WIDTHS = (0.3, 0.2, 0.27, 0.23)
_WAVE_WIDTHS = (0.13, 0.12, 0.12, 0.12, 0.28, 0.23)
_MANY_LOST = 0.2
_SIZE = (504.0, 560.0)
"""How wide a chart is, and how tall at most, in points."""


def how_much(told: EffectWords) -> Iterator[Piece]:
    """Yield every outcome as a chart and as a table; nothing of too few leaders."""
    summary, say = told.summary, told.say
    if not summary.is_shown:
        yield Text(say("effects.too_few"))
        return
    shown = [summary.primary] if summary.primary else []
    outcomes = (*shown, *summary.traits)
    yield from _charts(told, {told.name(one): one for one in outcomes})
    header = ("outcome", f"column_{summary.said}", "between", "word")
    yield Grid(
        header=tuple(say(f"effects.{name}") for name in header),
        rows=tuple(
            (told.name(one), told.signed(one.estimate), told.range(one), told.word(one))
            for one in outcomes
        ),
        widths=_WIDTHS,
        summary=say("effects.table"),
    )
    if summary.primary and len(summary.traits) > 1:
        yield Text(say("effects.family", count=len(summary.traits)), tone="small")


def wave_by_wave(told: EffectWords) -> Iterator[Piece]:
    """Yield each wave as a chart and as a table, or that some are too small to stand alone."""
    summary, say = told.summary, told.say
    if not summary.shows_waves:
        yield Text(say("effects.waves_few"))
        return
    yield from _charts(told, {told.wave(one): one.change for one in summary.waves})
    header = ("wave", "wave_trained", "wave_waiting", "wave_start", "wave_difference", "word")
    yield Grid(
        header=tuple(say(f"effects.{name}") for name in header),
        rows=tuple(
            (
                told.wave(one),
                str(one.trained),
                str(one.waiting),
                told.plain(one.start),
                _said(told, one.change)[1],
                told.word(one.change),
            )
            for one in summary.waves
        ),
        widths=_WAVE_WIDTHS,
        summary=say("effects.waves_table"),
    )
    yield Text(say("effects.waves_family", count=len(summary.waves)), tone="small")


def own_and_others(told: EffectWords, distance: ShownDistance) -> Iterator[Piece]:
    """Yield how far apart self and others are, before and after, and whether that has changed."""
    say = told.say
    if not distance.is_shown:
        yield Text(say("effects.too_few"))
        return
    yield Text(say(f"effects.distance_{distance.direction}"))
    rows = {"distance_typical": distance.typical, "distance_own": distance.own}
    yield Grid(
        header=tuple(say(f"effects.{name}") for name in ("distance_what", "then", "now")),
        rows=tuple(
            (say(f"effects.{name}"), *map(told.plain, values)) for name, values in rows.items()
        ),
        widths=(0.6, 0.2, 0.2),
        summary=say("effects.distance_table", n=distance.leaders),
    )
    yield Text(say("effects.distance_caution"), tone="small")


def who(told: EffectWords) -> Iterator[Piece]:
    """Yield how many were measured, and what those who are missing could do to the word."""
    summary, say = told.summary, told.say
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
    if summary.trained + (summary.waiting or 0) > summary.twice:
        yield Text(say("effects.both_sides"), tone="small")
    if summary.tipping is not None and summary.primary is not None:
        side = "low" if summary.primary.lower > 0 else "high"
        figures = {"n": summary.lost, "x": told.signed(summary.tipping)}
        yield Text(say(f"effects.tipping_{side}", **figures))
    if summary.lost > _MANY_LOST * summary.started:
        yield Text(say("effects.many_lost"))
    yield Text(say("effects.alone"))


def _charts(told: EffectWords, outcomes: Mapping[str, ShownChange]) -> Iterator[Chart]:
    summary, say = told.summary, told.say
    rows = [IntervalRow(label, one, _said(told, one)) for label, one in outcomes.items()]
    drawings = interval_charts(
        rows,
        little=told.little,
        most=float(summary.width),
        size=_SIZE,
        texts=IntervalTexts(
            little=say("effects.chart.little", steps=told.plain(told.little)),
            found=say(f"effects.chart.found_{summary.said}"),
            decimals=decimal_mark(say),
            minus=MINUS,
        ),
    )
    said = [f"{row.label}: {', '.join(row.said)}." for row in rows]
    alternative = " ".join((say("effects.chart.alternative"), *said))
    for number, drawn in enumerate(drawings):
        yield Chart(drawn, say("effects.chart.more") if number else alternative)


def _said(told: EffectWords, one: ShownChange) -> tuple[str, str]:
    ends = told.say("effects.chart.range", l=told.signed(one.lower), u=told.signed(one.upper))
    return told.word(one), told.say("effects.chart.row", e=told.signed(one.estimate), r=ends)
