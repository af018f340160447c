"""After close an organiser is told a step of the share that answered, and whose report is thin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.ballot import Part
from feedback.database import Database
from feedback.models import Campaign, CampaignFigures, Invitation
from feedback.operations.answering.submitting import submit, tasks_of
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.campaigns.overview import overview_of
from feedback.operations.campaigns.progress import draw_bands
from feedback.operations.campaigns.turnout import outlook_of, share_at_close
from reports.policy import AnsweredShare
from tests.factories import open_campaign, test_settings
from tests.feedback.anonymity.twins import NOW
from tests.feedback.operations.campaigns.closing.ballot_box import answers_of
from tests.opening import open_link

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.factories import OpenCampaign


LEADERS = ("Eva Dahl", "Karin Lund", "Maj Ek", "Olle Sand", "Siv Ros")
TEAM = tuple(("team", f"team{number:02}@example.se") for number in range(30))


@pytest.fixture
def campaign(sqlite_url: str, tmp_path: Path) -> Iterator[OpenCampaign]:
    """Give an open campaign about five leaders, with thirty people asked about each."""
    database = Database(sqlite_url)
    yield open_campaign(database, test_settings(tmp_path, sqlite_url), leaders=LEADERS, raters=TEAM)
    database.dispose()


def _answer(campaign: OpenCampaign, people: range, *, about: int = 1) -> None:
    """Let people answer about the first leaders."""
    keys = campaign.settings.link_key_folder
    for place in people:
        link = campaign.links[TEAM[place][1]].removeprefix("/s/")
        with campaign.database.writing() as session:
            access = open_link(session, keys, link)
            tasks = sorted(
                tasks_of(session, access, has_conditions=False),
                key=lambda task: LEADERS.index(task.invitation.subject.name),
            )
            for task in tasks[:about]:
                submit(session, keys, task.invitation, Part.RESPONSE, answers_of(place))


def _share(campaign: OpenCampaign) -> AnsweredShare | None:
    with campaign.database.reading() as session:
        return share_at_close(session, session.get_one(Campaign, campaign.id))


def _night(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        draw_bands(session, campaign.id)


def _close(campaign: OpenCampaign) -> dict[str, str | None]:
    """Close, and return what is told of each leader's report."""
    close_campaign(campaign.database, campaign.settings, campaign.id, now=NOW)
    with campaign.database.reading() as session:
        overview = overview_of(session, session.get_one(Campaign, campaign.id))
    return {one.leader.name: one.outlook for one in overview.subjects}


def test_people_are_counted_once_however_many_leaders_they_answer_about(
    campaign: OpenCampaign,
) -> None:
    _answer(campaign, range(20), about=2)

    assert _share(campaign) == AnsweredShare(60, 70)


def test_one_more_answer_changes_nothing_within_a_step(campaign: OpenCampaign) -> None:
    _answer(campaign, range(19))
    before = _share(campaign)

    _answer(campaign, range(19, 20))

    assert _share(campaign) == before


def test_the_last_of_all_who_answers_is_not_told(campaign: OpenCampaign) -> None:
    _answer(campaign, range(29))
    before = _share(campaign)

    _answer(campaign, range(29, 30))

    assert _share(campaign) == before == AnsweredShare(90, 100)


def test_the_share_is_fixed_at_close_and_holds_no_count(campaign: OpenCampaign) -> None:
    _answer(campaign, range(20))
    _close(campaign)
    with campaign.database.writing() as session:
        for one in session.scalars(select(Invitation).limit(40)):
            one.is_withdrawn = True
        kept = session.get_one(CampaignFigures, campaign.id)
        told = overview_of(session, session.get_one(Campaign, campaign.id)).answered_share

    assert (kept.answered_above, kept.answered_up_to) == (60, 70)
    assert told == AnsweredShare(60, 70)


def test_what_is_told_of_a_report_is_what_the_last_bands_told(campaign: OpenCampaign) -> None:
    _answer(campaign, range(5))
    _night(campaign)
    _answer(campaign, range(5, 10), about=5)  # after the last night: in the release, not here

    assert _close(campaign) == {
        "Eva Dahl": "full",
        **dict.fromkeys(LEADERS[1:], "empty"),
    }


def test_nothing_is_told_of_a_report_where_no_night_has_passed(campaign: OpenCampaign) -> None:
    _answer(campaign, range(5))

    assert set(_close(campaign).values()) == {None}


@pytest.mark.parametrize(
    ("bands", "outlook"),
    [
        (["many", "some"], "full"),
        (["many", "few"], "thin"),
        (["few", "few"], "empty"),
        ([], None),
    ],
)
def test_an_outlook_is_a_function_of_the_bands_alone(bands: list[str], outlook: str | None) -> None:
    assert outlook_of(bands) == outlook
