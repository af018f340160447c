"""Reminders: by schedule, at most daily, blind. Nothing says how many went, or to whom.

Only raters with a task they have neither answered, declined nor called wrong get one. That
makes the ledger's rows tell who had not finished, so they live a day and are never listed.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, exists, select

from feedback.ballot import Part
from feedback.mail.hours import is_working_day
from feedback.models import (
    Answered,
    Campaign,
    Correction,
    Declined,
    Invitation,
    Mail,
    MailState,
    Person,
    Rater,
    State,
)
from feedback.operations.mail.ledger import REMINDER, queue_mails

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

DAYS_BEFORE_LAST: Final = (7, 3, 1)
"""When reminders go unless the campaign says otherwise."""

_REST_AFTER_LAUNCH: Final = timedelta(days=2)
_SENT_FROM: Final = time(8)
_SENT_UNTIL: Final = time(16)


def reminder_days(
    launched_on: date, last_day: date, before_last: Iterable[int] = DAYS_BEFORE_LAST
) -> list[date]:
    """Return the days on which reminders go: working days, and not right after the invitation."""
    days = {_working_day(last_day - timedelta(days=before)) for before in before_last}
    return sorted(day for day in days if day >= launched_on + _REST_AFTER_LAUNCH)


def days_before_last(campaign: Campaign) -> tuple[int, ...]:
    """Return how many days before the last one a campaign's reminders go, the earliest first."""
    return tuple(int(days) for days in campaign.reminder_days.split(",") if days)


def queue_reminders(session: Session, campaign_id: UUID, *, now: datetime, zone: ZoneInfo) -> None:
    """Queue today's reminders of a campaign, if today is a day for them; may be repeated."""
    campaign = session.get_one(Campaign, campaign_id)
    local = now.astimezone(zone)
    if campaign.state is not State.OPEN or campaign.launched_at is None:
        return
    launched_on = campaign.launched_at.astimezone(zone).date()
    before_last = days_before_last(campaign)
    if local.date() not in reminder_days(launched_on, campaign.last_day, before_last):
        return
    if not _SENT_FROM <= local.time() < _SENT_UNTIL:
        return
    queue_mails(
        session,
        _unfinished(session, campaign),
        REMINDER,
        f"{campaign.id}/{local.date()}",
        campaign=campaign,
        due_at=now,
    )


def forget_reminders(session: Session, *, now: datetime) -> None:
    """Delete what the ledger holds of reminders that are older than a day."""
    session.execute(
        delete(Mail).where(
            Mail.kind == REMINDER,
            Mail.due_at < now - timedelta(days=1),
            Mail.state != MailState.SENDING,
        )
    )


def _unfinished(session: Session, campaign: Campaign) -> list[UUID]:
    is_answered = exists().where(
        Answered.invitation_id == Invitation.id, Answered.part == Part.RESPONSE.value
    )
    is_declined = exists().where(Declined.invitation_id == Invitation.id)
    is_wrong = exists().where(Correction.invitation_id == Invitation.id)
    return list(
        session.scalars(
            select(Rater.person_id)
            .join(Rater.invitations)
            .join(Rater.person)
            .where(
                Rater.campaign_id == campaign.id,
                Person.email.is_not(None),
                ~Invitation.is_withdrawn,
                ~is_answered,
                ~is_declined,
                ~is_wrong,
            )
            .distinct()
        )
    )


def _working_day(day: date) -> date:
    """Return the day itself, or the last working day before a weekend or a holiday."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
