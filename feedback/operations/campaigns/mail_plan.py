"""Who gets what mail when: the plan that an organiser sees before launch and afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from feedback.clock import day_of
from feedback.models import Invitation, Person, Rater
from feedback.operations.campaigns.first_lot import REST_AFTER, invitation_batches
from feedback.operations.campaigns.lifecycle import UNDO, closes_at, opens_at
from feedback.operations.campaigns.reminding import reminder_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from feedback.mail.hours import MailHours
    from feedback.models import Campaign


@dataclass(frozen=True, slots=True)
class MailPlan:
    """When a campaign opens and its mails leave at the earliest, if it is launched now."""

    opens_at: datetime
    first: int
    first_at: datetime
    rest: int
    rest_at: datetime
    rest_takes: timedelta
    reminders: Sequence[date]  # to how many, nobody may know
    closes_at: datetime


def mail_plan(
    session: Session,
    campaign: Campaign,
    *,
    now: datetime,
    hours: MailHours,
    per_minute: int,
    zone: ZoneInfo,
) -> MailPlan:
    """Return when each mail of a campaign leaves, working hours kept."""
    opens = campaign.launched_at or campaign.launch_at or opens_at(campaign, now + UNDO, zone)
    first_at = hours.next_open(opens).astimezone(zone)
    rest_at = hours.next_open(first_at + REST_AFTER).astimezone(zone)
    first, rest = invitation_batches(_mailed(session, campaign), is_staged=True)
    return MailPlan(
        opens_at=opens.astimezone(zone),
        first=first,
        first_at=first_at,
        rest=rest,
        rest_at=rest_at,
        rest_takes=timedelta(minutes=rest / per_minute),
        reminders=reminder_days(day_of(opens, zone), campaign.last_day, campaign.reminder_days),
        closes_at=closes_at(campaign, zone),
    )


def _mailed(session: Session, campaign: Campaign) -> int:
    """Return how many people get an invitation by mail."""
    return (
        session.scalar(
            select(func.count(Rater.id.distinct()))
            .join(Invitation, Invitation.rater_id == Rater.id)
            .join(Person, Rater.person_id == Person.id)
            .where(
                Rater.campaign_id == campaign.id,
                ~Invitation.is_withdrawn,
                Person.email.is_not(None),
            )
        )
        or 0
    )
