"""What several composers look up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback import clock

if TYPE_CHECKING:
    from datetime import date, datetime

    from feedback.config import Settings
    from feedback.models import Campaign, Mail


def campaign_of(mail: Mail) -> Campaign:
    """Return the campaign of a ledger's row that has one; the sender has read it already."""
    assert mail.campaign is not None  # noqa: S101 - its kind is always queued with one
    return mail.campaign


def moment_of(mail: Mail) -> datetime:
    """Return when a mail is handed over, by the worker's clock."""
    return mail.claimed_at or mail.due_at


def day_of(mail: Mail, settings: Settings) -> date:
    """Return the day on which a mail is handed over, in the zone that days are in."""
    return clock.day_of(moment_of(mail), settings.zone)
