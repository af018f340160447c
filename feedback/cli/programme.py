"""`feedback programme`: programmes and their waves, by the same operations that pages call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from feedback.cli.acting import act
from feedback.cli.arguments import DAY
from feedback.cli.columns import PlainTable
from feedback.cli.finding import find_by_word, find_programme_by_word
from feedback.cli.programme_workplaces import workplaces
from feedback.cli.programme_written import (
    cohorts,
    initiatives,
    memberships,
    modules,
    occasions,
    teams,
)
from feedback.cli.renamed import department_option
from feedback.cli.running import open_database, settings_for
from feedback.config import Settings
from feedback.errors import InputError
from feedback.models import Department, Programme
from feedback.operations.campaigns.programmes import change_programme, create_programme
from feedback.operations.campaigns.progress_table import progress_table
from feedback.operations.campaigns.purposes import DEVELOPMENT
from feedback.operations.campaigns.waves import Taken, begin_wave, busiest_of, copy_wave
from feedback.operations.people.register import find_or_add_department
from reports.policy import GREATEST_K, LEAST_K, POLICIES
from surveys.errors import SurveyFileError, UnknownSurveyError
from surveys.library import find_survey

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor
    from surveys.model import Survey

_WHOM = [taken.value for taken in Taken]
_SURVEYS = "A survey's id; may be repeated, the usual one first."


@click.group()
def programme() -> None:
    """Make programmes, follow their waves, begin new ones."""


for command in (teams, workplaces, cohorts, memberships, modules, occasions, initiatives):
    programme.add_command(command)


@programme.command("list")
def list_programmes() -> None:
    """List all programmes."""
    table = PlainTable("department", "programme", "surveys", "k", "policy")
    with open_database(settings_for(Settings)) as database, database.reading() as session:
        for found in session.scalars(
            select(Programme)
            .join(Programme.department)
            .options(contains_eager(Programme.department), selectinload(Programme.instruments))
            .order_by(Department.name, Programme.name)
        ):
            table.add_row(
                found.department.name,
                found.name,
                ", ".join(one.survey_id for one in found.instruments),
                str(found.k),
                found.policy,
            )
    table.show()


@programme.command()
@click.argument("which", metavar="PROGRAMME")
def show(which: str) -> None:
    """Show a programme's waves in one table, bands only, and who is asked most."""
    waves = PlainTable("campaign", "state", "last day", "leaders", "few", "some", "many")
    asked_most = PlainTable("name", "workplace", "address", "campaigns", "leaders")
    with open_database(settings_for(Settings)) as database, database.reading() as session:
        found = find_programme_by_word(session, which)
        for row in progress_table(session, found):
            bands = [str(n) if row.has_bands else "–" for n in (row.few, row.some, row.many)]
            campaign = row.campaign
            waves.add_row(
                campaign.name, campaign.state, str(campaign.last_day), str(row.leaders), *bands
            )
        busiest = busiest_of(session, found)
        for one in busiest:
            asked_most.add_row(one.name, one.workplace, one.address, str(one.waves), str(one.tasks))
    waves.show()
    if busiest:
        asked_most.show()


@programme.command()
@click.argument("name")
@department_option(required=True, help="The department it belongs to; made if it is new.")
@click.option("--survey", "surveys", required=True, multiple=True, help=_SURVEYS)
@click.option("--purpose", default=DEVELOPMENT, help="Printed for raters and leaders.")
@click.option("--k", type=click.IntRange(LEAST_K, GREATEST_K), default=LEAST_K)
@click.option("--policy", type=click.Choice(POLICIES), default=POLICIES[0])
@click.option("--coach", "coaches", multiple=True, help="A coach's address; may be repeated.")
@click.option("--point", "points", multiple=True, help='As "2027-05-28 Uppföljning"; repeatable.')
@click.option("--plan-name-sv", default="", help="What the leader's plan is called, in Swedish.")
@click.option("--plan-name-en", default="", help="What the leader's plan is called, in English.")
def create(  # noqa: PLR0913 - one parameter an option
    *,
    name: str,
    department: str,
    surveys: tuple[str, ...],
    purpose: str,
    k: int,
    policy: str,
    coaches: tuple[str, ...],
    points: tuple[str, ...],
    plan_name_sv: str,
    plan_name_en: str,
) -> None:
    """Make a programme."""
    act(
        lambda session, by: create_programme(
            session,
            find_or_add_department(session, department, by=by),
            name,
            surveys[0],
            other_surveys=surveys[1:],
            purpose=purpose,
            k=k,
            policy=policy,
            coaches="\n".join(coaches),
            points="\n".join(points),
            plan_name_sv=plan_name_sv,
            plan_name_en=plan_name_en,
            by=by,
        )
    )
    click.echo(f"{name}: made.")


