"""`feedback database`: make and migrate the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedback.backups import upgrade
from feedback.cli.running import settings_for, told_as_lines
from feedback.clock import utc_now
from feedback.config import WorkerSettings

if TYPE_CHECKING:
    from feedback.backups import Upgraded


@click.group()
def database() -> None:
    """Make and migrate the database."""


@database.command()
@click.option("--revision", default="head", show_default=True, help="Up to which revision.")
@click.option(
    "--backups",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for the backup; else FEEDBACK_BACKUPS.",
)
@click.option("--no-backup", is_flag=True, help="You have one: a snapshot of the stopped machine.")
def migrate(revision: str, backups: Path | None, *, no_backup: bool) -> None:
    """Bring the database to the newest schema, making it if it is not there.

    Stop web and worker first. A backup is made before anything changes; what fails leaves the
    database as it was. Run it as the worker's user.
    """
    settings = settings_for(WorkerSettings)
    folder = None if no_backup else backups or settings.backup_folder
    with told_as_lines():
        done = upgrade(settings, now=utc_now(), backups=folder, revision=revision)
    _tell(done)


def _tell(done: Upgraded) -> None:
    if not done.steps:
        click.echo(f"The database is up to date: revision {done.after}.")
        return
    if done.backup is not None:
        click.echo(
            f"Backup: {done.backup}. It knows who had answered by then: remove it when all is well."
        )
    elif done.before is not None:
        click.echo("No backup was made.")
    click.echo(f"Revision {done.before or 'none, a new database'} -> {done.after}:")
    for step in done.steps:
        click.echo(f"  {step.revision}  {step.does}")
    click.echo("The database is up to date.")
