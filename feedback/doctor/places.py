"""Folders that settings name and nobody else looks at: returned mail, and backups."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from feedback.ballot.marker import MARKER
from feedback.doctor.check import advice, fault, ok
from feedback.doctor.files import nearest_there
from feedback.files.owners import me
from feedback.mail.bounces import BounceFileError, mail_files
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.config import WorkerSettings
    from feedback.doctor.check import Check

_WRITABLE: Final = os.W_OK | os.X_OK


def check_places(settings: WorkerSettings) -> Iterator[Check]:
    """Look whether the worker can read what comes back, and write backups; the web does neither."""
    if settings.is_of_web:
        return
    if settings.bounces is not None:
        yield _bounces(settings.bounces)
    yield _backups(settings)


def _bounces(path: Path) -> Check:
    try:
        closed = next((file for file in mail_files(path) if not os.access(file, os.R_OK)), None)
        wrong = f"{closed}: {me()} may not read it" if closed else ""
    except BounceFileError as error:
        wrong = str(error)
    if not wrong:
        return ok("returned mail", f"{path} can be read")
    plain = Phrase("Returned mail cannot be read: nobody hears of addresses that do not work.")
    next_step = "Correct FEEDBACK_BOUNCES, mount it, or let the worker's user read it."
    return fault("returned mail", f"{wrong}.", next_step, plain=plain)


def _backups(settings: WorkerSettings) -> Check:
    folder = settings.backup_folder
    # The first backup makes it, where it may.
    place = nearest_there(folder)
    is_missing = settings.backups is not None and place != folder.absolute()
    if (key := _key_in(folder)) is not None:
        plain = Phrase("Keys lie in the folder of backups, which they open.")
        next_step = f"Nobody may have both: move {key.parent} elsewhere, and see who has copies."
        return fault("backups", f"{key} lies among backups.", next_step, plain=plain)
    if place.is_dir() and not is_missing and _may_write(place):
        return ok("backups", f"{folder} can be written")
    found = f"{folder} is not there." if is_missing else f"{me()} cannot write backups to {place}."
    plain = Phrase("The folder of backups cannot be written.")
    next_step = "Correct FEEDBACK_BACKUPS, mount it, or give it to the worker's user."
    # An upgrade makes one there in any case.
    told = advice if settings.backups_elsewhere else fault
    return told("backups", found, next_step, plain=plain)


def _key_in(folder: Path) -> Path | None:
    """Return a key, or the mark of a folder of keys, that somebody laid among backups."""
    with suppress(OSError):  # whoever may not read a folder of backups need not
        return next(
            (file for file in folder.rglob("*") if file.name == MARKER or file.suffix == ".key"),
            None,
        )
    return None


def _may_write(folder: Path) -> bool:
    """Tell whether this user may; the worker's own unit shows it a machine that is read-only.

    Backups are another unit's, or a command's: so there the rights of the folder decide.
    """
    if os.access(folder, _WRITABLE):
        return True
    return _is_read_only(Path("/")) and _is_read_only(folder) and _has_right(folder.stat())


def _is_read_only(folder: Path) -> bool:
    return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)


def _has_right(found: os.stat_result) -> bool:
    mode = found.st_mode
    if found.st_uid == os.geteuid():
        mode >>= 6
    elif found.st_gid in {os.getegid(), *os.getgroups()}:
        mode >>= 3
    return mode & _WRITABLE == _WRITABLE
