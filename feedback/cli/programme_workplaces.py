"""`feedback programme workplaces`: who works where, from a staff list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedback.cli.acting import act
from feedback.cli.finding import find_programme_by_word
from feedback.cli.people_reading import LANGUAGE, answers_of, reading_options, stop_reading
from feedback.operations.people.file import PeopleFileError, read_staff_file
from feedback.operations.people.workplaces import put_staff

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.operations.acts import Actor
    from feedback.operations.people.workplaces import StaffChange


@click.command()
@click.argument("which", metavar="PROGRAMME")
@click.argument(
    "path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--whole", is_flag=True, help="Whoever is not in the file is gone.")
@reading_options
@LANGUAGE
def workplaces(which: str, path: Path, language: str, *, whole: bool, **said: str | None) -> None:
    """Take who works at which workplace from a staff list."""
    try:
        file = read_staff_file(path.read_bytes(), answers=answers_of(said))
    except PeopleFileError as error:
        stop_reading(error, language)

    def put_them(session: Session, by: Actor) -> StaffChange:
        found = find_programme_by_word(session, which)
        return put_staff(session, found, file, is_whole=whole, by=by)

    change = act(put_them)
    for notice in file.advice:
        click.echo(notice.text(language), err=True)
    click.echo(
        f"{change.people} people with names and {change.unnamed} without: {change.added} are new, "
        f"{change.moved} have moved, {change.gone} are gone."
    )
