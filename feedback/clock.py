"""The clock that operations are given, and which day a moment is on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, tzinfo


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, and the zone that its days are counted in."""

    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """The day it is there: in Sweden tomorrow begins an hour or two before it does in UTC."""
        return day_of(self.now, self.zone)


def utc_now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


def moment_in(zone: tzinfo) -> Moment:
    """Return the present moment where days are counted in a zone."""
    return Moment(utc_now(), zone)


def told_in(zone: tzinfo, moment: datetime) -> str:
    """Return a moment as the clocks of a zone show it, for whoever operates: day, hour, minute."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def day_of(moment: datetime, zone: tzinfo) -> date:
    """Return the day that a moment is on in a zone."""
    return moment.astimezone(zone).date()
