"""The days of a plan for one's own calendar: when it is looked at, and until when what is done."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask_babel import gettext as _
from icalendar import Calendar, Event

from feedback.operations.plans.planning import PLANNED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from feedback.models import Plan


def calendar_of(plan: Plan, *, base_url: str, now: datetime) -> bytes:
    """Return a plan's days as an iCalendar file; the same day keeps its identity when renewed."""
    calendar = Calendar()
    calendar.add("prodid", "-//feedback360//plan//")
    calendar.add("version", "2.0")
    host = urlsplit(base_url).hostname
    for key, day, summary in _days(plan):
        event = Event()
        event.add("uid", f"{key}@{host}")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", summary)
        event.add("url", f"{base_url}/plans/{plan.id}")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _days(plan: Plan) -> Iterator[tuple[str, date, str]]:
    if plan.follow_up_on is not None:
        yield f"plan-{plan.id}", plan.follow_up_on, _("Look at my plan again")
    for goal in plan.goals:
        for action in goal.actions:
            if action.by_when is not None and action.state == PLANNED:
                yield f"action-{action.id}", action.by_when, action.what
