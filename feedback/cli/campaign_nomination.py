"""`feedback campaign nomination`: open, follow, approve and end what leaders propose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from feedback.cli.people_raters import LEADER, WHICH, find_leader
from feedback.cli.running import (
    actor,
    find_by_word,
    open_database,
    preferred_language,
    settings_for,
)
from feedback.clock import utc_now
from feedback.config import Settings
from feedback.errors import InputError
from feedback.operations import audit_log
from feedback.operations.people.limits import Limit, limits_of
from feedback.operations.people.nominating import (
    Standing,
    approve,
    end_nomination,
    open_nomination,
    send_back,
    standings,
    until_of,
)
from feedback.operations.results.sharing import subjects_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Campaign


@click.group()
def nomination() -> None:
    """Let leaders propose raters, and approve what they propose."""


@nomination.command("open")
@WHICH
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="YYYY-MM-DD.")
@click.option(
    "--limit", "limits", multiple=True, help="group:fewest:most, as team:3:12; may repeat."
)
def open_it(which: str, until: datetime, limits: tuple[str, ...]) -> None:
    """Ask the leaders to propose until a day; again moves the day or the limits."""
    _act(
        which,
        f"open nomination until {until:%Y-%m-%d}",
        lambda session, campaign, now: open_nomination(
            session,
            campaign,
            until.date(),
            _limits(session, campaign, limits),
            now=now,
            language=preferred_language(),
        ),
    )


@nomination.command("show")
@WHICH
def show(which: str) -> None:
    """Show how far each leader's list has come."""
    settings = settings_for(Settings)
    table = Table("leader", "unit", "address", "list", "line", box=None)
    with open_database(settings) as database, database.reading() as session:
        campaign = find_by_word(session, which)
        found = standings(session, campaign)
        click.echo(f"{campaign.name}: {campaign.state}, until {until_of(session, campaign) or '–'}")
        for subject in subjects_of(session, campaign):
            standing = found.get(subject.id, Standing())
            table.add_row(
                subject.person.name,
                subject.unit_name,
                subject.person.email,
                standing.state.replace("_", " "),
                standing.line,
            )
    Console().print(table)


@nomination.command("approve")
@WHICH
@LEADER
def approve_list(which: str, leader: str) -> None:
    """Approve a leader's list."""
    _act(
        which,
        "approve raters",
        lambda session, campaign, _: approve(
            session, find_leader(session, campaign, leader), actor=actor()
        ),
    )


@nomination.command("send-back")
@WHICH
@LEADER
@click.option("--line", required=True, help="What should change; the leader reads it in a mail.")
def send_list_back(which: str, leader: str, line: str) -> None:
    """Send a leader's list back with a line."""
    _act(
        which,
        "send raters back",
        lambda session, campaign, now: send_back(
            session, find_leader(session, campaign, leader), line, actor=actor(), now=now
        ),
    )


@nomination.command("end")
@WHICH
def end(which: str) -> None:
    """Take no more proposals: the campaign is a draft again."""
    _act(which, "end nomination", lambda session, campaign, _: end_nomination(session, campaign))


def _act(which: str, action: str, operation: Callable[[Session, Campaign, datetime], Any]) -> None:
    settings = settings_for(Settings)
    with open_database(settings) as database, database.writing() as session:
        campaign, now = find_by_word(session, which), utc_now()
        operation(session, campaign, now)
        audit_log.note(
            session, actor=actor(), action=action, object=f"campaign {campaign.id}", now=now
        )
        click.echo(f"{campaign.name}: {campaign.state}.")


def _limits(session: Session, campaign: Campaign, typed: tuple[str, ...]) -> dict[str, Limit]:
    limits = limits_of(session, campaign)
    faults = []
    for text in typed:
        group, *numbers = text.split(":")
        if group not in limits or len(numbers) != 2 or not all(map(str.isdecimal, numbers)):  # noqa: PLR2004 - the fewest and the most
            faults.append(f"{text}: write group:fewest:most; the groups are {', '.join(limits)}.")
            continue
        fewest, most = map(int, numbers)
        limits[group] = Limit(fewest, most, limits[group].advised, limits[group].labels)
    if faults:
        raise InputError(faults)
    return limits
