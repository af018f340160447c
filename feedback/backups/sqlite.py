"""SQLite: a copy while others write, and putting one in the place of the database."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

from feedback.backups.errors import BackupFaultyError, DatabaseInUseError
from feedback.files.lasting import sync
from feedback.files.sqlite import sqlite_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

_BESIDE: Final = ("-wal", "-shm")
_SHARED: Final = 0o660
_OWNER_ONLY: Final = 0o600


def file_of(url: str) -> Path:
    """Return the file of a database; ValueError for one that is no file."""
    file = sqlite_file(url)
    if file is None:
        message = "This database is no file."
        raise ValueError(message)
    return file


def dump(url: str, target: Path) -> None:
    """Copy the database as it stands at this moment into an empty file.

    VACUUM INTO reads in one transaction, so nobody waits, and leaves out the free pages, where
    erased things may still lie.
    """
    with _connected(file_of(url)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def refuse_damaged(copy: Path) -> None:
    """Raise BackupFaultyError unless this is a whole database."""
    try:
        with _connected(copy) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        found = (str(error),)
    except UnicodeDecodeError as error:  # of SQLite's message: the name in it is damaged as well
        found = (error.object.decode(errors="replace"),)
    if found != ("ok",):
        message = f"The database in the backup is damaged: {found[0]}. Take another backup."
        raise BackupFaultyError(message)


def put_in_place(copy: Path, url: str, *, now: datetime) -> Path | None:
    """Put a copy that lies beside the database in its place; return where the old one lies now.

    At every moment one whole database lies at its place, so this may be cut off anywhere.
    Raises DatabaseInUseError if somebody has the database open.
    """
    file = file_of(url)
    _take_in_wal(copy)
    _share_as(file, copy)
    sync(copy)
    if not file.exists():
        _clear_beside(file)
        copy.replace(file)
        sync(file.parent)
        return None
    # Of a name of its own: a try that was cut off may have kept it already.
    before = file.with_name(f"{file.name}.before-{now:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}")
    with _alone(file):
        os.link(file, before)
        before.chmod(_OWNER_ONLY)
        sync(file.parent)
        # A WAL that outlives its database would be replayed over the next one.
        _clear_beside(file, keep_as=before)
        copy.replace(file)
    sync(file.parent)
    return before


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Hold the database so that nobody can open it, with all of its WAL taken in.

    A database that is too damaged to be held is held by nobody.
    """
    with closing(sqlite3.connect(file, timeout=1, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise DatabaseInUseError from error
        except sqlite3.DatabaseError:
            pass  # damaged: that is why it is replaced
        yield


def _take_in_wal(copy: Path) -> None:
    with _connected(copy) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    _clear_beside(copy)


def _clear_beside(file: Path, *, keep_as: Path | None = None) -> None:
    for suffix in _BESIDE:
        beside = file.with_name(file.name + suffix)
        if keep_as and suffix == "-wal" and beside.exists():
            beside.replace(keep_as.with_name(keep_as.name + suffix))
        beside.unlink(missing_ok=True)


def _share_as(file: Path, copy: Path) -> None:
    """Give a copy the owner, group and mode of the database, or of its folder."""
    model = (file if file.exists() else file.parent).stat()
    try:
        os.chown(copy, model.st_uid, model.st_gid)
    except PermissionError:
        os.chown(copy, -1, model.st_gid)  # who is not root gives to the own groups only
    copy.chmod(model.st_mode & 0o777 if file.exists() else _SHARED)


@contextmanager
def _connected(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, timeout=15, isolation_level=None)) as connection:
        yield connection
