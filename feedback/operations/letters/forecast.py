"""When the last invitation of a campaign will have left, known before it is launched."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from feedback.models import Mail, MailState
from feedback.operations.campaigns.mail_plan import mail_plan
from feedback.operations.ledger import INVITATION, SEEN_WAITS

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Campaign


def forecast(
    session: Session, campaign: Campaign, settings: Settings, *, now: datetime
) -> datetime:
    """Return when the last invitation leaves, working hours and the server's pace kept.

    Before launch: if it were launched now. Other campaigns' mail that waits goes first.
    """
    queued = _waiting(session, campaign)
    if campaign.launched_at is not None:
        latest = session.scalar(
            select(func.max(Mail.due_at)).where(
                Mail.campaign_id == campaign.id,
                Mail.kind == INVITATION,
                Mail.state == MailState.QUEUED,
            )
        )
        begins, mails = max(now, latest or now), queued
    else:
        plan = mail_plan(
            session,
            campaign,
            now=now,
            hours=settings.hours,
            per_minute=settings.mail_per_minute,
            zone=settings.zone,
        )
        begins = plan.rest_at if plan.rest else plan.first_at
        mails = queued + (plan.rest or plan.first)
    return settings.hours.after(begins, timedelta(minutes=mails / settings.mail_per_minute))


def _waiting(session: Session, campaign: Campaign) -> int:
    """Return how many mails wait that are no reminders: their number is nobody's to know."""
    waiting = select(func.count()).where(SEEN_WAITS)
    if campaign.launched_at is not None:
        waiting = waiting.where(Mail.campaign_id == campaign.id, Mail.kind == INVITATION)
    return session.scalar(waiting) or 0
