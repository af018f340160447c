"""Files that must be written: whose they are, and whether this user can write them."""

from __future__ import annotations

import grp
import pwd
import sqlite3
import stat
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


def owner_of(path: Path) -> str:
    """Return a file's mode, owner and group as `ls` writes them."""
    try:
        found = path.stat()
    except OSError as error:
        return f"{path}: {error.strerror}"
    owner, group = _name(pwd.getpwuid, found.st_uid), _name(grp.getgrgid, found.st_gid)
    return f"{path} {stat.filemode(found.st_mode)} {owner} {group}"


def nearest_there(path: Path) -> Path:
    """Return a path, or the nearest folder above it that is there: what it would be made in."""
    path = path.absolute()
    return next(place for place in (path, *path.parents) if place.exists())


def write_fault(file: Path) -> str:
    """Try a write in an SQLite file and take it back; return what speaks against it, or nothing.

    Whoever else is writing just now proves that it can be done.
    """
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)) as database:
            database.execute("PRAGMA busy_timeout = 0")
            database.execute("BEGIN IMMEDIATE")
            database.execute("CREATE TABLE tried_by_the_doctor (id INTEGER)")
            database.execute("ROLLBACK")
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            return ""
        return str(error)
    return ""


def _name(look_up: Callable[[int], Sequence[object]], number: int) -> str:
    try:
        return str(look_up(number)[0])
    except KeyError:
        return str(number)
