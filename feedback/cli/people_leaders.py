"""Leaders one by one on the command line: add, change, remove, before the launch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from feedback.cli.people_raters import LEADER, WHICH, find_leader
from feedback.cli.running import actor, find_by_word, open_database, settings_for
from feedback.clock import utc_now
from feedback.config import Settings
from feedback.operations import audit_log
from feedback.operations.people.leaders import add_leader, change_leader, remove_leader
from feedback.operations.people.people_list import LeaderEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from feedback.models import Subject

_FACTS = (
    click.option("--title", help="What the leader is, as raters read it."),
    click.option("--unit", help="Where the leader works."),
    click.option("--coach-email", help="The coach's address; empty for none."),
    click.option("--approver-email", help="Who approves the list of raters; empty for none."),
)


def _facts_of_a_leader(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_FACTS):
        command = option(command)
    return command


@click.command("add-leader")
@WHICH
@click.option("--name", required=True, help="The leader's name.")
@click.option("--email", required=True, help="The leader's address.")
@click.option("--language", default="sv", show_default=True)
@_facts_of_a_leader
def add(which: str, name: str, email: str, language: str, **facts: str | None) -> None:
    """Put one more leader into a campaign; they answer about themselves, too."""
    entry = LeaderEntry(email, name, language=language, **_given(facts))
    with open_database(settings_for(Settings)) as database, database.writing() as session:
        campaign = find_by_word(session, which)
        add_leader(session, campaign, entry)
        _note(session, "add leader", f"campaign {campaign.id}")
    click.echo(f"{name} is added.")


@click.command("change-leader")
@WHICH
@LEADER
@click.option("--name", help="The leader's name.")
@_facts_of_a_leader
def change(which: str, leader: str, **facts: str | None) -> None:
    """Change what is known of a leader; what is not named stays."""
    with open_database(settings_for(Settings)) as database, database.writing() as session:
        subject = find_leader(session, find_by_word(session, which), leader)
        change_leader(session, subject, replace(_entry_of(subject), **_given(facts)))
        _note(session, "change leader", f"subject {subject.id}")
    click.echo("Changed.")


@click.command("remove-leader")
@WHICH
@LEADER
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(which: str, leader: str, *, yes: bool) -> None:
    """Take a leader out of a campaign, with everybody asked only about them."""
    if not yes:
        click.confirm(f"Remove {leader} from the campaign?", abort=True)
    with open_database(settings_for(Settings)) as database, database.writing() as session:
        subject = find_leader(session, find_by_word(session, which), leader)
        thing, name = f"subject {subject.id}", subject.person.name
        remove_leader(session, subject)
        _note(session, "remove leader", thing)
    click.echo(f"{name} is removed from the campaign.")


COMMANDS = (add, change, remove)


def _given(facts: dict[str, str | None]) -> dict[str, Any]:
    """Return what the command line names; an empty text takes a fact away."""
    return {name: value for name, value in facts.items() if value is not None}


def _entry_of(subject: Subject) -> LeaderEntry:
    person = subject.person
    return LeaderEntry(
        email=person.email or "",
        name=person.name,
        title=subject.title,
        unit=subject.unit_name,
        coach_email=subject.coach.email if subject.coach else None,
        language=person.language,
        approver_email=subject.approver.email if subject.approver else None,
    )


def _note(session: Session, action: str, thing: str) -> None:
    audit_log.note(session, actor=actor(), action=action, object=thing, now=utc_now())
