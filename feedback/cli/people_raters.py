"""Raters one by one on the command line: list, add, withdraw, replace, correct, resend, move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from feedback.cli.running import actor, find_by_word, open_database, settings_for
from feedback.clock import utc_now
from feedback.config import Settings
from feedback.errors import InputError
from feedback.models import Invitation, Person, Rater, Subject
from feedback.operations import audit_log
from feedback.operations.mail.asking_again import send_link_again
from feedback.operations.people.people_list import RaterEntry
from feedback.operations.people.raters import (
    add_rater,
    correct_address,
    move_rater,
    replace_rater,
    withdraw_rater,
)
from feedback.operations.people.register import fold_address
from feedback.operations.people.tables import raters_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Campaign

Command = TypeVar("Command", bound="Callable[..., Any]")
T = TypeVar("T")

WHICH = click.argument("which", metavar="CAMPAIGN")
LEADER = click.option("--leader", required=True, help="The leader's address.")
RATER = click.option("--rater", required=True, help="The rater's address, or # and the number.")
_NEW = (
    click.option("--name", required=True, help="The new rater's name."),
    click.option("--email", default="", help="The new rater's address."),
    click.option("--rater-id", default="", help="A number of their own, if they have no address."),
    click.option("--workplace", default="", help="Where they work."),
    click.option("--group", required=True, help="The key of a group of the survey."),
    click.option("--language", default="sv", show_default=True),
)


def with_options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Return a decorator that gives a command several options at once."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def find_leader(session: Session, campaign: Campaign, address: str) -> Subject:
    """Return the leader of a campaign with this address; raise InputError."""
    found = session.scalar(
        select(Subject)
        .join(Person, Subject.person_id == Person.id)
        .where(Subject.campaign_id == campaign.id, Person.email == fold_address(address))
    )
    if found is None:
        raise InputError([f"{address} is no leader of this campaign."])
    return found


def find_rater(session: Session, subject: Subject, identity: str) -> Invitation:
    """Return a rater's task about a leader, by address or by # and the slip's number."""
    is_number = identity.startswith("#")
    who = Person.rater_id == identity[1:] if is_number else Person.email == fold_address(identity)
    found = session.scalar(
        select(Invitation)
        .join(Rater, Invitation.rater_id == Rater.id)
        .join(Person, Rater.person_id == Person.id)
        .where(Invitation.subject_id == subject.id, Person.id != subject.person_id, who)
    )
    if found is None:
        raise InputError([f"{identity} is not asked about {subject.person.name}."])
    return found


@click.command("list")
@WHICH
@LEADER
def list_raters(which: str, leader: str) -> None:
    """List who is on a leader's list, and who of them is asked."""
    settings = settings_for(Settings)
    table = Table("name", "unit", "address", "group", "asked", "leaders in all", box=None)
    with open_database(settings) as database, database.reading() as session:
        subject = find_leader(session, find_by_word(session, which), leader)
        for row in raters_of(session, subject):
            asked = "yes" if row.is_asked else "no"
            table.add_row(row.name, row.unit, row.address, row.group, asked, str(row.load))
    Console().print(table)


@click.command("add")
@WHICH
@LEADER
@with_options(*_NEW)
def add(which: str, leader: str, **new: str) -> None:
    """Ask one more person; in an open campaign the invitation goes at once."""
    act_on_leader(
        which,
        leader,
        "add rater",
        lambda session, subject, now: add_rater(session, subject, _entry(**new), now=now),
    )
    click.echo(f"{new['name']} is added.")


@click.command("withdraw")
@WHICH
@LEADER
@RATER
def withdraw(which: str, leader: str, rater: str) -> None:
    """Stop asking somebody; an answer already given stays."""
    act_on_leader(
        which,
        leader,
        "withdraw rater",
        lambda session, subject, _: withdraw_rater(session, find_rater(session, subject, rater)),
    )
    click.echo("Removed. If the person has answered already, the answer stays.")


@click.command("replace")
@WHICH
@LEADER
@RATER
@with_options(*_NEW)
def replace(which: str, leader: str, rater: str, **new: str) -> None:
    """Ask somebody else instead; an answer already given stays."""
    act_on_leader(
        which,
        leader,
        "replace rater",
        lambda session, subject, now: replace_rater(
            session, find_rater(session, subject, rater), _entry(**new), now=now
        ),
    )
    click.echo("Replaced. If the first one has answered already, that answer stays.")


@click.command("correct")
@WHICH
@LEADER
@RATER
@click.option("--email", required=True, help="The right address.")
def correct(which: str, leader: str, rater: str, email: str) -> None:
    """Send a rater's link to another address; the old link stops working."""
    act_on_leader(
        which,
        leader,
        "correct address",
        lambda session, subject, now: correct_address(
            session, find_rater(session, subject, rater).rater, email, now=now
        ),
    )
    click.echo("The address is changed.")


@click.command("resend")
@WHICH
@LEADER
@RATER
def resend(which: str, leader: str, rater: str) -> None:
    """Send a rater's link once more because the mail is lost; at most once an hour."""
    act_on_leader(
        which,
        leader,
        "send link again",
        lambda session, subject, now: send_link_again(
            session, find_rater(session, subject, rater), now=now
        ),
    )
    click.echo("The link is on its way again.")


@click.command("move")
@WHICH
@LEADER
@RATER
@click.option("--group", required=True, help="The key of a group of the survey.")
def move(which: str, leader: str, rater: str, group: str) -> None:
    """Ask somebody in another group."""
    act_on_leader(
        which,
        leader,
        "move rater",
        lambda session, subject, _: move_rater(session, find_rater(session, subject, rater), group),
    )
    click.echo("The group is changed.")


COMMANDS = (list_raters, add, withdraw, replace, correct, resend, move)


def act_on_leader(
    which: str, leader: str, action: str, operation: Callable[[Session, Subject, datetime], T]
) -> T:
    """Do one thing to a leader of a campaign, and note it; return what came of it."""
    settings = settings_for(Settings)
    with open_database(settings) as database, database.writing() as session:
        subject, now = find_leader(session, find_by_word(session, which), leader), utc_now()
        thing = f"subject {subject.id}"
        result = operation(session, subject, now)
        audit_log.note(session, actor=actor(), action=action, object=thing, now=now)
    return result


def _entry(
    *, name: str, email: str, rater_id: str, workplace: str, group: str, language: str
) -> RaterEntry:
    return RaterEntry(name, group, email or None, rater_id or None, language, workplace)
