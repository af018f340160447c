"""`feedback retention`: how long what is kept, stops on erasing, and the protocol."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedback.cli.acting import act, operator
from feedback.cli.arguments import DAY
from feedback.cli.columns import PlainTable
from feedback.cli.finding import find_by_word, find_department_by_name
from feedback.cli.renamed import department_option
from feedback.cli.running import (
    open_database,
    preferred_language,
    settings_for,
)
from feedback.clock import utc_now
from feedback.config import Settings
from feedback.errors import InputError
from feedback.operations import audit_chain, retention
from feedback.operations.appearance import organisation_name
from feedback.operations.ballot_box.erasing import scrub
from feedback.operations.people.departments import all_departments
from feedback.records import protocol_pdf

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Department, ErasureStop
    from feedback.operations.acts import Actor


@click.group("retention")
def retention_commands() -> None:
    """Decide how long what is kept, stop erasing, and print what was erased."""


@retention_commands.command()
@department_option("name", default="", help="Only this department.")
def show(name: str) -> None:
    """Show how long each department keeps what, and the stops that hold."""
    with open_database(settings_for(Settings)) as database, database.reading() as session:
        table = PlainTable("department", "kind", "days", "decision")
        departments = _departments(session, name)
        rules = retention.rules_by_department(session, departments)
        for department in departments:
            for rule in rules[department.id]:
                decision = rule.decision or "(default)"
                table.add_row(department.name, rule.kind.name, str(rule.days), decision)
        table.show()
        for stop in retention.active_stops(session):
            click.echo(_line_of(stop))


@retention_commands.command("set")
@click.argument("kind")
@click.option("--days", required=True, type=int, help="After the campaign has ended.")
@click.option("--decision", required=True, help="Where it says so: plan of documents, minutes.")
@department_option("name", default="", help="Only this department; else every department.")
def set_rule(kind: str, days: int, decision: str, name: str) -> None:
    """Keep a KIND of data for so many days, by a decision."""

    def set_them(session: Session, by: Actor) -> list[Department]:
        departments = _departments(session, name)
        for department in departments:
            retention.set_rule(session, department, kind, days=days, decision=decision, by=by)
        return departments

    for department in act(set_them):
        click.echo(f"{department.name} keeps {kind} for {days} days.")


@retention_commands.command()
@click.option("--reason", required=True, help="Why nothing may be erased.")
@department_option("name", default="", help="Only this department.")
@click.option("--campaign", "which", default="", help="Only this campaign.")
def stop(reason: str, name: str, which: str) -> None:
    """Stop erasing of a campaign, of a department, or of everything."""

    def set_it(session: Session, by: Actor) -> str:
        campaign = find_by_word(session, which) if which else None
        department = find_department_by_name(session, name) if name else None
        made = retention.set_stop(
            session, reason=reason, by=by, department=department, campaign=campaign
        )
        return _line_of(made)

    click.echo(act(set_it))
    click.echo("Closing a campaign still destroys what joins answers to people.")


@retention_commands.command()
@click.argument("stop_id", metavar="STOP")
def lift(stop_id: str) -> None:
    """Lift the stop whose id begins with STOP; `show` lists them."""

    def lift_it(session: Session, by: Actor) -> None:
        found = [one for one in retention.active_stops(session) if str(one.id).startswith(stop_id)]
        if len(found) != 1:
            raise InputError(
                [f"{len(found)} stops begin with {stop_id!r}: feedback retention show"]
            )
        retention.lift_stop(session, found[0], by=by)

    act(lift_it)
    click.echo("Lifted. What is due goes in the coming night.")


@retention_commands.command()
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def run(*, dry_run: bool) -> None:
    """Erase what is due now; the worker does it every night."""
    settings = settings_for(Settings)
    lines = _tried(settings) if dry_run else act(_erase, settings=settings)
    if lines and not dry_run:
        with open_database(settings) as database:
            scrub(database)
    for line in lines:
        click.echo(line)
    click.echo(f"{len(lines)} kinds {'would go' if dry_run else 'erased'}.")


@retention_commands.command()
@department_option("name", default="", help="Only this department.")
@click.option("--since", type=DAY, help="Only from this day on.")
@click.option("--out", type=click.Path(path_type=Path), help="Write a PDF.")
@click.option("--language", type=click.Choice(["sv", "en"]), default=preferred_language)
def protocol(name: str, since: datetime | None, out: Path | None, language: str) -> None:
    """Show or print what was erased, when and on which ground."""
    settings = settings_for(Settings)
    with open_database(settings) as database, database.reading() as session:
        departments = _departments(session, name) if name else []
        moment = since.replace(tzinfo=settings.zone) if since else None
        lines = retention.protocol_of(
            session,
            department_ids=[department.id for department in departments] if name else None,
            since=moment,
        )
        if out is None:
            for line in lines:
                where = line.campaign.name if line.campaign else "everywhere"
                click.echo(f"{line.at:%Y-%m-%d}  {line.kind}  {line.count}  {where}")
            return
        organisation = organisation_name(session, settings)
        content = protocol_pdf(
            lines,
            title=name or organisation,
            head=audit_chain.head_of(session),
            organisation=organisation,
            now=utc_now().astimezone(settings.zone),
            language=language,
        )
        out.write_bytes(content)
        click.echo(f"{len(lines)} lines: {out}")


def _erase(session: Session, by: Actor) -> list[str]:
    return [
        f"{line.campaign.name if line.campaign else 'everywhere'}: {line.count} of {line.kind}"
        for line in retention.erase_due(session, by=by)
    ]


def _tried(settings: Settings) -> list[str]:
    """Return what would go: it goes, and comes back."""
    with open_database(settings) as database, database.session(writing=True) as session:
        lines = _erase(session, operator(settings))
        session.rollback()
        return lines


def _departments(session: Session, name: str) -> list[Department]:
    if not name:
        return list(all_departments(session))
    return [find_department_by_name(session, name)]


def _line_of(stop: ErasureStop) -> str:
    where = (
        stop.campaign.name
        if stop.campaign
        else stop.department.name
        if stop.department
        else "everything"
    )
    since = f"since {stop.since:%Y-%m-%d}, by {stop.set_by}"
    return f"STOP {str(stop.id)[:8]}  {where}  {since}: {stop.reason}"
