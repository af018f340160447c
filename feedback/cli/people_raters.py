"""Raters one by one on the command line: list, add, withdraw, replace, correct, resend, move."""

from __future__ import annotations

import click

from feedback.cli.acting import act_on_leader
from feedback.cli.arguments import LEADER, RATER, WHICH, with_options
from feedback.cli.columns import PlainTable
from feedback.cli.finding import find_by_word, find_leader, find_rater
from feedback.cli.renamed import RenamedOption
from feedback.cli.running import open_database, settings_for
from feedback.config import Settings
from feedback.operations.campaigns.tables import raters_of
from feedback.operations.letters.asking_again import send_link_again
from feedback.operations.people.people_list import RaterEntry
from feedback.operations.people.raters import (
    add_rater,
    correct_address,
    move_rater,
    replace_rater,
    withdraw_rater,
)
from feedback.text.names import read_name

_NEW = (
    click.option("--name", required=True, help="The new rater's name."),
    click.option("--email", default="", help="The new rater's address."),
    click.option(
        "--own-number",
        cls=RenamedOption,
        earlier="--rater-id",
        default="",
        help="A number of their own, if they have no address.",
    ),
    click.option("--workplace", default="", help="Where they work."),
    click.option("--group", required=True, help="The key of a group of the survey."),
    click.option("--language", default="sv", show_default=True),
)


@click.command("list")
@WHICH
@LEADER
def list_raters(which: str, leader: str) -> None:
    """List who is on a leader's list, and who of them is asked."""
    settings = settings_for(Settings)
    table = PlainTable("name", "workplace", "address", "group", "asked", "leaders in all")
    with open_database(settings) as database, database.reading() as session:
        subject = find_leader(session, find_by_word(session, which), leader)
        for row in raters_of(session, subject):
            asked = "yes" if row.is_asked else "no"
            table.add_row(row.name, row.workplace, row.address, row.group, asked, str(row.load))
    table.show()


@click.command("add")
@WHICH
@LEADER
@with_options(*_NEW)
def add(which: str, leader: str, **new: str) -> None:
    """Ask one more person; in an open campaign the invitation goes at once."""
    act_on_leader(
        which,
        leader,
        lambda session, subject, by: add_rater(session, subject, _entry(**new), by=by),
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
        lambda session, subject, by: withdraw_rater(
            session, find_rater(session, subject, rater), by=by
        ),
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
        lambda session, subject, by: replace_rater(
            session, find_rater(session, subject, rater), _entry(**new), by=by
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
        lambda session, subject, by: correct_address(
            session, find_rater(session, subject, rater), email, by=by
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
        lambda session, subject, by: send_link_again(
            session, find_rater(session, subject, rater), by=by
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
        lambda session, subject, by: move_rater(
            session, find_rater(session, subject, rater), group, by=by
        ),
    )
    click.echo("The group is changed.")


COMMANDS = (list_raters, add, withdraw, replace, correct, resend, move)


def _entry(
    *, name: str, email: str, own_number: str, workplace: str, group: str, language: str
) -> RaterEntry:
    name = read_name(name, email)
    return RaterEntry(name, group, email or None, own_number or None, language, workplace)
