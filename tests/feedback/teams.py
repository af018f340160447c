"""Campaigns about teams to test with: who belongs to which, launched, answered, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.ballot import Part
from feedback.jobs import Duty
from feedback.models import Campaign, Invitation, Subject
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import submit
from feedback.operations.people.management_teams import put_teams
from feedback.operations.people.people_list import PeopleList
from surveys.loader import parse_survey
from tests.acting import by, noon_of
from tests.surveys.test_subjects import TEAM_FILE

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from surveys.model import Survey
    from tests.feedback.office import Office

TEXT: Final = TEAM_FILE[: TEAM_FILE.index("own_parts:")].replace(" {initiative}", "")
SURVEY: Final = parse_survey(TEXT)
KARIN: Final = "Skola; Karin Lund; karin.lund@example.se; chef\n"
OLLE: Final = "Skola; Olle Sand; olle.sand@example.se\n"
BO: Final = "Vård; Bo Ek; bo.ek@example.se\n"
NINE: Final = "".join(f"Skola; Ledamot {n}; ledamot.{n}@example.se\n" for n in range(9))


def write(office: Office, campaign_id: UUID, text: str, day: date) -> None:
    """Write who belongs to which team of a campaign's programme from a day on."""
    with office.database.writing() as session:
        programme = session.get_one(Campaign, campaign_id).programme
        put_teams(session, programme, text, by=by(noon_of(day)))


def about_teams(office: Office, survey: Survey = SURVEY) -> UUID:
    """Make a campaign that asks about teams, though none can be chosen yet."""
    campaign_id = office.draft(PeopleList(()), k=4)
    with office.database.writing() as session:
        session.get_one(Campaign, campaign_id).survey_json = survey.canonical_json()
    return campaign_id


def launch(office: Office, campaign_id: UUID) -> None:
    """Ask for a launch, and let it happen."""
    office.ask(campaign_id)
    office.worker.do(Duty.LAUNCH, campaign_id)


def answer_all(office: Office, campaign_id: UUID, survey: Survey = SURVEY) -> None:
    """Let everybody who is asked answer alike: low to the first statement, high to all others."""
    first, *others = (item.key for item in survey.items)
    ratings = {first: survey.scale.lowest + 1, **dict.fromkeys(others, survey.scale.highest)}
    comments = dict.fromkeys((question.key for question in survey.questions), "Vi hinner mer nu.")
    with office.database.writing() as session:
        invitations = select(Invitation).join(Invitation.subject)
        for one in session.scalars(invitations.where(Subject.campaign_id == campaign_id)):
            given = Answers(dict(ratings), dict(comments))
            submit(session, office.settings.link_key_folder, one, Part.RESPONSE, given)


def close(office: Office, campaign_id: UUID) -> None:
    """Open and count what is there."""
    office.worker.do(Duty.CLOSE, campaign_id)
