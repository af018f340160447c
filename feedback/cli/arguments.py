"""What many commands take: a campaign, a leader of it, a rater, a day, several options at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable

Command = TypeVar("Command", bound="Callable[..., Any]")

WHICH = click.argument("which", metavar="CAMPAIGN")
LEADER = click.option("--leader", required=True, help="The leader's address.")
RATER = click.option("--rater", required=True, help="The rater's address, or # and the number.")
DAY = click.DateTime(["%Y-%m-%d"])


def with_options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Return a decorator that gives a command several options at once."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate
