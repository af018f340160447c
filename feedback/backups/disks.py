"""What a disk says while a backup is made or restored, as a sentence."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import OperationalError

from feedback.backups.errors import BackupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FAILS: Final = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
)
_PRIMARY: Final = 0xFF
"""SQLite says in the lower byte of a code what went wrong, and above it where."""


@contextmanager
def told_of(folder: Path, *, full: Callable[[Path], BackupError], then: str) -> Iterator[None]:
    """Turn what the disk of a folder says into a sentence: that it is full, or what to do then."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise full(folder) from error
        # The folder and not the file: that has a name of the moment, which nobody typed.
        message = f"{folder}: {error.strerror or error}. {then}"
        raise BackupError(message) from error
    except (sqlite3.OperationalError, OperationalError) as error:
        if _code_of(error) == sqlite3.SQLITE_FULL:
            raise full(folder) from error
        if is_of_disk(error):
            said = getattr(error, "orig", error)
            message = f"{folder}: {said}. Is its disk full, or failing? {then}"
            raise BackupError(message) from error
        raise


def is_of_disk(error: Exception) -> bool:
    """Tell whether SQLite failed because of the disk, and not because of what lies on it."""
    return _code_of(error) in _FAILS


def _code_of(error: Exception) -> int:
    said = getattr(error, "orig", error)
    return int(getattr(said, "sqlite_errorcode", sqlite3.SQLITE_OK)) & _PRIMARY
