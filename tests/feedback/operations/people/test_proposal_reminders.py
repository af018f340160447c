"""A reminder goes to the leaders whose lists are not sent when it leaves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from feedback.errors import StateError
from feedback.models import Campaign
from feedback.operations.people.limits import GroupLimit, limits_of
from feedback.operations.people.nominating import (
    end_nomination,
    open_nomination,
    send_proposal,
)
from feedback.operations.people.proposal_reminders import remind_leaders
from tests.acting import by
from tests.feedback.office import body_of, subject_named

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.office import Office


@pytest.fixture
def campaign_id(office: Office) -> UUID:
    """Give a campaign in which leaders propose, whose first mails have left."""
    campaign_id = office.draft()
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        limits = {group: GroupLimit(0, 9) for group in limits_of(session, campaign)}
        open_nomination(session, campaign, date(2026, 11, 27), limits, by=by(office.now))
    office.worker.send()
    office.empty_outbox()
    return campaign_id


def test_it_says_until_when_and_leads_to_the_list(office: Office, campaign_id: UUID) -> None:
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        asked = remind_leaders(session, campaign, by=by(office.now))
        karin = subject_named(session, campaign_id, "Karin Lund").id
    office.worker.send()

    body = body_of(office.mail_to("Karin Lund"))

    assert asked == len(office.outbox())
    assert "27 november" in body
    assert f"/my-reports/{karin}/raters" in body


def test_whoever_sends_before_it_leaves_gets_none(office: Office, campaign_id: UUID) -> None:
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        remind_leaders(session, campaign, by=by(office.now))
        karin = subject_named(session, campaign_id, "Karin Lund")
        send_proposal(session, karin, by=by(office.now))
    office.worker.send()

    assert "karin.lund@example.se" not in {str(mail["To"]) for mail in office.outbox()}


def test_there_is_nothing_to_remind_of_when_it_is_over(office: Office, campaign_id: UUID) -> None:
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        end_nomination(session, campaign, by=by(office.now))

        with pytest.raises(StateError):
            remind_leaders(session, campaign, by=by(office.now))
