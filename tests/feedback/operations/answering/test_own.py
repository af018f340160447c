"""Whether a leader has answered about themself is told to that leader, and to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.ballot import Part
from feedback.database import Database
from feedback.models import Subject
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.own import lacks_own_answers
from feedback.operations.answering.submitting import submit, tasks_of
from tests.factories import open_campaign, test_settings
from tests.opening import open_link

if TYPE_CHECKING:
    from pathlib import Path

    from tests.factories import OpenCampaign


def test_a_leader_is_told_until_the_answers_about_themself_are_sent(
    tmp_path: Path, sqlite_url: str
) -> None:
    database = Database(sqlite_url)
    campaign = open_campaign(database, test_settings(tmp_path, sqlite_url))

    before = _lacks(campaign)
    _answer(campaign, "anna@example.se")
    after_another = _lacks(campaign)
    _answer(campaign, "karin.lund@example.se")

    assert (before, after_another, _lacks(campaign)) == (True, True, False)
    database.dispose()


def _lacks(campaign: OpenCampaign) -> bool:
    with campaign.database.reading() as session:
        subject = session.scalars(select(Subject).where(Subject.campaign_id == campaign.id)).one()
        return lacks_own_answers(session, subject)


def _answer(campaign: OpenCampaign, address: str) -> None:
    code = campaign.link_to(address).removeprefix("/s/")
    with campaign.database.writing() as session:
        access = open_link(session, campaign.settings.link_key_folder, code)
        for task in tasks_of(session, access, has_conditions=False):
            submit(
                session,
                campaign.settings.link_key_folder,
                task.invitation,
                Part.RESPONSE,
                Answers({"lugn": 4}),
            )
