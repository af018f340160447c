"""Stored responses serve only to mend a faulty release, and go after ninety days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from feedback.jobs import Worker
from feedback.models import StoredRelease, StoredResponses
from feedback.operations.campaigns.closing import close_campaign

if TYPE_CHECKING:
    from tests.factories import OpenCampaign

CLOSED = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)


def _nights_later(campaign: OpenCampaign, days: int) -> None:
    close_campaign(campaign.database, campaign.settings, campaign.id, now=CLOSED)
    night = CLOSED + timedelta(days=days)
    Worker(campaign.database, campaign.settings, now=lambda: night).nightly()


def test_responses_go_on_their_day_and_releases_stay(campaign: OpenCampaign) -> None:
    _nights_later(campaign, 90)

    assert campaign.count(StoredResponses) == 0
    assert campaign.count(StoredRelease) == 2


def test_responses_stay_until_their_day(campaign: OpenCampaign) -> None:
    _nights_later(campaign, 89)

    assert campaign.count(StoredResponses) == 2
