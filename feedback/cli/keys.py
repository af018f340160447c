"""`feedback keys prepare`: say that the folders of keys are there, and their disks with them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click
from sqlalchemy import select

from feedback.ballot.marker import is_marked
from feedback.cli.acting import act, operator
from feedback.cli.asking import make_sure
from feedback.cli.running import open_database, settings_for, stop
from feedback.config import WorkerSettings
from feedback.models import Campaign
from feedback.operations.campaigns.key_folders import HAVING_KEYS, note_prepared
from feedback.operations.campaigns.key_watch import watch_keys

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.operations.acts import Actor


@click.group()
def keys() -> None:
    """Make ready the folders where keys lie."""


@keys.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def prepare(*, yes: bool) -> None:
    """Make and mark each folder of the settings, and copy to it the keys that it lacks.

    Do this after a mirror was set or a disk was replaced, as the worker's user and with its
    settings, while all disks are there: a marked folder counts as the disk itself.
    """
    settings = settings_for(WorkerSettings)
    with open_database(settings) as database:
        with database.reading() as session:
            ids = session.scalars(select(Campaign.id).where(Campaign.state.in_(HAVING_KEYS))).all()
        for folder in settings.key_folders:
            new = [path for path in folder.folders if not is_marked(path)]
            for path in new:
                make_sure(_question(path, ids), yes=yes)
            try:
                folder.prepare()
            except OSError as error:
                stop([f"{error.filename}: {error.strerror}."], 1)
            act(partial(_note, new), settings=settings)
            for path in folder.folders:
                click.echo(f"{path} is ready.")
        for campaign_id in ids if settings.has_seal_keys else ():
            watch_keys(database, settings, campaign_id, by=operator(settings))


def _note(new: list[Path], session: Session, by: Actor) -> None:
    note_prepared(session, new, by=by)


def _question(path: Path, campaign_ids: Iterable[UUID]) -> str:
    lacking = sum(not (path / f"{campaign_id}.key").exists() for campaign_id in campaign_ids)
    if lacking:
        return f"{path} lacks the keys of {lacking} running campaigns. Is its disk there?"
    return f"{path} is new. Is its disk there?"
