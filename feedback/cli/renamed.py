"""Words of the command line that earlier versions spelled otherwise; what says them goes on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from click.parser import _OptionParser


class RenamedOption(click.Option):
    """An option that also answers to its earlier name, which no help shows."""

    def __init__(self, *args: Any, earlier: str, **kwargs: Any) -> None:  # noqa: ANN401 - click's own
        """Keep the earlier name beside the others."""
        super().__init__(*args, **kwargs)
        self.earlier = earlier

    def add_to_parser(self, parser: _OptionParser, ctx: click.Context) -> None:
        """Let the parser take both."""
        super().add_to_parser(parser, ctx)
        parser.add_option(self, [self.earlier], dest=self.name, action="store", nargs=self.nargs)


class RenamedGroup(click.Group):
    """A group whose commands also answer to earlier names, which no help shows."""

    earlier: Final = {"add-unit": "add-department"}

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name, or by the one that it had."""
        return super().get_command(ctx, self.earlier.get(cmd_name, cmd_name))


department_option = partial(click.option, "--department", cls=RenamedOption, earlier="--unit")
"""The option that names a department."""
