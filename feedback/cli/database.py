"""`feedback database`: make and migrate the database."""

from __future__ import annotations

import click

from feedback.cli.running import settings_for
from feedback.config import Settings
from feedback.database import migrate as migrate_database


@click.group()
def database() -> None:
    """Make and migrate the database."""


@database.command()
@click.option("--revision", default="head", show_default=True, help="Up to which revision.")
def migrate(revision: str) -> None:
    """Bring the database to the newest schema, making it if it is not there."""
    settings = settings_for(Settings)
    migrate_database(settings.database, revision=revision)
    click.echo("The database is up to date.")