@programme.command()
@click.argument("which", metavar="PROGRAMME")
@click.option("--name", help="What it is called.")
@click.option("--survey", "surveys", multiple=True, help=f"{_SURVEYS} Replaces all.")
@click.option("--purpose", help="Printed for raters and leaders.")
@click.option("--k", type=click.IntRange(LEAST_K, GREATEST_K))
@click.option("--policy", type=click.Choice(POLICIES))
@click.option("--coach", "coaches", multiple=True, help="A coach's address; replaces all.")
@click.option("--point", "points", multiple=True, help="A measurement point; replaces all.")
@click.option("--plan-name-sv", help="What the leader's plan is called, in Swedish.")
@click.option("--plan-name-en", help="What the leader's plan is called, in English.")
def change(  # noqa: PLR0913 - one parameter an option
    *,
    which: str,
    name: str | None,
    surveys: tuple[str, ...],
    purpose: str | None,
    k: int | None,
    policy: str | None,
    coaches: tuple[str, ...],
    points: tuple[str, ...],
    plan_name_sv: str | None,
    plan_name_en: str | None,
) -> None:
    """Change what the next campaigns begin with; those there are stay as they are."""

    def change_it(session: Session, by: Actor) -> str:
        found = find_programme_by_word(session, which)
        asked = surveys or [one.survey_id for one in found.instruments]
        change_programme(
            session,
            found,
            name=name or found.name,
            survey_id=asked[0],
            other_surveys=asked[1:],
            purpose=purpose or found.purpose,
            k=k or found.k,
            policy=policy or found.policy,
            coaches="\n".join(coaches or found.coaches),
            points="\n".join(points or map(str, found.points)),
            plan_name_sv=found.plan_name_sv if plan_name_sv is None else plan_name_sv,
            plan_name_en=found.plan_name_en if plan_name_en is None else plan_name_en,
            by=by,
        )
        return found.name

    click.echo(f"{act(change_it)}: changed.")


@programme.command()
@click.argument("which", metavar="PROGRAMME")
@click.option("--name", required=True, help="The name of the new campaign.")
@click.option("--last-day", required=True, type=DAY, help="YYYY-MM-DD.")
@click.option("--from", "source", help="A campaign to copy; else the programme's own settings.")
@click.option("--survey", "survey_id", help="One of the programme's surveys; else its usual one.")
@click.option(
    "--take",
    type=click.Choice([one.value for one in Taken]),
    default=Taken.NOBODY.value,
    help="Whom.",
)
def wave(
    *,
    which: str,
    name: str,
    last_day: datetime,
    source: str | None,
    survey_id: str | None,
    take: str,
) -> None:
    """Begin a new campaign of a programme, empty or from another one."""
    if source and survey_id:
        raise click.UsageError("A campaign that is copied brings its survey; leave --survey out.")
    settings, day = settings_for(Settings), last_day.date()

    def begin(session: Session, by: Actor) -> Campaign:
        found = find_programme_by_word(session, which)
        if source is None:
            survey = _survey(survey_id or found.survey_id, settings)
            return begin_wave(session, found, survey, name=name, last_day=day, by=by)
        copied = _of(found, find_by_word(session, source))
        taken = Taken(take)
        return copy_wave(session, copied, name=name, last_day=day, taken=taken, by=by)

    made = act(begin)
    click.echo(f"{made.name}: draft. Its id is {str(made.id)[:8]}.")


def _survey(survey_id: str, settings: Settings) -> Survey:
    extra = (settings.surveys,) if settings.surveys else ()
    try:
        return find_survey(survey_id, extra_folders=extra)
    except (SurveyFileError, UnknownSurveyError) as error:
        raise InputError([str(error)]) from error


def _of(programme: Programme, wave: Campaign) -> Campaign:
    if wave.programme_id != programme.id:
        raise InputError([f"{wave.name} is no campaign of {programme.name}."])
    return wave
