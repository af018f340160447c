"""`feedback backup` and `feedback restore`: the database, without the keys."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from sqlalchemy.exc import SQLAlchemyError

from feedback.backups import Manifest, back_up, new_path, read_manifest, refuse_near_keys
from feedback.backups import restore as restore_backup
from feedback.cli.acting import operator
from feedback.cli.asking import make_sure
from feedback.cli.running import FAULTY_INPUT, settings_for, stop, told_as_lines
from feedback.clock import told_in, utc_now
from feedback.config import Settings, WorkerSettings
from feedback.database import Database
from feedback.operations.presence import BACKUP, note_run

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED: Final = re.compile(r"feedback-(\d{8}T\d{6}Z)(?:-[^.]*)?\.backup")


@click.command()
@click.argument("target", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--keep-days",
    type=click.IntRange(min=1, max=36_500),
    help="In a folder: remove those that are older, once the new one is made.",
)
def backup(target: Path | None, keep_days: int | None) -> None:
    """Back up the database into FILE, or into a new file in a folder, while everything runs.

    Without FILE the folder is that of FEEDBACK_BACKUPS.

    The keys are never in it: exclude their folders from every other backup, too. Whoever has
    a backup knows who had answered by then, so its owner alone may read it.
    """
    settings, now = settings_for(WorkerSettings), utc_now()
    folder = target or settings.backup_folder
    if keep_days and target and not target.is_dir():
        stop(["--keep-days looks into a folder: name one, or none."], FAULTY_INPUT)
    with told_as_lines():
        is_folder = target is None or target.is_dir()
        refuse_near_keys(settings, folder if is_folder else folder.parent)
        target = new_path(folder, now=now) if is_folder else folder
        manifest = back_up(settings.database, target, now=now)
    _note(settings)
    # Without its size: a timer's log would tell how many have answered since the night before.
    click.echo(f"{target}: schema {manifest.revision}, no keys.")
    if keep_days:
        for old in _older_than(now - timedelta(days=keep_days), folder):
            old.unlink()
            click.echo(f"{old} is removed: older than {keep_days} days.")


def _older_than(moment: datetime, folder: Path) -> Iterator[Path]:
    """Give the backups of a folder from before a moment; what has another name is not ours."""
    for file in sorted(folder.iterdir()):
        named = _NAMED.fullmatch(file.name)
        if named and datetime.strptime(named[1], "%Y%m%dT%H%M%S%z") < moment:
            yield file


@click.command()
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(source: Path, *, yes: bool) -> None:
    """Put a backup in the place of the database. Stop web and worker first.

    All mail is on hold afterwards: compare `feedback mail list --state queued` with what the mail
    server has sent since, then `feedback mail release`.
    """
    settings = settings_for(WorkerSettings)
    with told_as_lines():
        manifest = read_manifest(source)
        click.echo(
            f"This brings back {_moment(manifest, settings)}, schema {manifest.revision}. "
            "What came since is lost: who answered after that can answer again by the same link."
        )
        make_sure("Replace the database?", yes=yes)
        restored = restore_backup(settings, source, by=operator(settings))
    if restored.before:
        click.echo(
            f"The database that was there lies in {restored.before}; remove it when all is well."
        )
    for name in restored.beyond_recall:
        click.echo(
            f"{name}: its keys are not here. If their disk is absent, bring it back; else they "
            "were destroyed at a close since, and nobody can open its answers."
        )
    for name, notes in restored.unvouched.items():
        click.echo(
            f"{name}: the backup is from before answers bore a MAC, so its close would be refused. "
            "If you made it yourself, before that upgrade, the worker vouches once more after: "
            f"rm {' '.join(map(str, notes))}"
        )
    click.echo("Restored. All mail is on hold. Next: start the worker, then the web.")


def _moment(manifest: Manifest, settings: Settings) -> str:
    """Return when a backup was made, as clocks on the wall show it; as it stands if it is odd."""
    with suppress(ValueError):
        return told_in(settings.zone, datetime.fromisoformat(manifest.made_at))
    return manifest.made_at


def _note(settings: Settings) -> None:
    """Note in the database that a backup was made: whoever watches asks how old the last one is."""
    database = Database(settings.database)
    try:
        with database.writing() as session:
            note_run(session, BACKUP, now=utc_now())
    except SQLAlchemyError:  # a role that may only read makes a whole backup all the same
        click.echo("That it was made cannot be noted in the database: watch its age yourself.")
    finally:
        database.dispose()
