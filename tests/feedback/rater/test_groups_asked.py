"""Each group is asked what the survey asks it, in the wording that it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.models import Subject, Team
from surveys.loader import parse_survey
from tests.feedback.rater.test_beside import OFFER
from tests.pages import RaterPages
from tests.surveys.test_subjects import TEAM_FILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from webtest import TestApp

    from tests.factories import OpenCampaign

SURVEY = parse_survey(TEAM_FILE[: TEAM_FILE.index("own_parts:")].replace(" {initiative}", ""))
TEAMS = ("Norra ledet", "Södra ledet")


@pytest.fixture
def campaign(make_campaign: Callable[..., OpenCampaign]) -> OpenCampaign:
    """Give an open campaign about two teams, with one rater of each group."""
    raters = tuple((group.key, f"{group.key}@example.se") for group in SURVEY.groups)
    made = make_campaign(survey=SURVEY, leaders=TEAMS, raters=raters)
    with made.database.writing() as session:
        for subject in session.scalars(select(Subject)):
            subject.kind, subject.name = "team", subject.person.name
            subject.team = Team(
                programme_id=subject.campaign.programme_id, name=subject.person.name
            )
            subject.person_id = None
    return made


@pytest.mark.parametrize(
    ("group", "statements"),
    [
        ("member", ["Vi ser över våra mål.", "Vi hjälps åt.", "Vi lär oss nytt."]),
        ("head", ["Vi ser över våra mål.", "Vi hjälps åt.", "Vi lär oss nytt."]),
        ("receiver", ["Norra ledet hjälps åt."]),
    ],
)
def test_a_group_answers_what_it_is_asked_in_its_own_wording(
    web: TestApp, campaign: OpenCampaign, group: str, statements: list[str]
) -> None:
    rater = RaterPages.of(web, campaign, f"{group}@example.se")

    page = rater.open(rater.task(), 1).maybe_follow()
    asked = [legend.get_text(strip=True) for legend in page.html.select("#answers legend")]

    assert [one.partition(". ")[2] or one for one in asked] == statements


def test_who_is_asked_about_teams_sees_what_they_are_called(
    web: TestApp, campaign: OpenCampaign
) -> None:
    page = RaterPages.of(web, campaign, "receiver@example.se").list()

    assert [one for one in TEAMS if one in page] == list(TEAMS)


@pytest.mark.parametrize("address", ["member@example.se", "receiver@example.se"])
def test_teams_are_not_offered_beside_each_other_where_groups_are_asked_otherwise(
    web: TestApp, campaign: OpenCampaign, address: str
) -> None:
    rater = RaterPages.of(web, campaign, address)

    assert OFFER not in rater.list()
    assert web.get(f"{rater.link}/all").status_int == 303


@pytest.mark.parametrize(
    ("group", "promise"),
    [
        ("member", "ihop med svar från minst 3 andra"),
        ("receiver", "ihop med svar från minst 3 andra"),
        ("head", "Dina svar visas för Norra ledet som dina."),
    ],
)
def test_who_is_asked_about_a_team_is_told_that_all_of_it_reads(
    web: TestApp, campaign: OpenCampaign, group: str, promise: str
) -> None:
    rater = RaterPages.of(web, campaign, f"{group}@example.se")

    page = rater.open(rater.task()).maybe_follow()

    assert promise in page
    assert "De som tillhör Norra ledet när enkäten börjar läser rapporten" in page
    assert "bara Norra ledet" not in page.text.lower()
