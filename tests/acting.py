"""Somebody who acts in a test, when and as whom it does not matter unless it is said."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final

from feedback.clock import Moment, utc_now
from feedback.operations.acts import Actor

if TYPE_CHECKING:
    from datetime import date, tzinfo


SOMEBODY: Final = "the test"


def by(now: datetime | None = None, name: str = SOMEBODY, zone: tzinfo = UTC) -> Actor:
    """Return an actor at a moment."""
    return Actor(name, Moment(now or utc_now(), zone))


def noon_of(day: date) -> datetime:
    """Return noon of a day, for whom only the day matters."""
    return datetime.combine(day, time(12), UTC)
