"""Campaigns about teams to test with: who belongs to which, launched, answered, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.ballot import Part
from feedback.jobs import Duty
from feedback.models import Campaign, Invitation, Programme
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import submit
from feedback.operations.people.management_teams import put_teams
from feedback.operations.people.people_list import PeopleList
from surveys.loader import parse_survey
from tests.acting import by, noon_of
from tests.surveys.test_subjects import TEAM_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from tests.feedback.office import Office

TEXT: Final = TEAM_FILE[: TEAM_FILE.index("own_parts:")].replace(" {initiative}", "")
SURVEY: Final = parse_survey(TEXT)
KARIN: Final = "Skola; Karin Lund; karin.lund@example.se; chef\n"
OLLE: Final = "Skola; Olle Sand; olle.sand@example.se\n"
BO: Final = "Vård; Bo Ek; bo.ek@example.se\n"
SEVEN: Final = "".join(f"Skola; Ledamot {n}; ledamot.{n}@example.se\n" for n in range(7))
ANSWERS: Final = {"ser": 3, "hjalps": 4, "lar": 2}


def write(office: Office, text: str, day: date) -> None:
    """Write who belongs to which team from a day on."""
    with office.database.writing() as session:
        put_teams(session, session.scalars(select(Programme)).one(), text, by=by(noon_of(day)))


def about_teams(office: Office) -> UUID:
    """Make a campaign that asks about teams, though none can be chosen yet."""
    campaign_id = office.draft(PeopleList(()), k=4)
    with office.database.writing() as session:
        session.get_one(Campaign, campaign_id).survey_json = SURVEY.canonical_json()
    return campaign_id


def launch(office: Office, campaign_id: UUID) -> None:
    """Ask for a launch, and let it happen."""
    office.ask(campaign_id)
    office.worker.do(Duty.LAUNCH, campaign_id)


def answer_all(office: Office, answers: Mapping[str, int] = ANSWERS) -> None:
    """Let everybody who is asked answer alike, with a comment where the survey has a question."""
    with office.database.writing() as session:
        for invitation in session.scalars(select(Invitation)):
            keys, given = office.settings.link_key_folder, Answers(dict(answers))
            submit(session, keys, invitation, Part.RESPONSE, given)


def close(office: Office, campaign_id: UUID) -> None:
    """Open and count what is there."""
    office.worker.do(Duty.CLOSE, campaign_id)
