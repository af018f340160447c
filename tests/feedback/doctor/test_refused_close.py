"""A close that was refused, and a ballot box that was changed, are faults that the doctor names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from feedback.database import Database
from feedback.doctor import Verdict
from feedback.doctor.database import check_database
from feedback.doctor.examination import examine
from feedback.errors import TamperedError
from feedback.models import Envelope
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.campaigns.pledges import broken_pledges, noted_terms
from feedback.operations.campaigns.pledging import forget_pledge
from tests.factories import open_campaign, test_settings
from tests.feedback.operations.campaigns.closing.ballot_box import RATERS, fill
from tests.triggers import add_refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.factories import OpenCampaign

NOW = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)


@pytest.fixture
def campaign(sqlite_url: str, tmp_path: Path) -> Iterator[OpenCampaign]:
    database = Database(sqlite_url)
    made = open_campaign(database, test_settings(tmp_path, sqlite_url), raters=RATERS)
    fill(made)
    yield made
    database.dispose()


def _faults(campaign: OpenCampaign) -> dict[str, str]:
    wrong = [one for one in examine(campaign.settings) if one.verdict is Verdict.FAULT]
    return {one.subject: one.found for one in wrong if one.subject in {"close", "ballot box"}}


def test_a_whole_ballot_box_is_no_fault(campaign: OpenCampaign) -> None:
    assert _faults(campaign) == {}


def test_an_envelope_without_its_mac_is_a_fault_before_the_close(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        session.execute(update(Envelope).values(mac=None))

    assert "10 envelopes" in _faults(campaign)["ballot box"]


def test_a_worker_that_vouches_meanwhile_is_no_tamperer(campaign: OpenCampaign) -> None:
    forget_pledge(campaign.settings, campaign.id)
    with campaign.database.writing() as session:
        session.execute(update(Envelope).values(mac=None))

    with campaign.database.reading() as session:
        noted = noted_terms(session, campaign.settings.link_key_folder)
        campaign.pledge_anew()
        session.rollback()
        said = list(broken_pledges(session, campaign.settings.link_key_folder, noted))

    assert said == []
    assert _faults(campaign) == {}


def test_a_refused_close_is_a_fault_as_long_as_the_campaign_waits(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        session.execute(update(Envelope).values(mac=None))
    with pytest.raises(TamperedError):
        close_campaign(campaign.database, campaign.settings, campaign.id, now=NOW)

    assert "refused on 2026-12-05: the database was changed" in _faults(campaign)["close"]


def test_a_trigger_that_no_migration_made_is_a_fault(database_url: str, tmp_path: Path) -> None:
    database = Database(database_url)
    settings = test_settings(tmp_path, database_url)

    def triggers() -> list[str]:
        return [
            one.found for one in check_database(settings) if one.subject == "database, triggers"
        ]

    before = triggers()
    add_refusal(database, "refuses_releases", "BEFORE INSERT ON stored_release")

    assert before == []
    assert triggers() == [
        "It has triggers that no migration made: stored_release.refuses_releases."
    ]
    database.dispose()
