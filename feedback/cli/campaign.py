"""`feedback campaign`: run campaigns by the same operations that pages call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from feedback.cli.acting import act
from feedback.cli.campaign_arrange import arrange_campaign, check, move, real
from feedback.cli.campaign_coach import coach, talk
from feedback.cli.campaign_create import create
from feedback.cli.campaign_launch import hold_mail, launch, send_mail, undo_launch
from feedback.cli.campaign_nameless import nameless
from feedback.cli.campaign_nomination import nomination
from feedback.cli.campaign_people import people
from feedback.cli.campaign_share import share
from feedback.cli.running import find_by_word, open_database, settings_for
from feedback.config import Settings
from feedback.operations.campaigns import lifecycle
from feedback.operations.campaigns.programmes import campaigns_of
from feedback.operations.campaigns.progress import progress_of

if TYPE_CHECKING:
    from datetime import datetime


DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def campaign() -> None:
    """Create, launch, follow, close and share campaigns."""


for command in (
    create,
    arrange_campaign,
    check,
    launch,
    undo_launch,
    hold_mail,
    send_mail,
    move,
    real,
):
    campaign.add_command(command)
campaign.add_command(create)
campaign.add_command(arrange_campaign)
campaign.add_command(check)
campaign.add_command(launch)
campaign.add_command(undo_launch)
campaign.add_command(hold_mail)
campaign.add_command(send_mail)
campaign.add_command(move)
campaign.add_command(real)
campaign.add_command(share)
campaign.add_command(coach)
campaign.add_command(talk)
campaign.add_command(nameless)
campaign.add_command(people)
campaign.add_command(nomination)


@campaign.command("list")
def list_campaigns() -> None:
    """List all campaigns."""
    settings = settings_for(Settings)
    table = Table("id", "unit", "programme", "campaign", "state", "last day", box=None)
    with open_database(settings) as database, database.reading() as session:
        for found in campaigns_of(session):
            programme = found.programme
            table.add_row(
                str(found.id)[:8],
                programme.unit.name,
                programme.name,
                found.name,
                found.state.value,
                str(found.last_day),
            )
    Console().print(table)


@campaign.command()
@click.argument("which", metavar="CAMPAIGN")
def show(which: str) -> None:
    """Show a campaign: its leaders, and progress as bands only."""
    settings = settings_for(Settings)
    with open_database(settings) as database, database.reading() as session:
        found = find_by_word(session, which)
        click.echo(f"{found.name} ({found.programme.name}, {found.programme.unit.name})")
        click.echo(f"State {found.state}; last day {found.last_day}; k {found.k}; {found.policy}")
        click.echo(f"Purpose: {found.purpose}")
        table = Table("leader", "unit", "group", "invited", "answered", box=None)
        for line in progress_of(session, found):
            table.add_row(line.leader, line.unit, line.group, str(line.invited), line.words)
    Console().print(table)


@campaign.command()
@click.argument("which", metavar="CAMPAIGN")
@click.option("--yes", is_flag=True, help="Do not ask.")
def close(which: str, *, yes: bool) -> None:
    """Stop answers now and ask the worker to open the envelopes."""
    act(
        which,
        "close campaign",
        "Nobody can answer any more, and it cannot be opened again. Close?",
        lambda session, found, _: lifecycle.ask_close(session, found),
        yes=yes,
    )


@campaign.command()
@click.argument("which", metavar="CAMPAIGN")
@click.option("--yes", is_flag=True, help="Do not ask.")
def cancel(which: str, *, yes: bool) -> None:
    """Call a campaign off and erase everything of its raters."""
    act(
        which,
        "cancel campaign",
        "Everything that raters gave is erased, for good. Cancel the campaign?",
        lambda session, found, _: lifecycle.cancel(session, found),
        yes=yes,
    )


@campaign.command()
@click.argument("which", metavar="CAMPAIGN")
@click.option("--last-day", required=True, type=DAY, help="The new last day, YYYY-MM-DD.")
def extend(which: str, last_day: datetime) -> None:
    """Give everybody more days."""
    act(
        which,
        "extend campaign",
        "",
        lambda session, found, _: lifecycle.extend(session, found, last_day.date()),
        yes=True,
    )
