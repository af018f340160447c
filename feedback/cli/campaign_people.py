"""`feedback campaign people`: lists compared and applied, and people changed one by one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from feedback.cli import people_corrections, people_leaders, people_raters
from feedback.cli.acting import act, act_on_campaign
from feedback.cli.arguments import WHICH
from feedback.cli.finding import find_by_word, find_leader
from feedback.cli.people_reading import LANGUAGE, answers_of, reading_options, stop_reading
from feedback.cli.running import (
    FAULTY_INPUT,
    open_database,
    settings_for,
    stop,
)
from feedback.config import Settings
from feedback.models import Campaign, State
from feedback.operations.people.adding import add_people, addition_of
from feedback.operations.people.applying import apply_people
from feedback.operations.people.difference import difference
from feedback.operations.people.digests import digest_of
from feedback.operations.people.drawing_lots import draw_raters
from feedback.operations.people.file import (
    PeopleFileError,
    ReadingChoices,
    people_csv,
    people_xlsx,
    read_people_file,
    read_teams,
)
from feedback.operations.people.known_names import by_known_names
from feedback.operations.people.placing import STEPS
from feedback.operations.people.present import people_of
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.database import Database
    from feedback.operations.acts import Actor
    from feedback.operations.people.difference import CampaignPlace, Difference
    from feedback.operations.people.file import Notice
    from feedback.operations.people.file.reading import PeopleFile
    from feedback.operations.people.people_list import PeopleList
    from surveys.model import Survey

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def people() -> None:
    """Take lists of people, draw lots, change leaders and raters one by one."""


for one_by_one in (people_leaders, people_raters, people_corrections):
    for command in one_by_one.COMMANDS:
        people.add_command(command)


@people.command("diff")
@WHICH
@click.argument("path", metavar="FILE", type=FILE)
@click.option("--teams", is_flag=True, help="The file is a staff list with managers' addresses.")
@click.option("--add-only", is_flag=True, help="Nobody goes who is not in the file.")
@reading_options
@LANGUAGE
def show_difference(
    which: str, path: Path, language: str, *, teams: bool, add_only: bool, **said: str | None
) -> None:
    """Say what a list would change, and change nothing."""
    settings = settings_for(Settings)
    order = _Order(which, path, language, teams, add_only, answers_of(said))
    with open_database(settings) as database:
        found = _compared(database, order)
    _show(found, language)


@people.command("import")
@WHICH
@click.argument("path", metavar="FILE", type=FILE)
@click.option("--teams", is_flag=True, help="The file is a staff list with managers' addresses.")
@click.option("--add-only", is_flag=True, help="Nobody goes who is not in the file.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@reading_options
@LANGUAGE
def import_list(
    which: str,
    path: Path,
    language: str,
    *,
    teams: bool,
    add_only: bool,
    yes: bool,
    **said: str | None,
) -> None:
    """Change a campaign's people to those of a list; it is shown and asked for first.

    In an open campaign the list only adds, and whoever has a new task is mailed at once.
    """
    order = _Order(which, path, language, teams, add_only, answers_of(said))
    with open_database(settings_for(Settings)) as database:
        found = _compared(database, order)
    _show(found, language)
    if found.difference.is_empty:
        return
    act(
        lambda session, by: _apply(session, found, by),
        ask=lambda _: "Add them, and mail them now?" if found.is_open else "Change the people so?",
        yes=yes,
    )
    click.echo("Done.")


@people.command("export")
@WHICH
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
@WHICH
@click.option("--group", required=True, help="The key of a protected group of the survey.")
@click.option("--count", required=True, type=click.IntRange(min=1), help="How many are asked.")
@click.option("--leader", default="", help="A leader's address; else every leader.")
def draw(which: str, group: str, count: int, leader: str) -> None:
    """Draw by lot who is asked of a group; the others stay on the list and get no mail."""

    def draw_them(session: Session, campaign: Campaign, by: Actor) -> tuple[int, int]:
        subjects = [find_leader(session, campaign, leader)] if leader else None
        return draw_raters(session, campaign, group, count, subjects=subjects, by=by)

    asked, left_out = act_on_campaign(which, draw_them)
    click.echo(f"{asked} are asked, {left_out} are left out.")


@dataclass(frozen=True, slots=True)
class _Order:
    """What was asked for on the command line."""

    which: str
    path: Path
    language: str
    is_teams: bool
    adds_only: bool
    answers: ReadingChoices


@dataclass(frozen=True, slots=True)
class _Compared:
    """A list beside the people of a campaign as they stood when it was shown."""

    campaign_id: UUID
    people: PeopleList
    difference: Difference
    notices: tuple[Notice, ...]
    seen: str
    is_open: bool


def _compared(database: Database, order: _Order) -> _Compared:
    """Read a list and compare it; no session is open while it is read, or while this is told."""
    with database.reading() as session:
        campaign = find_by_word(session, order.which)
    file = _read(survey_from_json(campaign.survey_json), order)
    with database.reading() as session:
        campaign = session.get_one(Campaign, campaign.id)
        if campaign.state is State.OPEN:
            return _added(session, campaign, file)
        before = people_of(session, campaign)
        after = file.people.joined_to(before) if order.adds_only else file.people
        known = by_known_names(session, campaign.programme.department, after.keeping(before))
    found = difference(before, known.people)
    notices = (*file.advice, *known.notices)
    return _Compared(campaign.id, after, found, notices, digest_of(before), is_open=False)


def _added(session: Session, campaign: Campaign, file: PeopleFile) -> _Compared:
    """Return what a list adds to an open campaign, as the page for it says."""
    addition = addition_of(session, campaign, file.people)
    notices = (*addition.notices, *file.advice)
    seen = digest_of(addition.after)
    return _Compared(campaign.id, file.people, addition.difference, notices, seen, is_open=True)


def _apply(session: Session, found: _Compared, by: Actor) -> None:
    campaign = session.get_one(Campaign, found.campaign_id)
    if found.is_open:
        add_people(session, campaign, found.people, seen=found.seen, by=by)
        return
    with _progress() as progress:
        task = progress.add_task("", total=len(STEPS))
        apply_people(
            session,
            campaign,
            found.people,
            seen=found.seen,
            by=by,
            on_step=lambda step: progress.update(task, description=step, advance=1),
        )


def _read(survey: Survey, order: _Order) -> PeopleFile:
    with Console(stderr=True).status(f"Reading {order.path.name}"):
        content, answers = order.path.read_bytes(), order.answers
        try:
            if order.is_teams:
                return read_teams(content, survey, answers=answers)
            return read_people_file(content, survey, leaders_may_be_alone=True, answers=answers)
        except PeopleFileError as error:
            stop_reading(error, order.language)


def _show(compared: _Compared, language: str) -> None:
    for notice in compared.notices:
        click.echo(notice.text(language), err=True)
    found = compared.difference
    for sign, places in (("+", found.added), ("-", found.removed)):
        for place in places:
            click.echo(f"{sign} {_said(place)}")
    for change in found.changed:
        facts = ", ".join(f"{f.fact} {f.before or '–'} → {f.after or '–'}" for f in change.facts)
        click.echo(f"~ {_said(change.place)}: {facts}")
    new, changed, gone = len(found.added), len(found.changed), len(found.removed)
    click.echo(f"{new} new, {changed} changed, {gone} gone.")


def _said(place: CampaignPlace) -> str:
    who = ", ".join(part for part in (place.name, place.workplace, place.address) if part)
    return f"{who} ({place.rater.group} of {place.leader.name})" if place.rater else who


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
