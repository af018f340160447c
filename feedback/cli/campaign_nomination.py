"""`feedback campaign nomination`: open, follow, approve and end what leaders propose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feedback.cli.acting import act_on_campaign
from feedback.cli.arguments import DAY, LEADER, WHICH
from feedback.cli.columns import PlainTable
from feedback.cli.finding import find_by_word, find_leader
from feedback.cli.running import (
    open_database,
    preferred_language,
    settings_for,
)
from feedback.config import Settings
from feedback.errors import InputError
from feedback.operations.people.limits import GroupLimit, limits_of
from feedback.operations.people.nominating import (
    approve,
    end_nomination,
    open_nomination,
    send_back,
    until_of,
)
from feedback.operations.people.proposal_reminders import remind_leaders
from feedback.operations.people.standing import ListStanding, standings
from feedback.operations.results.sharing import subjects_of
from feedback.operations.subjects import called

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor


@click.group()
def nomination() -> None:
    """Let leaders propose raters, and approve what they propose."""


@nomination.command("open")
@WHICH
@click.option("--until", required=True, type=DAY, help="YYYY-MM-DD.")
@click.option(
    "--limit", "limits", multiple=True, help="group:fewest:most, as team:3:12; may repeat."
)
def open_it(which: str, until: datetime, limits: tuple[str, ...]) -> None:
    """Ask the leaders to propose until a day; again moves the day or the limits."""

    def open_now(session: Session, campaign: Campaign, by: Actor) -> None:
        wanted, language = _limits(session, campaign, limits), preferred_language()
        open_nomination(session, campaign, until.date(), wanted, by=by, language=language)

    _change(which, open_now)


@nomination.command("show")
@WHICH
def show(which: str) -> None:
    """Show how far each leader's list has come."""
    settings = settings_for(Settings)
    table = PlainTable("leader", "workplace", "address", "list", "line")
    with open_database(settings) as database, database.reading() as session:
        campaign = find_by_word(session, which)
        found = standings(session, campaign)
        click.echo(f"{campaign.name}: {campaign.state}, until {until_of(session, campaign) or '–'}")
        for subject in subjects_of(session, campaign):
            standing = found.get(subject.id, ListStanding())
            table.add_row(
                called(subject),
                subject.workplace_name,
                subject.person.email or "",
                standing.state.replace("_", " "),
                standing.line,
            )
    table.show()


@nomination.command("approve")
@WHICH
@LEADER
def approve_list(which: str, leader: str) -> None:
    """Approve a leader's list."""
    _change(
        which,
        lambda session, campaign, by: approve(
            session, find_leader(session, campaign, leader), by=by
        ),
    )


@nomination.command("send-back")
@WHICH
@LEADER
@click.option("--line", required=True, help="What should change; the leader reads it in a mail.")
def send_list_back(which: str, leader: str, line: str) -> None:
    """Send a leader's list back with a line."""
    _change(
        which,
        lambda session, campaign, by: send_back(
            session, find_leader(session, campaign, leader), line, by=by
        ),
    )


@nomination.command("remind")
@WHICH
def remind(which: str) -> None:
    """Remind the leaders who have not sent their lists, once a day at most."""
    _change(which, lambda session, campaign, by: remind_leaders(session, campaign, by=by))


@nomination.command("end")
@WHICH
def end(which: str) -> None:
    """Take no more proposals: the campaign is a draft again."""
    _change(which, lambda session, campaign, by: end_nomination(session, campaign, by=by))


def _change(which: str, do: Callable[[Session, Campaign, Actor], object]) -> None:
    def done(session: Session, campaign: Campaign, by: Actor) -> str:
        do(session, campaign, by)
        return f"{campaign.name}: {campaign.state}."

    click.echo(act_on_campaign(which, done))


def _limits(session: Session, campaign: Campaign, typed: tuple[str, ...]) -> dict[str, GroupLimit]:
    limits = limits_of(session, campaign)
    faults = []
    for text in typed:
        group, *numbers = text.split(":")
        if group not in limits or len(numbers) != 2 or not all(map(str.isdecimal, numbers)):  # noqa: PLR2004 - the fewest and the most
            faults.append(f"{text}: write group:fewest:most; the groups are {', '.join(limits)}.")
            continue
        fewest, most = map(int, numbers)
        limits[group] = GroupLimit(fewest, most, limits[group].advised, limits[group].labels)
    if faults:
        raise InputError(faults)
    return limits
