"""Who runs this, and who would be locked out of what that user makes."""

from __future__ import annotations

import os
import pwd
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def user_name(number: int) -> str:
    """Return a user's name, or the number where the system knows none."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def me() -> str:
    """Return the user that this runs as."""
    return user_name(os.geteuid())


def whose(path: Path) -> int:
    """Return the owner of a path, or of the nearest folder above it that is there."""
    return nearest(path).stat().st_uid


def nearest(path: Path) -> Path:
    """Return a path, or the nearest folder above it that is there."""
    path = path.absolute()
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def locked_out_sentence(place: Path, command: str) -> str:
    """Say whose a place is that this user would make useless to its owner, and what to do."""
    owner = user_name(whose(place))
    return (
        f"{place} belongs to {owner}, and this is {me()}: {owner} could not write what {me()} "
        f"makes. Run it as {owner}: runuser -u {owner} -- {command}"
    )


def locked_out(file: Path, others: Iterable[Path] = ()) -> Path | None:
    """Return the place whose owner could not use a file that this user makes or changes, if any.

    Root is a stranger wherever another user owns one of the installation's places; anybody else
    where neither owner nor group of the file's own place.
    """
    mine, place = os.geteuid(), nearest(file)
    if mine == 0:
        return next((one for one in (place, *others) if one.exists() and whose(one)), None)
    found = place.stat()
    is_shared = (
        found.st_mode & stat.S_IWGRP
        and found.st_gid in {os.getegid(), *os.getgroups()}
        # In a folder without this bit a new file would get this user's own group.
        and (place.is_file() or found.st_mode & stat.S_ISGID)
    )
    return None if found.st_uid == mine or is_shared else place
