"""Leaders one by one on the command line: add, change, remove, before the launch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from feedback.cli.acting import act_on_campaign, act_on_leader
from feedback.cli.arguments import LEADER, WHICH, with_options
from feedback.cli.renamed import RenamedOption
from feedback.operations.people.leaders import add_leader, change_leader, remove_leaders
from feedback.operations.people.people_list import LeaderEntry
from feedback.operations.people.present import people_of
from feedback.operations.subjects import called
from feedback.text.names import read_name

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Subject
    from feedback.operations.acts import Actor

_FACTS = (
    click.option("--title", help="What the leader is, as raters read it."),
    click.option(
        "--workplace", cls=RenamedOption, earlier="--unit", help="Where the leader works."
    ),
    click.option("--coach-email", help="The coach's address; empty for none."),
    click.option("--approver-email", help="Who approves the list of raters; empty for none."),
)


@click.command("add-leader")
@WHICH
@click.option("--name", required=True, help="The leader's name.")
@click.option("--email", required=True, help="The leader's address.")
@click.option("--language", default="sv", show_default=True)
@with_options(*_FACTS)
def add(which: str, name: str, email: str, language: str, **facts: str | None) -> None:
    """Put one more leader into a campaign; they answer about themselves, too."""
    name = read_name(name, email)
    entry = LeaderEntry(email, name, language=language, **_given(facts))
    act_on_campaign(
        which, lambda session, campaign, by: add_leader(session, campaign, entry, by=by)
    )
    click.echo(f"{name} is added.")


@click.command("change-leader")
@WHICH
@LEADER
@click.option("--name", help="The leader's name.")
@with_options(*_FACTS)
@click.option("--language", help="In which they are written to and answer: sv, en …")
def change(which: str, leader: str, **facts: str | None) -> None:
    """Change what is known of a leader; what is not named stays."""
    act_on_leader(
        which,
        leader,
        lambda session, subject, by: change_leader(
            session, subject, _changed(session, subject, facts), by=by
        ),
    )
    click.echo("Changed.")


@click.command("remove-leader")
@WHICH
@LEADER
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(which: str, leader: str, *, yes: bool) -> None:
    """Take a leader out of a campaign, with everybody asked only about them."""
    name = act_on_leader(which, leader, _remove, ask=f"Remove {leader}?", yes=yes)
    click.echo(f"{name} is removed from the campaign.")


COMMANDS = (add, change, remove)


def _given(facts: dict[str, str | None]) -> dict[str, Any]:
    """Return what the command line names; an empty text takes a fact away."""
    return {name: value for name, value in facts.items() if value is not None}


def _changed(session: Session, subject: Subject, facts: dict[str, str | None]) -> LeaderEntry:
    given = _given(facts)
    if "name" in given:
        given["name"] = read_name(given["name"], subject.person.email or "")
    return replace(_known(session, subject), **given)


def _known(session: Session, subject: Subject) -> LeaderEntry:
    """Return what is known of a leader, as a list of people has it."""
    leaders, person = people_of(session, subject.campaign).leaders, subject.person
    known = next(one for one in leaders if one.email == person.email)
    return replace(known, language=person.language)  # the list has this campaign's


def _remove(session: Session, subject: Subject, by: Actor) -> str:
    name = called(subject)
    remove_leaders(session, subject.campaign, [subject], by=by)
    return name
