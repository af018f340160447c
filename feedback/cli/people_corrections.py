"""`feedback campaign people`: what raters say is wrong, and how it is put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feedback.cli.acting import act_on_leader
from feedback.cli.arguments import LEADER, RATER, WHICH
from feedback.cli.columns import PlainTable
from feedback.cli.finding import find_by_word, find_rater
from feedback.cli.running import open_database, settings_for
from feedback.config import Settings
from feedback.errors import InputError
from feedback.operations.people.corrections import (
    ask_at_address,
    ask_in_group,
    ask_no_more,
    corrections_of,
    find_correction,
    leave_as_it_is,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Subject
    from feedback.operations.acts import Actor


@click.command("reported")
@WHICH
def list_reported(which: str) -> None:
    """List what raters say is wrong: person, group, or that they have left."""
    settings = settings_for(Settings)
    table = PlainTable("name", "address", "leader", "group", "wrong", "words")
    with open_database(settings) as database, database.reading() as session:
        for one in corrections_of(session, find_by_word(session, which)):
            asked = one.invitation
            person, leader = asked.rater.person, asked.subject.person
            if person is not None:
                who = person.name, person.email or f"#{person.own_number}"
                table.add_row(*who, leader.name, asked.group, one.wrong, one.words)
    table.show()


@click.command("settle")
@WHICH
@LEADER
@RATER
@click.option("--withdraw", "how", flag_value="withdraw", help="Ask no more.")
@click.option("--leave", "how", flag_value="leave", help="Nothing is to change.")
@click.option("--group", default="", help="Ask in this group.")
@click.option("--email", default="", help="Send the link to this address.")
def settle(which: str, leader: str, rater: str, how: str | None, group: str, email: str) -> None:
    """Put right what a rater said is wrong, in one of four ways."""
    if sum(map(bool, (how, group, email))) != 1:
        raise click.UsageError("Give one of --withdraw, --leave, --group and --email.")

    def put_right(session: Session, subject: Subject, by: Actor) -> None:
        asked = find_rater(session, subject, rater)
        found = find_correction(session, subject.campaign, asked.id)
        if found is None:
            raise InputError([f"{rater} has not said that anything is wrong."])
        if group:
            ask_in_group(session, found, group, by=by)
        elif email:
            ask_at_address(session, found, email, by=by)
        elif how == "withdraw":
            ask_no_more(session, found, by=by)
        else:
            leave_as_it_is(session, found, by=by)

    act_on_leader(which, leader, put_right)
    click.echo("Done.")


COMMANDS = (list_reported, settle)
