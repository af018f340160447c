"""What several composers look up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from feedback.models import Campaign, Programme

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Mail


def campaign_of(session: Session, mail: Mail) -> Campaign:
    """Return the campaign of a ledger's row, with its programme and unit."""
    return session.scalars(
        select(Campaign)
        .where(Campaign.id == mail.campaign_id)
        .options(joinedload(Campaign.programme).joinedload(Programme.unit))
    ).one()


def moment_of(mail: Mail) -> datetime:
    """Return when a mail is handed over, by the worker's clock."""
    return mail.claimed_at or mail.due_at


def day_of(mail: Mail, settings: Settings) -> date:
    """Return the day on which a mail is handed over, in the zone that days are in."""
    return moment_of(mail).astimezone(settings.zone).date()
