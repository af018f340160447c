"""A launch asks a team's members as of its day; they and nobody else are whom the report is for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.errors import InputError
from feedback.jobs import Duty
from feedback.models import Campaign, Invitation, Person, Programme, Rater, Subject
from feedback.operations.people.management_teams import put_teams
from feedback.operations.people.people_list import PeopleList
from feedback.operations.subjects import called, kind_of
from surveys.loader import parse_survey
from tests.acting import by, noon_of
from tests.feedback.office import body_of
from tests.surveys.test_subjects import TEAM_FILE

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tests.feedback.office import Office

TEXT = TEAM_FILE[: TEAM_FILE.index("own_parts:")].replace(" {initiative}", "")
SURVEY, NO_HEAD = parse_survey(TEXT), parse_survey(TEXT.replace("head", "manager"))
AUTUMN, LATER = date(2026, 10, 1), date(2026, 11, 24)
KARIN = "Skola; Karin Lund; karin.lund@example.se; chef\n"
OLLE = "Skola; Olle Sand; olle.sand@example.se\n"
SIV = "Skola; Siv Ros; siv.ros@example.se\n"
BO = "Vård; Bo Ek; bo.ek@example.se\n"


def write(office: Office, text: str, day: date) -> None:
    """Write who belongs to which team from a day on."""
    with office.database.writing() as session:
        put_teams(session, session.scalars(select(Programme)).one(), text, by=by(noon_of(day)))


def about_teams(office: Office) -> UUID:
    """Make a campaign that asks about teams, though none can be chosen yet."""
    campaign_id = office.draft(PeopleList(()))
    with office.database.writing() as session:
        session.get_one(Campaign, campaign_id).survey_json = SURVEY.canonical_json()
    return campaign_id


def asked(session: Session, campaign_id: UUID) -> set[tuple[str, str, str]]:
    """Return who is asked about which team, in which group."""
    rows = session.execute(
        select(Subject.name, Person.name, Invitation.group)
        .join(Invitation, Invitation.subject_id == Subject.id)
        .join(Invitation.rater)
        .join(Rater.person)
        .where(Subject.campaign_id == campaign_id)
    )
    return {(row[0], row[1], row[2]) for row in rows}


def test_a_launch_asks_the_members_of_its_day_the_head_as_such(office: Office) -> None:
    campaign_id = about_teams(office)
    write(office, KARIN + OLLE + BO, AUTUMN)
    write(office, KARIN + SIV + BO, office.now.date())

    office.ask(campaign_id)
    office.worker.do(Duty.LAUNCH, campaign_id)

    with office.database.reading() as session:
        assert asked(session, campaign_id) == {
            ("Skola", "Karin Lund", "head"),
            ("Skola", "Siv Ros", "member"),
            ("Vård", "Bo Ek", "member"),
        }
    assert len(office.mails()) == 3


def test_the_mail_to_a_member_says_which_team_it_is_about(small_office: Office) -> None:
    campaign_id = about_teams(small_office)
    write(small_office, KARIN + OLLE, AUTUMN)
    small_office.ask(campaign_id)
    small_office.worker.do(Duty.LAUNCH, campaign_id)

    small_office.worker.send()

    assert "Skola" in body_of(small_office.mail_to("Olle Sand"))


def test_whoever_comes_or_goes_after_the_launch_changes_no_reader(office: Office) -> None:
    campaign_id = about_teams(office)
    write(office, KARIN + OLLE, AUTUMN)
    office.ask(campaign_id)
    office.worker.do(Duty.LAUNCH, campaign_id)

    write(office, SIV.replace("ros@example.se", "ros@example.se; chef") + OLLE, LATER)

    with office.database.reading() as session:
        school = session.scalars(select(Subject).where(Subject.campaign_id == campaign_id)).one()
        readers = kind_of(school).readers(session, school, office.settings.zone)

        assert called(school) == "Skola"
        assert [session.get_one(Person, one).name for one in readers] == ["Karin Lund", "Olle Sand"]


def test_a_campaign_about_teams_is_not_launched_without_any(office: Office) -> None:
    campaign_id = about_teams(office)

    with pytest.raises(InputError, match="No team of the programme has members today"):
        office.ask(campaign_id)


def test_without_a_group_for_the_head_the_head_answers_as_a_member(office: Office) -> None:
    campaign_id = about_teams(office)
    write(office, KARIN + OLLE, AUTUMN)
    with office.database.writing() as session:
        session.get_one(Campaign, campaign_id).survey_json = NO_HEAD.canonical_json()

    office.ask(campaign_id)
    office.worker.do(Duty.LAUNCH, campaign_id)

    with office.database.reading() as session:
        assert {group for _, _, group in asked(session, campaign_id)} == {"member"}
