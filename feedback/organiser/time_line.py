"""A programme's waves and measurement points on one line of time, with what they ask of people.

Places are in per cent of the width, so that what is drawn needs no width of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from babel.dates import format_date

from feedback.clock import day_of
from feedback.languages import html_language
from feedback.models import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from feedback.models import Campaign, MeasurementPoint
    from feedback.operations.campaigns.progress_table import WaveRow

_MOST_WAVES: Final = 12
_USUAL: Final = timedelta(days=14)  # a wave whose first day nobody has said yet
_MARGIN: Final = timedelta(days=10)
_SHORTEST: Final = timedelta(days=90)
_STEPS: Final = (1, 3, 6, 12, 24, 60, 120, 600, 1200)  # months from one tick to the next
_MOST_TICKS: Final = 9
_LEAST_WIDTH: Final = 1.5
_PLANNED: Final = 4
_GONE: Final = frozenset({State.CANCELLED, State.ERASED, State.LOST})
_HAPPENED: Final = frozenset({State.CLOSED, State.CLOSING})


@dataclass(frozen=True, slots=True)
class Tick:
    """A month's beginning; every other one has its words on a narrow page."""

    place: float
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A wave from its first to its last day, and how it stands."""

    row: WaveRow
    first: date
    last: date
    begins: float
    width: float
    step: int  # 3 happened, 2 is open, 4 is planned
    load: float  # of the heaviest wave, in per cent


@dataclass(frozen=True, slots=True)
class PointMark:
    """A measurement point: filled when a wave of its name is closed or open."""

    point: MeasurementPoint
    number: int
    place: float
    is_measured: bool


@dataclass(frozen=True, slots=True)
class TimeLine:
    """All that is drawn; without a wave and a point there is none."""

    ticks: tuple[Tick, ...]
    today: float | None
    points: tuple[PointMark, ...]
    bars: tuple[Bar, ...]
    left_out: int  # waves before those that are drawn
    most_tasks: int


def time_line_of(
    rows: Sequence[WaveRow], points: Sequence[MeasurementPoint], *, today: date, zone: ZoneInfo
) -> TimeLine | None:
    """Return a programme's line of time, its latest waves only where there are many."""
    going = [row for row in rows if row.campaign.state not in _GONE]
    drawn = going[-_MOST_WAVES:]
    spans = {row.campaign.id: _span(row.campaign, zone) for row in drawn}
    if not spans and not points:
        return None
    axis = _axis([*(day for span in spans.values() for day in span), *(p.last_day for p in points)])
    most = max((row.tasks for row in drawn), default=0)
    names = {row.campaign.name for row in going if _step(row.campaign) != _PLANNED}
    return TimeLine(
        ticks=tuple(axis.ticks()),
        today=axis.place(today) if axis.holds(today) else None,
        points=tuple(
            PointMark(point, number, axis.place(point.last_day), point.name in names)
            for number, point in enumerate(points, start=1)
        ),
        bars=tuple(_bar(row, *spans[row.campaign.id], axis, most) for row in drawn),
        left_out=len(going) - len(drawn),
        most_tasks=most,
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    first: date
    last: date

    def place(self, day: date) -> float:
        """Return where a day stands, in per cent."""
        return round(100 * (day - self.first) / (self.last - self.first), 2)

    def holds(self, day: date) -> bool:
        """Tell whether a day is on the line."""
        return self.first <= day <= self.last

    def ticks(self) -> Iterable[Tick]:
        """Yield the months that are named, as many as there is room for."""
        months = [one for one in _months(self.first, self.last) if self.holds(one)]
        step = next((one for one in _STEPS if len(months) <= one * _MOST_TICKS), _STEPS[-1])
        for month in months:
            if (12 * month.year + month.month - 1) % step == 0:
                words = format_date(month, "MMM yyyy", locale=html_language())
                yield Tick(self.place(month), words)


def _axis(days: Sequence[date]) -> _Axis:
    first, last = min(days) - _MARGIN, max(days) + _MARGIN
    return _Axis(first, max(last, first + _SHORTEST))


def _months(first: date, last: date) -> Iterable[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _span(campaign: Campaign, zone: ZoneInfo) -> tuple[date, date]:
    """Return a wave's first and last day; what is not known yet is as it usually is."""
    last = day_of(campaign.closed_at, zone) if campaign.closed_at else campaign.last_day
    if campaign.launched_at is not None:
        first = day_of(campaign.launched_at, zone)
    else:
        first = campaign.first_day or last - _USUAL
    return min(first, last), last


def _step(campaign: Campaign) -> int:
    if campaign.state in _HAPPENED:
        return 3
    return 2 if campaign.state is State.OPEN else _PLANNED


def _bar(row: WaveRow, first: date, last: date, axis: _Axis, most: int) -> Bar:
    begins = axis.place(first)
    width = max(_LEAST_WIDTH, round(axis.place(last) - begins, 2))
    begins = min(begins, 100 - width)
    load = round(100 * row.tasks / most, 1) if most else 0.0
    return Bar(row, first, last, begins, width, _step(row.campaign), load)
