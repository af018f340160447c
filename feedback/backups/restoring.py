"""Restore a backup: check it, bring it to today's schema, hold all mail, put it in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from feedback.backups import postgresql, sqlite
from feedback.backups.archive import Manifest, extract_dump, read_manifest, workshop
from feedback.backups.disks import is_of_disk, told_of
from feedback.backups.errors import BackupFaultyError, NoRoomToRestoreError
from feedback.backups.making import engine_of
from feedback.database import Database, alembic_config, migrate
from feedback.database.schema import lacking
from feedback.models import Campaign, State
from feedback.operations.campaigns.pledges import unvouched
from feedback.operations.letters.restoring import RESTORED, make_safe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from feedback.config import WorkerSettings
    from feedback.operations.acts import Actor

_NEEDS_KEYS = (State.OPEN, State.CLOSING)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and what it cannot bring back."""

    manifest: Manifest
    before: Path | None  # where the database that was there lies now
    beyond_recall: tuple[str, ...]  # campaigns of the backup whose keys are gone
    unvouched: Mapping[str, tuple[Path, ...]]  # campaigns from before the MACs, and their notes


def restore(settings: WorkerSettings, source: Path, *, by: Actor) -> Restored:
    """Put a backup in the place of the database, in today's schema, with all mail on hold.

    Nothing is changed unless the backup is whole and of this engine, its schema is known, and
    web and worker are stopped. Raises BackupError.
    """
    url = settings.database
    manifest = _checked(source, url)
    is_file = manifest.engine == "sqlite"
    # A file is moved to its place, so it is made ready beside it.
    place = sqlite.file_of(url).parent if is_file else settings.instance
    with told_of(place, full=NoRoomToRestoreError, then="See: feedback doctor"):
        place.mkdir(parents=True, exist_ok=True)
        with workshop(place, ".feedback-restore-") as folder:
            dump = _extracted(source, manifest, folder)
            ready = f"sqlite:///{dump}" if is_file else url
            if is_file:
                sqlite.refuse_damaged(dump)
            else:
                postgresql.restore(url, dump, held_because=RESTORED)
            _make_ready(ready, manifest, source, by=by)
            before = sqlite.put_in_place(dump, url, now=by.now) if is_file else None
    return Restored(manifest, before, _beyond_recall(url, settings), _unvouched(url, settings))


def _checked(source: Path, url: str) -> Manifest:
    manifest = read_manifest(source)
    if manifest.engine != engine_of(url):
        message = (
            f"{source} is of {manifest.engine}, and FEEDBACK_DATABASE_URL names {engine_of(url)}."
        )
        raise BackupFaultyError(message)
    known = {
        one.revision for one in ScriptDirectory.from_config(alembic_config(url)).walk_revisions()
    }
    if manifest.revision not in known:
        message = (
            f"{source} was made by version {manifest.version}, whose schema {manifest.revision} "
            "this version does not know. Install that version or a newer one."
        )
        raise BackupFaultyError(message)
    return manifest


def _extracted(source: Path, manifest: Manifest, folder: Path) -> Path:
    copy = folder / "database"
    copy.touch(mode=0o600)
    extract_dump(source, manifest, copy)
    return copy


def _make_ready(url: str, manifest: Manifest, source: Path, *, by: Actor) -> None:
    """Bring a database to today's schema and hold its mail; refuse one that is not ours."""
    try:
        migrate(url)
        lacks = _lacking(url)
        if not lacks:
            _hold_and_note(url, manifest, by=by)
    except (SQLAlchemyError, CommandError) as error:
        if is_of_disk(error):
            raise
        message = (
            f"The database in {source} is not as a backup of this program holds it "
            f"({type(error).__name__}). Take another backup."
        )
        raise BackupFaultyError(message) from error
    if lacks:
        message = f"The database in {source} lacks {', '.join(lacks)}. Take another backup."
        raise BackupFaultyError(message)


def _lacking(url: str) -> list[str]:
    database = Database(url)
    try:
        with database.reading() as session:
            return lacking(session.connection())
    finally:
        database.dispose()


def _hold_and_note(url: str, manifest: Manifest, *, by: Actor) -> None:
    """Hold all mail before anybody can send: the ledger does not know what left since."""
    database = Database(url)
    try:
        with database.writing() as session:
            make_safe(session, manifest.made_at, by=by)
    finally:
        database.dispose()


def _beyond_recall(url: str, settings: WorkerSettings) -> tuple[str, ...]:
    """Name the campaigns that were open then and whose keys have been destroyed since."""
    if not settings.has_seal_keys:
        return ()  # they lie on another host, which tells of them
    database = Database(url)
    try:
        with database.reading() as session:
            campaigns = session.scalars(
                select(Campaign).where(Campaign.state.in_(_NEEDS_KEYS)).order_by(Campaign.name)
            ).all()
            return tuple(
                campaign.name
                for campaign in campaigns
                if not settings.seal_key_folder.holds(campaign.id)
            )
    finally:
        database.dispose()


def _unvouched(url: str, settings: WorkerSettings) -> dict[str, tuple[Path, ...]]:
    database = Database(url)
    try:
        with database.reading() as session:
            return unvouched(session, settings.link_key_folder)
    except OSError:
        return {}  # a folder of keys that cannot be read: the doctor tells of it
    finally:
        database.dispose()
