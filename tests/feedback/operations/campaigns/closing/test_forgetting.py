"""Stored responses serve only to mend a faulty release, and go after ninety days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from feedback.jobs import Worker
from feedback.models import StoredRelease, StoredResponses
from feedback.operations.ballot_box.erasing import WalNotEmptyError
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.presence import NIGHTLY, last_run
from tests.feedback.locks import write_at_once

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


def test_whoever_reads_for_long_keeps_neither_raters_nor_the_rest_of_the_night_waiting(
    campaign: OpenCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_campaign(campaign.database, campaign.settings, campaign.id, now=CLOSED)
    monkeypatch.setattr("feedback.database.waiting.LOCK_SECONDS", 1)
    monkeypatch.setattr("feedback.operations.ballot_box.erasing._CHECKPOINT_TRIES", 2)
    night = CLOSED + timedelta(days=90)
    worker = Worker(campaign.database, campaign.settings, now=lambda: night)

    with campaign.database.reading() as session:
        session.execute(text("SELECT count(*) FROM envelope"))
        with pytest.raises((OperationalError, WalNotEmptyError)):
            worker.nightly()
        write_at_once(campaign.database)

    with campaign.database.reading() as session:
        assert last_run(session, NIGHTLY) == night
        asked = "PRAGMA busy_timeout" if campaign.database.is_sqlite else "SHOW lock_timeout"
        assert session.scalar(text(asked)) in {15000, "0"}
    assert campaign.count(StoredResponses) == 0
    worker.nightly()  # it tries again, though nothing more is due
    assert not worker._is_unscrubbed
