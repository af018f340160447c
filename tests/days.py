"""Today as the product knows it: days begin at midnight where its users are, not in UTC."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Europe/Stockholm")


def today_in_sweden() -> date:
    """Return the day that an application with the settings of the tests calls today."""
    return datetime.now(ZONE).date()
