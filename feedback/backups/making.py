"""Make a backup: while everything runs, of the database alone, never of a key."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from sqlalchemy import make_url, text

from feedback.backups import postgresql, sqlite
from feedback.backups.archive import (
    ARCHIVE_FORMAT,
    Engine,
    Manifest,
    checksum,
    put_whole,
    workshop,
    write_archive,
)
from feedback.backups.disks import told_of
from feedback.backups.errors import BackupError, NoRoomError
from feedback.ballot.marker import is_marked
from feedback.database import Database, schema
from feedback.database.files import FULL_BELOW_BYTES
from feedback.version import version

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from feedback.config import Settings

_DUMPS: Final = {"sqlite": sqlite.dump, "postgresql": postgresql.dump}


def back_up(url: str, target: Path, *, now: datetime) -> Manifest:
    """Write a backup of the database into a new file, which its owner alone may read.

    It is the state of one moment; whoever writes meanwhile need not wait. Raises BackupError if
    the file is there already or the database has no schema.
    """
    if target.exists():
        message = f"{target} is there already. Name a new file, or a folder."
        raise BackupError(message)
    engine, revision = engine_of(url), revision_of(url)
    if revision is None:
        message = "The database is empty: there is nothing to back up. Is this the right one?"
        raise BackupError(message)
    # Beside the target: there must be room for it anyway, and no other disk gets to see it.
    with _told(target.parent), workshop(target.parent, ".feedback-backup-") as folder:
        _refuse_no_room(url, folder)
        dump = folder / "dump"
        dump.touch(mode=0o600)
        _DUMPS[engine](url, dump)
        with dump.open("rb") as file:
            size, digest = checksum(file)
        manifest = Manifest(
            format=ARCHIVE_FORMAT,
            engine=engine,
            version=version(),
            revision=revision,
            made_at=now.isoformat(timespec="seconds"),
            size=size,
            sha256=digest,
        )
        # Here, and not beside the target: what a kill leaves is then cleared away with the rest.
        packed = folder / "packed"
        write_archive(packed, manifest, dump)
        put_whole(packed, target)
    return manifest


def new_path(folder: Path, *, now: datetime, why: str = "") -> Path:
    """Return what a backup in a folder will be called; the folder is made if it is not there."""
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"feedback-{now:%Y%m%dT%H%M%SZ}{why and f'-{why}'}.backup"


def refuse_near_keys(settings: Settings, folder: Path) -> None:
    """Raise BackupError for a folder that a copy could take along with keys: they open a backup."""
    why = settings.why_not_for_backups(folder)
    marked = next((one for one in (folder, *folder.resolve().parents) if is_marked(one)), None)
    if marked is not None and not why:
        why = f"{marked} is a folder of keys; name one elsewhere"
    if why:
        message = f"No backup may lie where a copy of it takes keys along: {why}."
        raise BackupError(message)


def engine_of(url: str) -> Engine:
    """Return which engine an address names."""
    return "sqlite" if make_url(url).get_backend_name() == "sqlite" else "postgresql"


def revision_of(url: str) -> str | None:
    """Return the revision of a database's schema; None where there is no schema yet."""
    if engine_of(url) == "sqlite" and not sqlite.file_of(url).exists():
        return None
    database = Database(url)
    try:
        with database.looking() as connection:
            return schema.revision_of(connection)
    finally:
        database.dispose()


def _told(folder: Path) -> AbstractContextManager[None]:
    return told_of(folder, full=NoRoomError, then="Name a folder to write in.")


def _refuse_no_room(url: str, folder: Path) -> None:
    """Raise NoRoomError before the disk is full: the database itself may grow on it."""
    needed = 2 * _size_of(url) + FULL_BELOW_BYTES
    if shutil.disk_usage(folder).free < needed:
        raise NoRoomError(folder.parent)


def _size_of(url: str) -> int:
    if engine_of(url) == "sqlite":
        return sqlite.file_of(url).stat().st_size
    database = Database(url)
    try:
        with database.looking() as connection:
            found = text("SELECT pg_database_size(current_database())")
            return int(connection.execute(found).scalar_one())
    finally:
        database.dispose()
