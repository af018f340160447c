"""Closing leaves out leaders who were moved, and rehearsals tell nothing to anybody."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from feedback.models import (
    Campaign,
    CampaignFigures,
    Envelope,
    Invitation,
    State,
    StoredRelease,
    Subject,
)
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.campaigns.earlier import releases_before, squares_kept
from tests.factories import open_campaign
from tests.feedback.operations.campaigns.closing.ballot_box import RATERS, fill

if TYPE_CHECKING:
    from tests.factories import OpenCampaign

NOW = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)


def _close(campaign: OpenCampaign) -> None:
    close_campaign(campaign.database, campaign.settings, campaign.id, now=NOW)


def _again(campaign: OpenCampaign, *, is_rehearsal: bool = False) -> OpenCampaign:
    """Open a second campaign of the same survey about the same leaders, and fill it."""
    made = open_campaign(
        campaign.database, campaign.settings, leaders=("Karin Lund", "Olle Ek"), raters=RATERS
    )
    with made.database.writing() as session:
        found = session.get_one(Campaign, made.id)
        found.is_rehearsal, found.rehearsal_address = is_rehearsal, "hr@example.se"
    fill(made)
    return made


def test_what_was_answered_about_a_moved_leader_goes_without_a_release(
    campaign: OpenCampaign,
) -> None:
    with campaign.database.writing() as session:
        karin = next(
            one
            for one in session.get_one(Campaign, campaign.id).subjects
            if one.person.name == "Karin Lund"
        )
        karin.is_moved = True
        session.execute(
            update(Invitation).where(Invitation.subject_id == karin.id).values(is_withdrawn=True)
        )
        karin_id = karin.id

    _close(campaign)

    with campaign.database.reading() as session:
        released = set(session.scalars(select(StoredRelease.subject_id)))
        assert session.get_one(Campaign, campaign.id).state is State.CLOSED
        assert session.scalar(select(func.count()).select_from(Envelope)) == 0
        everybody = set(session.scalars(select(Subject.id)))
    assert released == everybody - {karin_id}


def test_a_rehearsal_is_no_campaigns_past(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        found = session.get_one(Campaign, campaign.id)
        found.is_rehearsal, found.rehearsal_address = True, "hr@example.se"
    _close(campaign)
    real = _again(campaign)

    with campaign.database.reading() as session:
        later = session.get_one(Campaign, real.id)
        assert session.scalar(select(func.count()).select_from(CampaignFigures)) == 1
        assert releases_before(session, later) == {}
        assert squares_kept(session, later) == []


def test_a_rehearsal_is_told_nothing_of_real_campaigns(campaign: OpenCampaign) -> None:
    _close(campaign)
    real, rehearsal = _again(campaign), _again(campaign, is_rehearsal=True)

    with campaign.database.reading() as session:
        told = releases_before(session, session.get_one(Campaign, rehearsal.id))
        squares = squares_kept(session, session.get_one(Campaign, rehearsal.id))
        known = releases_before(session, session.get_one(Campaign, real.id))
    assert (told, squares) == ({}, [])
    assert len(known) == 2
