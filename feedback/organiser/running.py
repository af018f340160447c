"""What is told of a campaign that is open: bands as of last night, and what comes by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import gettext as _

from feedback.clock import day_of
from feedback.languages import briefly, clock
from feedback.operations.campaigns import lifecycle
from feedback.operations.campaigns.reminding import reminder_days
from feedback.operations.subjects import policy_of
from feedback.requests.sessions import settings_of, today_here

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from feedback.models import Campaign
    from feedback.operations.campaigns.overview import Progress


@dataclass(frozen=True, slots=True)
class BandShare:
    """How many groups of all leaders stand in one band, and where that is drawn, in per cent."""

    band: Progress
    words: str
    groups: int
    begins: float
    width: float


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that happens by itself on a day."""

    day: date
    words: str

    @property
    def when(self) -> str:
        """When it is, in few words: of a day that is today, only that."""
        return str(_("Today")) if self.day == today_here() else briefly(self.day)


@dataclass(frozen=True, slots=True)
class Course:
    """How far a campaign has come on its days, and where its reminders stand, in per cent."""

    first: date
    last: date
    today: float
    reminders: tuple[float, ...]


def band_words(campaign: Campaign) -> dict[Progress, str]:
    """Return each band in words, with the campaign's own numbers."""
    policy = policy_of(campaign)
    return {
        "few": _("under %(k)s answers", k=policy.least),
        "some": _("%(k)s to %(most)s answers", k=policy.least, most=policy.many - 1),
        "many": _("%(k2)s answers or more", k2=policy.many),
        "too_few_invited": _("too few invited to show"),
        "not_yet": _("shown from tomorrow"),
        "by_role": _("not followed here"),
    }


def shares_of(campaign: Campaign, counts: Mapping[Progress, int]) -> tuple[BandShare, ...]:
    """Return how the groups of all leaders stand together, the fullest first."""
    order: Sequence[Progress] = ("many", "some", "few", "not_yet", "too_few_invited")
    total, begins, found = sum(counts.get(band, 0) for band in order), 0.0, []
    words = band_words(campaign)
    for band in order:
        if groups := counts.get(band, 0):
            width = 100 * groups / total
            found.append(BandShare(band, words[band], groups, begins, width))
            begins += width
    return tuple(found)


def course_of(campaign: Campaign, *, today: date, zone: ZoneInfo) -> Course | None:
    """Return the days of a campaign that is open; none of one that has a single day."""
    if campaign.launched_at is None:
        return None
    first = day_of(campaign.launched_at, zone)
    length = (campaign.last_day - first).days
    if length < 1:
        return None

    def place(day: date) -> float:
        return round(min(max(100 * (day - first).days / length, 0), 100), 2)

    days = reminder_days(first, campaign.last_day, campaign.reminder_days)
    return Course(first, campaign.last_day, place(today), tuple(map(place, days)))


def coming_of(campaign: Campaign) -> Iterator[Coming]:
    """Yield what happens by itself, from today on; to how many a reminder goes, nobody may know."""
    zone, today = settings_of(current_app).zone, today_here()
    if campaign.launched_at:
        launched_on = day_of(campaign.launched_at, zone)
        days = reminder_days(launched_on, campaign.last_day, campaign.reminder_days)
        for place, day in enumerate(day for day in days if day >= today):
            first = _("Reminder to those who have something left to answer")
            yield Coming(day, _("Reminder") if place else first)
    yield Coming(campaign.last_day, _("Last day to answer"))
    closes = lifecycle.closes_at(campaign, zone)
    words = _("It closes at %(clock)s, and reports are made", clock=clock(closes))
    yield Coming(closes.date(), words)
