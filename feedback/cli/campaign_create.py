"""`feedback campaign create`: a campaign from a survey and a people file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from feedback.cli.acting import act
from feedback.cli.arguments import DAY
from feedback.cli.people_reading import answers_of, reading_options, stop_reading
from feedback.cli.renamed import department_option
from feedback.cli.running import (
    FAULTY_INPUT,
    preferred_language,
    settings_for,
    stop,
)
from feedback.config import Settings
from feedback.operations.campaigns.programmes import (
    create_campaign,
    create_programme,
    find_programme,
)
from feedback.operations.campaigns.purposes import DEVELOPMENT
from feedback.operations.people.file import PeopleFileError, ReadingChoices, read_people_file
from feedback.operations.people.register import find_or_add_department, name_contact
from reports.policy import GREATEST_K, LEAST_K, POLICIES
from surveys.errors import SurveyFileError, UnknownSurveyError
from surveys.library import find_survey
from surveys.loader import load_survey

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Department, Programme
    from feedback.operations.acts import Actor
    from feedback.operations.people.file import PeopleFile
    from surveys.model import Survey


@click.command()
@click.option("--survey", "survey_name", required=True, help="A survey's id, or a file.")
@click.option(
    "--people",
    "people_path",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The people file: CSV or XLSX.",
)
@department_option(required=True, help="The department it belongs to; made if it is new.")
@click.option("--programme", required=True, help="The programme; made if it is new.")
@click.option("--name", required=True, help="The campaign's name.")
@click.option("--last-day", required=True, type=DAY, help="YYYY-MM-DD.")
@click.option("--k", type=click.IntRange(LEAST_K, GREATEST_K), help="The threshold; 3 or higher.")
@click.option("--policy", type=click.Choice(POLICIES), help="What becomes of small groups.")
@click.option("--purpose", help=f"Printed for raters and leaders. Default: {DEVELOPMENT}")
@click.option("--contact-name", help="Whom raters may turn to; kept for the department.")
@click.option("--contact-phone", help="The number raters may ring; kept for the department.")
@click.option("--contact-email", help="The address raters may write to; kept for the department.")
@click.option("--dry-run", is_flag=True, help="Only say what is wrong with the people file.")
@click.option(
    "--language",
    type=click.Choice(["sv", "en"]),
    default=preferred_language,
    help="The language of messages about the people file; else as LANG says.",
)
@reading_options
def create(  # noqa: PLR0913 - one parameter an option
    *,
    survey_name: str,
    people_path: Path,
    department: str,
    programme: str,
    name: str,
    last_day: datetime,
    k: int | None,
    policy: str | None,
    purpose: str | None,
    language: str,
    contact_name: str | None,
    contact_phone: str | None,
    contact_email: str | None,
    dry_run: bool,
    **said: str | None,
) -> None:
    """Create a campaign; nothing is kept if anything in the people file is wrong.

    Exit code 2 for faults, each on a line of its own.
    """
    settings = settings_for(Settings)
    survey = _survey(survey_name, settings)
    people = _people(people_path, survey, language, answers_of(said))
    if dry_run:
        click.echo(_size(people))
        return
    order = _Order(department, programme, name, last_day.date(), k, policy, purpose)

    def make(session: Session, by: Actor) -> tuple[UUID, str]:
        home = find_or_add_department(session, department, by=by)
        name_contact(
            session, home, name=contact_name, phone=contact_phone, email=contact_email, by=by
        )
        return _keep(session, order, home, survey, people, by), home.contact_name

    made_id, contact = act(make, settings=settings)
    click.echo(f"{name}: draft, {_size(people)} Its id is {str(made_id)[:8]}.")
    if not contact:
        click.echo("The mails name no person to turn to: see --contact-name.", err=True)


@dataclass(frozen=True, slots=True)
class _Order:
    """What was asked for on the command line."""

    department: str
    programme: str
    name: str
    last_day: date
    k: int | None
    policy: str | None
    purpose: str | None


def _keep(
    session: Session, order: _Order, home: Department, survey: Survey, people: PeopleFile, by: Actor
) -> UUID:
    with Console(stderr=True).status("Creating the campaign"):
        made = create_campaign(
            session,
            _programme(session, home, order, survey, by),
            survey,
            name=order.name,
            last_day=order.last_day,
            people=people.people,
            by=by,
            k=order.k,
            policy=order.policy,
            purpose=order.purpose,
        )
    return made.id


def _survey(name: str, settings: Settings) -> Survey:
    extra = (settings.surveys,) if settings.surveys else ()
    try:
        if name.endswith((".yaml", ".yml")):
            return load_survey(name)
        return find_survey(name, extra_folders=extra)
    except SurveyFileError as error:
        stop(map(str, error.faults), FAULTY_INPUT)
    except UnknownSurveyError as error:
        stop([str(error)], FAULTY_INPUT)


def _people(path: Path, survey: Survey, language: str, answers: ReadingChoices) -> PeopleFile:
    with Console(stderr=True).status(f"Reading {path.name}"):
        try:
            people = read_people_file(path.read_bytes(), survey, answers=answers)
        except PeopleFileError as error:
            stop_reading(error, language)
    for notice in people.advice:
        click.echo(notice.text(language), err=True)
    return people


def _size(people: PeopleFile) -> str:
    listed = people.people
    return (
        f"{len(listed.leaders)} leaders, {listed.invitations} raters' tasks, "
        f"{len(listed.people)} people with a link."
    )


def _programme(
    session: Session, department: Department, order: _Order, survey: Survey, by: Actor
) -> Programme:
    return find_programme(session, department, order.programme) or create_programme(
        session, department, order.programme, survey.id, purpose=order.purpose or DEVELOPMENT, by=by
    )
