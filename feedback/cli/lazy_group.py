"""A group of commands that loads a command's module only when the command is used."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class CommandPlace:
    """Where a command lies, and the line that `--help` shows of it."""

    module: str
    name: str
    summary: str


class LazyGroup(click.Group):
    """Lists its commands without importing them: one broken module breaks one command."""

    def __init__(self, *args: Any, places: dict[str, CommandPlace], **kwargs: Any) -> None:  # noqa: ANN401 - click's own
        """Keep where the commands lie."""
        super().__init__(*args, **kwargs)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands' names in the order of the table."""
        del ctx
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command and return the command."""
        del ctx
        place = self.places.get(cmd_name)
        if place is None:
            return None
        command: click.Command = getattr(import_module(place.module), place.name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, importing nothing."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.summary) for name, place in self.places.items()])
