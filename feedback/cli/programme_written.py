"""`feedback programme teams|cohorts|memberships|modules|occasions|initiatives`: its lists."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedback.cli.acting import act
from feedback.cli.finding import find_programme_by_word
from feedback.operations.people.management_teams import put_teams
from feedback.operations.programmes.cohorts import put_cohorts
from feedback.operations.programmes.courses import put_modules, put_occasions
from feedback.operations.programmes.initiatives import put_initiatives
from feedback.operations.programmes.memberships import put_memberships

if TYPE_CHECKING:
    from typing import Protocol

    from sqlalchemy.orm import Session

    from feedback.models import Programme
    from feedback.operations.acts import Actor

    class _Put(Protocol):
        def __call__(
            self, session: Session, programme: Programme, text: str, *, by: Actor
        ) -> None: ...


_WHICH = click.argument("which", metavar="PROGRAMME")
_FILE = click.argument(
    "path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


def _taking(name: str, put: _Put, help_text: str) -> click.Command:
    """Return the command that takes what one list of a programme says from a file."""

    @click.command(name, help=help_text)
    @_WHICH
    @_FILE
    def command(which: str, path: Path) -> None:
        _take(which, path, put)
        click.echo(f"The {name} are kept.")

    return command


teams = _taking(
    "teams",
    put_teams,
    'Take who belongs to which team from a file: team; name; address; and "chef" for the head.',
)
cohorts = _taking(
    "cohorts",
    put_cohorts,
    "Take the cohorts from a file: name; first day; last day.",
)
modules = _taking(
    "modules",
    put_modules,
    "Take the modules from a file: module; name and address of who holds it.",
)
occasions = _taking(
    "occasions",
    put_occasions,
    "Take when modules are held from a file: module; cohort; day; what was altered.",
)
initiatives = _taking(
    "initiatives",
    put_initiatives,
    "Take what was set going from a file, one a line: as the programme's page hands it out.",
)


@click.command()
@_WHICH
@_FILE
@click.option("--whole", is_flag=True, help="Whoever is not in the file is taken away.")
@click.option("--put-right", is_flag=True, help="Change those whose cohort has begun, too.")
def memberships(which: str, path: Path, *, whole: bool, put_right: bool) -> None:
    """Put people into cohorts from a file: name; address; cohort; team; workplace; level."""

    def put(session: Session, programme: Programme, text: str, *, by: Actor) -> None:
        put_memberships(session, programme, text, is_whole=whole, puts_right=put_right, by=by)

    _take(which, path, put)
    click.echo("It is kept who belongs to which cohort.")


def _take(which: str, path: Path, put: _Put) -> None:
    text = path.read_text(encoding="utf-8-sig")
    act(lambda session, by: put(session, find_programme_by_word(session, which), text, by=by))
