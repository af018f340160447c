"""`feedback campaign`: run campaigns by the same operations that pages call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feedback.cli.acting import change_campaign
from feedback.cli.arguments import DAY, WHICH
from feedback.cli.campaign_arrange import arrange_campaign, check, move, real
from feedback.cli.campaign_coach import coach, talk
from feedback.cli.campaign_create import create
from feedback.cli.campaign_keys import give_up, recover
from feedback.cli.campaign_launch import hold_mail, launch, send_mail, undo_launch
from feedback.cli.campaign_nameless import nameless
from feedback.cli.campaign_nomination import nomination
from feedback.cli.campaign_people import people
from feedback.cli.campaign_rehearsal import erase
from feedback.cli.campaign_share import share
from feedback.cli.campaign_thank import thank
from feedback.cli.columns import PlainTable
from feedback.cli.finding import find_by_word
from feedback.cli.running import open_database, settings_for
from feedback.config import Settings
from feedback.operations.campaigns import lifecycle
from feedback.operations.campaigns.programmes import campaigns_of
from feedback.operations.campaigns.progress import progress_of

if TYPE_CHECKING:
    from datetime import datetime


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
    erase,
    share,
    thank,
    coach,
    talk,
    nameless,
    people,
    nomination,
    recover,
    give_up,
):
    campaign.add_command(command)


@campaign.command("list")
def list_campaigns() -> None:
    """List all campaigns."""
    settings = settings_for(Settings)
    table = PlainTable("id", "department", "programme", "campaign", "state", "last day")
    with open_database(settings) as database, database.reading() as session:
        for found in campaigns_of(session):
            programme = found.programme
            table.add_row(
                str(found.id)[:8],
                programme.department.name,
                programme.name,
                found.name,
                found.state.value,
                str(found.last_day),
            )
    table.show()


@campaign.command()
@WHICH
def show(which: str) -> None:
    """Show a campaign: its leaders, and progress as bands only."""
    settings = settings_for(Settings)
    with open_database(settings) as database, database.reading() as session:
        found = find_by_word(session, which)
        click.echo(f"{found.name} ({found.programme.name}, {found.programme.department.name})")
        click.echo(f"State {found.state}; last day {found.last_day}; k {found.k}; {found.policy}")
        click.echo(f"Purpose: {found.purpose}")
        table = PlainTable("leader", "workplace", "group", "invited", "answered")
        for line in progress_of(session, found):
            table.add_row(line.leader, line.workplace, line.group, str(line.invited), line.words)
    table.show()


@campaign.command()
@WHICH
@click.option("--yes", is_flag=True, help="Do not ask.")
def close(which: str, *, yes: bool) -> None:
    """Stop answers now and ask the worker to open the envelopes."""
    change_campaign(
        which,
        lambda session, found, by: lifecycle.ask_close(session, found, by=by),
        ask="Nobody can answer any more, and it cannot be opened again. Close?",
        yes=yes,
    )


@campaign.command()
@WHICH
@click.option("--yes", is_flag=True, help="Do not ask.")
def cancel(which: str, *, yes: bool) -> None:
    """Call a campaign off and erase everything of its raters."""
    change_campaign(
        which,
        lambda session, found, by: lifecycle.cancel(session, found, by=by),
        ask="Everything that raters gave is erased, for good. Cancel the campaign?",
        yes=yes,
    )


@campaign.command()
@WHICH
@click.option("--last-day", required=True, type=DAY, help="The new last day, YYYY-MM-DD.")
def extend(which: str, last_day: datetime) -> None:
    """Give everybody more days."""
    change_campaign(
        which, lambda session, found, by: lifecycle.extend(session, found, last_day.date(), by=by)
    )
