"""`feedback campaign people`: lists compared and applied, and people changed one by one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from feedback.cli import people_corrections, people_leaders, people_raters
from feedback.cli.people_raters import find_leader
from feedback.cli.running import (
    FAULTY_INPUT,
    actor,
    find_by_word,
    open_database,
    preferred_language,
    settings_for,
    stop,
)
from feedback.clock import utc_now
from feedback.config import Settings
from feedback.models import Campaign
from feedback.operations import audit_log
from feedback.operations.people.applying import STEPS, apply_people
from feedback.operations.people.difference import difference
from feedback.operations.people.drawing_lots import draw_raters
from feedback.operations.people.file import (
    PeopleFileError,
    people_csv,
    people_xlsx,
    read_people_file,
    read_teams,
)
from feedback.operations.people.known_names import by_known_names
from feedback.operations.people.present import people_of
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.operations.people.difference import Difference, Place
    from feedback.operations.people.file.reading import PeopleFile
    from feedback.operations.people.people_list import PeopleList

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
LANGUAGE = click.option(
    "--language",
    type=click.Choice(["sv", "en"]),
    default=preferred_language,
    help="The language of messages about the file; else as LANG says.",
)


@click.group()
def people() -> None:
    """Take lists of people, draw lots, change leaders and raters one by one."""


for one_by_one in (people_leaders, people_raters, people_corrections):
    for command in one_by_one.COMMANDS:
        people.add_command(command)


@people.command("diff")
@click.argument("which", metavar="CAMPAIGN")
@click.argument("path", metavar="FILE", type=FILE)
@click.option("--teams", is_flag=True, help="The file is a staff list with managers' addresses.")
@click.option("--add-only", is_flag=True, help="Nobody goes who is not in the file.")
@LANGUAGE
def show_difference(which: str, path: Path, language: str, *, teams: bool, add_only: bool) -> None:
    """Say what a list would change, and change nothing."""
    settings = settings_for(Settings)
    with open_database(settings) as database, database.reading() as session:
        campaign = find_by_word(session, which)
        before = people_of(session, campaign)
        file = _read(campaign, path, language, is_teams=teams)
        after = file.people.joined_to(before) if add_only else file.people
        _show(_difference(session, campaign, before, after, language))


@people.command("import")
@click.argument("which", metavar="CAMPAIGN")
@click.argument("path", metavar="FILE", type=FILE)
@click.option("--teams", is_flag=True, help="The file is a staff list with managers' addresses.")
@click.option("--add-only", is_flag=True, help="Nobody goes who is not in the file.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@LANGUAGE
def import_list(
    which: str, path: Path, language: str, *, teams: bool, add_only: bool, yes: bool
) -> None:
    """Change a campaign's people to those of a list; it is shown and asked for first."""
    settings = settings_for(Settings)
    with open_database(settings) as database:
        with database.reading() as session:
            campaign = find_by_word(session, which)
            before = people_of(session, campaign)
            file = _read(campaign, path, language, is_teams=teams)
            after = file.people.joined_to(before) if add_only else file.people
            found = _difference(session, campaign, before, after, language)
        _show(found)
        if found.is_empty:
            return
        if not yes:
            click.confirm("Change the people so?", abort=True)
        with database.writing() as session, _progress() as progress:
            campaign = session.get_one(Campaign, campaign.id)
            task = progress.add_task("", total=len(STEPS))
            apply_people(
                session,
                campaign,
                after,
                on_step=lambda step: progress.update(task, description=step, advance=1),
            )
            _note(session, "apply people list", campaign)
    click.echo("Done.")


@people.command("export")
@click.argument("which", metavar="CAMPAIGN")
@click.argument("path", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@LANGUAGE
def export_list(which: str, path: Path, language: str) -> None:
    """Write the list as it stands, as .xlsx or .csv; while it is empty that is the template."""
    settings = settings_for(Settings)
    writers = {".xlsx": people_xlsx, ".csv": people_csv}
    if path.suffix not in writers:
        stop([f"{path.name}: write to a file that ends in .xlsx or .csv."], FAULTY_INPUT)
    with open_database(settings) as database, database.reading() as session:
        campaign = find_by_word(session, which)
        survey = survey_from_json(campaign.survey_json)
        content = writers[path.suffix](people_of(session, campaign), survey, language)
    path.write_bytes(content)
    click.echo(str(path))


@people.command("draw")
@click.argument("which", metavar="CAMPAIGN")
@click.option("--group", required=True, help="The key of a protected group of the survey.")
@click.option("--count", required=True, type=click.IntRange(min=1), help="How many are asked.")
@click.option("--leader", default="", help="A leader's address; else every leader.")
def draw(which: str, group: str, count: int, leader: str) -> None:
    """Draw by lot who is asked of a group; the others stay on the list and get no mail."""
    settings = settings_for(Settings)
    with open_database(settings) as database, database.writing() as session:
        campaign = find_by_word(session, which)
        subject = find_leader(session, campaign, leader) if leader else None
        asked, left_out = draw_raters(session, campaign, group, count, subject=subject)
        _note(session, f"draw {count} of {group}", campaign)
    click.echo(f"{asked} are asked, {left_out} are left out.")


def _read(campaign: Campaign, path: Path, language: str, *, is_teams: bool) -> PeopleFile:
    survey = survey_from_json(campaign.survey_json)
    with Console(stderr=True).status(f"Reading {path.name}"):
        try:
            if is_teams:
                file = read_teams(path.read_bytes(), survey)
            else:
                file = read_people_file(path.read_bytes(), survey, leaders_may_be_alone=True)
        except PeopleFileError as error:
            stop((notice.text(language) for notice in error.notices), FAULTY_INPUT)
    for notice in file.advice:
        click.echo(notice.text(language), err=True)
    return file


def _difference(
    session: Session, campaign: Campaign, before: PeopleList, after: PeopleList, language: str
) -> Difference:
    known = by_known_names(session, campaign.programme.unit, after.keeping(before))
    for notice in known.notices:
        click.echo(notice.text(language), err=True)
    return difference(before, known.people)


def _show(found: Difference) -> None:
    for sign, places in (("+", found.added), ("-", found.removed)):
        for place in places:
            click.echo(f"{sign} {_said(place)}")
    for change in found.changed:
        facts = ", ".join(f"{f.fact} {f.before or '–'} → {f.after or '–'}" for f in change.facts)
        click.echo(f"~ {_said(change.place)}: {facts}")
    new, changed, gone = len(found.added), len(found.changed), len(found.removed)
    click.echo(f"{new} new, {changed} changed, {gone} gone.")


def _said(place: Place) -> str:
    who = ", ".join(part for part in (place.name, place.unit, place.address) if part)
    return f"{who} ({place.rater.group} of {place.leader.name})" if place.rater else who


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _note(session: Session, action: str, campaign: Campaign) -> None:
    audit_log.note(
        session, actor=actor(), action=action, object=f"campaign {campaign.id}", now=utc_now()
    )
