"""What a programme gave, for analysts: a row a figure, a sheet a section, or one frozen record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from math import isnan
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from reports.exports.tables import PLACES, write_csv, write_xlsx
from reports.release.canonical import canonical_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.shown.effects import Design, EffectSummary, ShownChange, ShownDistance

_ABOUT: Final = "report"


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One figure of a report; what is not shown or not known is None.

    `section` is change, waves, distance, sides, goal or flow. `n` counts leaders; `value`, `low`
    and `high` are scale points, and squared ones where the measure is squared.
    """

    report: str
    section: str
    measure: str
    group: str
    point: str
    n: int | None = None
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    verdict: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _FrozenRow:
    """A row in whole numbers: value, low and high are thousandths of a scale point."""

    section: str
    measure: str
    group: str
    point: str
    n: int | None
    value: int | None
    low: int | None
    high: int | None
    verdict: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class _FrozenReport:
    """What a report shows, and how it was found."""

    report: str
    design: Design
    scale: tuple[int, int]
    figures: tuple[_FrozenRow, ...]


def effect_rows(report: str, summary: EffectSummary) -> Iterator[EffectRow]:
    """Yield every figure of a summary, section by section; of too few leaders only the words."""
    point = "once" if summary.said == "level" else "after"
    for one in (summary.primary, *summary.traits):
        if one is not None:
            yield _change(report, point, summary, one)
    if summary.shows_waves:
        yield from _waves(report, summary)
    if summary.distance is not None and summary.distance.is_shown:
        yield from _distance(report, summary.distance)
    if summary.is_shown:
        yield from _sides(report, summary)
        yield from _goal(report, summary)
    counts: dict[tuple[str, str], int | None] = {("all", point): summary.twice}
    if summary.said != "level":
        counts = {("all", "before"): summary.started, **counts}
    if summary.waiting is not None:
        counts |= {("trained", point): summary.trained, ("waiting", point): summary.waiting}
    for (group, when), n in counts.items():
        yield EffectRow(report, "flow", "leaders", group, when, n)


def effects_csv(report: str, summary: EffectSummary) -> bytes:
    """Return the rows as CSV, as Swedish spreadsheets read it."""
    return write_csv(effect_rows(report, summary), EffectRow, _ABOUT)


def effects_xlsx(report: str, summary: EffectSummary) -> bytes:
    """Return the rows as a workbook with a sheet for each section."""
    sections = groupby(effect_rows(report, summary), attrgetter("section"))
    return write_xlsx({name: (EffectRow, list(rows)) for name, rows in sections}, _ABOUT)


def effects_json(report: str, summary: EffectSummary) -> bytes:
    """Return the rows as canonical JSON: whole numbers and words, equal bytes for equal rows."""
    figures = tuple(map(_frozen, effect_rows(report, summary)))
    frozen = _FrozenReport(report, summary.design, summary.scale, figures)
    return f"{canonical_json(frozen)}\n".encode()


def _frozen(row: EffectRow) -> _FrozenRow:
    return _FrozenRow(
        section=row.section,
        measure=row.measure,
        group=row.group,
        point=row.point,
        n=row.n,
        value=_thousandths(row.value),
        low=_thousandths(row.low),
        high=_thousandths(row.high),
        verdict=row.verdict,
        reason=row.reason,
    )


def _thousandths(points: Decimal | None) -> int | None:
    return None if points is None else round(points * 1000)


def _change(report: str, point: str, summary: EffectSummary, one: ShownChange) -> EffectRow:
    row = EffectRow(report, "change", one.name or "primary", "all", point, summary.twice)
    row = replace(row, verdict=one.word, reason=one.reason)
    if not summary.is_shown:
        return row
    low, high = _points(one.lower), _points(one.upper)
    return replace(row, value=_points(one.estimate), low=low, high=high)


def _waves(report: str, summary: EffectSummary) -> Iterator[EffectRow]:
    for one in summary.waves:
        row = EffectRow(report, "waves", "start", f"wave {one.number}", "before", one.trained)
        yield replace(row, value=_points(one.start))
        low, high = _points(one.change.lower), _points(one.change.upper)
        row = replace(row, measure="primary", point="after", low=low, high=high)
        row = replace(row, verdict=one.change.word, reason=one.change.reason)
        yield replace(row, value=_points(one.change.estimate))


def _distance(report: str, distance: ShownDistance) -> Iterator[EffectRow]:
    about = EffectRow(report, "distance", "", "all", "after", distance.leaders)
    for measure, values in {"typical": distance.typical, "self": distance.own}.items():
        for point, value in zip(("before", "after"), values, strict=True):
            yield replace(about, measure=measure, point=point, value=_points(value))
    low, high = map(_points, distance.closer)
    row = replace(about, measure="squared", low=low, high=high, verdict=distance.direction)
    yield replace(row, value=_points(distance.moved))


def _sides(report: str, summary: EffectSummary) -> Iterator[EffectRow]:
    if summary.sides is not None:
        counts = (summary.trained, summary.waiting)
        for group, n, value in zip(("trained", "waiting"), counts, summary.sides, strict=True):
            yield EffectRow(report, "sides", "primary", group, "after", n, _points(value))


def _goal(report: str, summary: EffectSummary) -> Iterator[EffectRow]:
    if summary.primary is not None:
        steps = {"relevant": summary.relevant, "smallest": summary.primary.smallest}
        for measure, value in steps.items():
            yield EffectRow(report, "goal", measure, "all", "after", value=_points(value))


def _points(value: float) -> Decimal | None:
    return None if isnan(value) else Decimal(f"{value:.{PLACES}f}")
