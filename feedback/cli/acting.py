"""How a command does one thing: look, ask, and then do it, in a session that nobody waits in.

What is wrong becomes a line and an exit code (`told_as_lines`); operations note their own
acts. Whoever is asked saw what a first session read; a second one writes.
"""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, TypeVar

import click

from feedback.cli.asking import make_sure
from feedback.cli.finding import find_by_word, find_leader
from feedback.cli.running import open_database, settings_for
from feedback.clock import moment_in
from feedback.config import Settings
from feedback.database import with_a_second_look
from feedback.files.owners import me
from feedback.operations.acts import Actor

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from feedback.models import Campaign, Subject

T = TypeVar("T")


def operator(settings: Settings) -> Actor:
    """Return whoever runs the command, by the system's user, acting now."""
    return Actor(f"operator {_person()}", moment_in(settings.zone))


def _person() -> str:
    """Return who typed the command; the number of the user that has no name, as in a container."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return me()


def act(
    do: Callable[[Session, Actor], T],
    *,
    ask: Callable[[Session], str] | None = None,
    yes: bool = False,
    settings: Settings | None = None,
) -> T:
    """Do one thing and keep it, or say what is wrong; first ask what a look says, if anything.

    The look refuses at once what cannot be done, before anybody is asked.
    """
    settings = settings or settings_for(Settings)
    with open_database(settings) as database:
        if ask is not None:
            with database.reading() as session:
                question = ask(session)
            make_sure(question, yes=yes)

        def to_its_commit() -> T:
            with database.writing() as session:
                return do(session, operator(settings))

        return with_a_second_look(to_its_commit)


def act_on_campaign(
    which: str,
    do: Callable[[Session, Campaign, Actor], T],
    *,
    ask: str | Callable[[Session, Campaign], str] = "",
    yes: bool = False,
) -> T:
    """Do one thing to the campaign of a name: the one that was asked about."""
    seen: list[str] = []

    def look(session: Session) -> str:
        found = find_by_word(session, which)
        seen.append(str(found.id))
        return f"{found.name}: {ask if isinstance(ask, str) else ask(session, found)}"

    return act(
        lambda session, by: do(session, find_by_word(session, [which, *seen][-1]), by),
        ask=look if ask else None,
        yes=yes,
    )


def act_on_leader(
    which: str,
    leader: str,
    do: Callable[[Session, Subject, Actor], T],
    *,
    ask: str = "",
    yes: bool = False,
) -> T:
    """Do one thing to a leader of a campaign."""
    return act_on_campaign(
        which,
        lambda session, campaign, by: do(session, find_leader(session, campaign, leader), by),
        ask=ask,
        yes=yes,
    )


def change_campaign(
    which: str,
    do: Callable[[Session, Campaign, Actor], object],
    *,
    ask: str = "",
    yes: bool = False,
) -> None:
    """Do one thing to a campaign, and say how it stands then."""

    def done(session: Session, campaign: Campaign, by: Actor) -> str:
        do(session, campaign, by)
        return f"{campaign.name}: {campaign.state}, last day {campaign.last_day}."

    click.echo(act_on_campaign(which, done, ask=ask, yes=yes))
