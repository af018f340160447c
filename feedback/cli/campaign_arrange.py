"""`feedback campaign arrange`, `check`, `move`, `make-real`: before launch, and between waves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from feedback.cli.acting import change_campaign
from feedback.cli.arguments import DAY, LEADER, WHICH
from feedback.cli.columns import PlainTable
from feedback.cli.finding import find_by_word, find_leader
from feedback.cli.running import open_database, settings_for
from feedback.clock import day_of, utc_now
from feedback.config import Settings
from feedback.models import ShareRule
from feedback.operations.campaigns.arranging import arrange, arrangement_of
from feedback.operations.campaigns.checking import check_campaign
from feedback.operations.campaigns.mail_plan import mail_plan
from feedback.operations.campaigns.moving import move_leader
from feedback.operations.campaigns.waves import make_real
from feedback.text.numbers import read_numbers
from reports.policy import GREATEST_K, LEAST_K, POLICIES

if TYPE_CHECKING:
    from datetime import date, datetime

    from feedback.operations.campaigns.checking import LaunchCheck, Listed
    from feedback.operations.campaigns.mail_plan import MailPlan

_RULES = [rule.value for rule in ShareRule]


@click.command("arrange")
@WHICH
@click.option("--name", help="What it is called.")
@click.option("--first-day", type=DAY, help="No invitation goes out before it.")
@click.option("--last-day", type=DAY, help="The last day to answer.")
@click.option("--k", type=click.IntRange(LEAST_K, GREATEST_K), help="The threshold.")
@click.option("--policy", type=click.Choice(POLICIES), help="What becomes of small groups.")
@click.option("--purpose", help="Printed for raters and leaders.")
@click.option("--reminders", "reminder_days", help="Days before the last one, as 7,3,1.")
@click.option("--share", "share_rule", type=click.Choice(_RULES), help="Who shares.")
@click.option("--share-after", "share_after_days", type=int, help="Days after close.")
@click.option("--rehearsal", "rehearsal_address", help="A rehearsal: all mail goes here.")
def arrange_campaign(which: str, **given: Any) -> None:  # noqa: ANN401 - one an option
    """Change a draft; what is not named stays as it is."""
    changes: dict[str, Any] = {
        name: _value(name, value) for name, value in given.items() if value is not None
    }
    change_campaign(
        which,
        lambda session, found, by: arrange(
            session, found, replace(arrangement_of(found), **changes), by=by
        ),
    )


@click.command()
@WHICH
def check(which: str) -> None:
    """Look a draft over: whom it reaches, when, and what looks like a slip.

    Exit code 2 if something stands against a launch.
    """
    settings, now = settings_for(Settings), utc_now()
    with open_database(settings) as database, database.reading() as session:
        found = find_by_word(session, which)
        checked = check_campaign(
            session,
            found,
            own_domains=settings.own_mail_domains,
            today=day_of(now, settings.zone),
        )
        plan = mail_plan(
            session,
            found,
            now=now,
            hours=settings.hours,
            per_minute=settings.mail_per_minute,
            zone=settings.zone,
        )
    _print(checked, plan)
    if not checked.is_ready:
        raise SystemExit(2)


@click.command()
@WHICH
@LEADER
@click.option("--to", "later", required=True, help="A later campaign of the programme.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def move(which: str, leader: str, later: str, *, yes: bool) -> None:
    """Move a leader to a later wave; from an open campaign everybody asked gets one mail."""
    change_campaign(
        which,
        lambda session, found, by: move_leader(
            session, find_leader(session, found, leader), find_by_word(session, later), by=by
        ),
        ask="Everybody asked about the leader is told, and answers given are not used. Move?",
        yes=yes,
    )


@click.command("make-real")
@WHICH
@click.option("--name", required=True, help="The name of the campaign.")
@click.option("--last-day", required=True, type=DAY, help="The last day to answer.")
def real(which: str, name: str, last_day: datetime) -> None:
    """Begin the campaign that was rehearsed: the same people and texts, none of the answers."""
    change_campaign(
        which,
        lambda session, found, by: make_real(
            session, found, name=name, last_day=last_day.date(), by=by
        ),
    )


def _value(name: str, value: Any) -> Any:  # noqa: ANN401 - as click read it
    if name.endswith("_day"):
        day: date = value.date()
        return day
    if name == "share_rule":
        return ShareRule(value)
    if name != "reminder_days":
        return value
    days = read_numbers(value)
    if days is None:
        raise click.BadParameter("whole numbers with commas between", param_hint="--reminders")
    return days


def _print(check: LaunchCheck, plan: MailPlan) -> None:
    click.echo(f"{check.leaders} leaders, {check.people + check.nameless} people asked.")
    for fault in check.faults:
        click.echo(f"Against a launch: {fault}")
    _print_plan(plan)
    _print_lacking(check)
    _print_people(check)
    for again in check.again:
        click.echo(f"Asked about twice: {again.leader}, also in {again.campaign}")


def _print_plan(plan: MailPlan) -> None:
    click.echo(f"{plan.opens_at:%Y-%m-%d %H:%M}  opens")
    click.echo(f"{plan.first_at:%Y-%m-%d %H:%M}  {plan.first} invitations")
    if plan.rest:
        click.echo(f"{plan.rest_at:%Y-%m-%d %H:%M}  {plan.rest} invitations, unless held")
    for day in plan.reminders:
        click.echo(f"{day}        reminders")
    click.echo(f"{plan.closes_at:%Y-%m-%d %H:%M}  closes")


def _print_lacking(check: LaunchCheck) -> None:
    table = PlainTable("leader", "workplace", "group", "invited", "at best")
    for group in check.small:
        fate = f"with {', '.join(group.joins)}" if group.joins else "hidden"
        table.add_row(group.leader, group.workplace, group.group, str(group.invited), fate)
    table.show()
    for empty in (*check.lacking.named, *check.lacking.empty):
        names = "; ".join(leader.name for leader in empty.leaders)
        click.echo(f"Nobody in {empty.group}: {names}")
    for leader in check.lacking.uncoached:
        click.echo(f"Without a coach: {leader.name}")
    for led in check.lacking.led_coaches:
        click.echo(f"Coach and leader: {led.leader.name}, coach of {led.coaches}")


def _print_people(check: LaunchCheck) -> None:
    for odd in check.odd:
        click.echo(f"Odd: {_named(odd.who)} {odd.guess and f'(meant {odd.guess}?)'}")
    for who in check.outside:
        click.echo(f"Outside: {_named(who)}")
    for same in check.namesakes:
        click.echo(f"Same name: {'; '.join(map(_named, same))}")
    for busy in check.busy:
        click.echo(f"Often asked: {_named(busy.who)}, {busy.tasks} leaders")


def _named(who: Listed) -> str:
    return ", ".join(part for part in (who.name, who.workplace, who.address) if part)
