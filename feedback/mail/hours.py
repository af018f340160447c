"""When mail may leave: on working days, in working hours, in the municipality's own time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final, Self

from holidays import country_holidays

from feedback.clock import day_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

ALWAYS: Final = "always"
_SPAN: Final = re.compile(r"(\d{1,2})(?::([0-5]\d))?-(\d{1,2})(?::([0-5]\d))?")
_SATURDAY: Final = 5
_MIDNIGHT: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class MailHours:
    """A span of each working day, in minutes after midnight; `always` has no end."""

    zone: ZoneInfo
    start: int = 0
    end: int = _MIDNIGHT
    keeps_days: bool = True

    @classmethod
    def from_text(cls, text: str, zone: ZoneInfo) -> Self:
        """Read '08-16', '07:30-15:45' or 'always'; raise ValueError for anything else."""
        if text.strip() == ALWAYS:
            return cls(zone, keeps_days=False)
        found = _SPAN.fullmatch(text.replace(" ", ""))
        start, end = (_minutes(*found.groups()[i : i + 2]) for i in (0, 2)) if found else (1, 0)
        if not 0 <= start < end <= _MIDNIGHT:
            message = "must be a span such as 08-16 or 07:30-15:45, or always"
            raise ValueError(message)
        return cls(zone, start, end)

    def is_open(self, moment: datetime) -> bool:
        """Tell whether mail may leave at a moment."""
        return self.next_open(moment) == moment

    def next_open(self, moment: datetime) -> datetime:
        """Return the first moment from this one on at which mail may leave."""
        if not self.keeps_days:
            return moment
        local = moment.astimezone(self.zone)
        day = local.date()
        if is_working_day(day) and self._at(day, self.start) <= local < self._at(day, self.end):
            return moment
        if not is_working_day(day) or local >= self._at(day, self.end):
            day = next_working_day(day)
        return self._at(day, self.start).astimezone(moment.tzinfo)

    def after(self, moment: datetime, span: timedelta) -> datetime:
        """Return when mail has been let out for a span of time, counted from a moment."""
        opens = self.next_open(moment)
        if not self.keeps_days:
            return opens + span
        day = day_of(opens, self.zone)
        left = self._at(day, self.end) - opens
        if span <= left:
            return opens + span
        return self.after(self._at(day, self.end).astimezone(moment.tzinfo), span - left)

    def _at(self, day: date, minutes: int) -> datetime:
        # Wall time: a day with a change of clocks has another length.
        days, rest = divmod(minutes, _MIDNIGHT)
        wall = time(rest // 60, rest % 60)
        return datetime.combine(day + timedelta(days=days), wall, self.zone)


def is_working_day(day: date) -> bool:
    """Tell whether a day is neither a weekend nor a holiday in Sweden, the big eves included."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def next_working_day(day: date) -> date:
    """Return the first working day after a day."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


@cache
def _holidays(year: int) -> frozenset[date]:
    # Midsommarafton, julafton and nyårsafton are working days by law and by nobody's habit.
    found = country_holidays("SE", years=year, categories=("public", "de_facto"))
    return frozenset(found)


def _minutes(hours: str, minutes: str | None) -> int:
    return int(hours) * 60 + int(minutes or 0)
