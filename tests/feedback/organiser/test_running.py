"""An open campaign is drawn on its days: how far it has come, and where its reminders stand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from feedback.models import Campaign
from feedback.organiser.running import course_of

ZONE = ZoneInfo("Europe/Stockholm")
LAST_DAY = date(2026, 12, 14)


def _campaign(launched_at: datetime | None, last_day: date = LAST_DAY) -> Campaign:
    return Campaign(launched_at=launched_at, last_day=last_day, reminder_days=(7,))


@pytest.mark.parametrize(
    ("today", "place"),
    [
        (date(2026, 11, 23), 0),
        (date(2026, 11, 24), 0),
        (date(2026, 12, 4), 50),
        (date(2026, 12, 14), 100),
        (date(2026, 12, 15), 100),  # the night in which it closes
    ],
)
def test_today_stands_between_the_first_day_and_the_last(today: date, place: float) -> None:
    # Launched before midnight in the world's zone, and after it here.
    course = course_of(
        _campaign(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)), today=today, zone=ZONE
    )

    assert course is not None
    assert (course.first, course.last) == (date(2026, 11, 24), LAST_DAY)
    assert course.today == place
    assert course.reminders == (65,)


@pytest.mark.parametrize(
    "launched_at", [None, datetime(2026, 12, 14, 8, tzinfo=UTC)], ids=["never launched", "one day"]
)
def test_without_days_between_nothing_is_drawn(launched_at: datetime | None) -> None:
    assert course_of(_campaign(launched_at), today=LAST_DAY, zone=ZONE) is None
