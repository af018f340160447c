"""Reminders: by schedule, once a day, blind. Nothing says how many went, or to whom.

Who is asked on that day is decided once, by a mark of the run: everybody has a turn, and only
those with a task they have neither answered, declined nor called wrong get a mail at it.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from feedback.clock import day_of
from feedback.mail.hours import is_working_day
from feedback.models import (
    Campaign,
    Invitation,
    Mail,
    MailOccasion,
    MailState,
    Person,
    Rater,
    ReminderRun,
    State,
)
from feedback.models.campaigns import DAYS_BEFORE_LAST
from feedback.operations.ledger import REMINDER, queue_mails

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

_REST_AFTER_LAUNCH: Final = timedelta(days=2)
_SENT_FROM: Final = time(8)
_SENT_UNTIL: Final = time(16)


def reminder_days(
    launched_on: date, last_day: date, before_last: Iterable[int] = DAYS_BEFORE_LAST
) -> list[date]:
    """Return the days on which reminders go: working days, and not right after the invitation."""
    days = {_working_day(last_day - timedelta(days=before)) for before in before_last}
    return sorted(day for day in days if day >= launched_on + _REST_AFTER_LAUNCH)


def queue_reminders(session: Session, campaign_id: UUID, *, now: datetime, zone: ZoneInfo) -> None:
    """Queue today's reminders of a campaign, if today is a day for them; may be repeated.

    Only the first run of a day queues any: who is asked later that day waits for the next.
    """
    campaign = session.get_one(Campaign, campaign_id)
    local = now.astimezone(zone)
    if campaign.state is not State.OPEN or campaign.launched_at is None:
        return
    launched_on = day_of(campaign.launched_at, zone)
    before_last = campaign.reminder_days
    if local.date() not in reminder_days(launched_on, campaign.last_day, before_last):
        return
    if not _SENT_FROM <= local.time() < _SENT_UNTIL:
        return
    if not _decide(session, campaign.id, local.date(), now=now):
        return
    queue_mails(
        session,
        _asked(session, campaign),
        REMINDER,
        _occasion(campaign.id, local.date()),
        campaign=campaign,
        due_at=now,
    )


def leave_out_today(
    session: Session, *, since: datetime | None, now: datetime, zone: ZoneInfo
) -> None:
    """Mark today's reminders as decided if they may have left before the database was put back.

    `since` is when mail last left, if that is known.
    """
    local = now.astimezone(zone)
    began = datetime.combine(local.date(), _SENT_FROM, zone)
    if local < began or (since is not None and since < began):
        return
    for campaign_id in session.scalars(select(Campaign.id).where(Campaign.state == State.OPEN)):
        _decide(session, campaign_id, local.date(), now=now)


def forget_reminders(session: Session, *, now: datetime) -> None:
    """Delete what is held of reminders of runs that are older than a day, their marks too."""
    yesterday = now - timedelta(days=1)
    old = session.scalars(select(ReminderRun).where(ReminderRun.at < yesterday)).all()
    occasions = [_occasion(run.campaign_id, run.day) for run in old]
    session.execute(
        delete(Mail).where(
            Mail.kind == REMINDER,
            or_(Mail.due_at < yesterday, Mail.occasion.in_(occasions)),
            Mail.state != MailState.SENDING,
        )
    )
    session.execute(delete(ReminderRun).where(ReminderRun.at < yesterday))


def _decide(session: Session, campaign_id: UUID, day: date, *, now: datetime) -> bool:
    """Mark a campaign's reminders of a day as decided; False if they were already."""
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    decided = session.scalar(
        insert(ReminderRun)
        .values(campaign_id=campaign_id, day=day, at=now)
        .on_conflict_do_nothing()
        .returning(ReminderRun.day)
    )
    return decided is not None


def _occasion(campaign_id: UUID, day: date) -> MailOccasion:
    return MailOccasion.of(campaign_id, day)


def _asked(session: Session, campaign: Campaign) -> list[UUID]:
    return list(
        session.scalars(
            select(Rater.person_id)
            .join(Rater.invitations)
            .join(Rater.person)
            .where(
                Rater.campaign_id == campaign.id,
                Person.email.is_not(None),
                ~Invitation.is_withdrawn,
            )
            .distinct()
        )
    )


def _working_day(day: date) -> date:
    """Return the day itself, or the last working day before a weekend or a holiday."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
