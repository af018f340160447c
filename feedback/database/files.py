"""Where a database's file lies: how much room it has to grow, and who may write it."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

FULL_BELOW_BYTES: Final = 64 * 1024**2
"""Less is as good as none: a close, or a busy hour's write-ahead log, needs more."""

_SHARED: Final = 0o660


def is_full(file: Path) -> bool:
    """Tell whether a file has no room left to grow."""
    return shutil.disk_usage(file.parent).free < FULL_BELOW_BYTES


def make_writable_as_its_folder(file: Path) -> None:
    """Make an empty file that the group may write if it may write the folder; keep what is there.

    SQLite makes files for one user, and a umask takes rights away only: of web and worker, which
    share a folder, one could never write what the other made. Its -wal and -shm follow the file.
    """
    # A folder that is not there, or not ours, is told of by whoever opens the file.
    with suppress(OSError):
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            os.fchmod(descriptor, file.parent.stat().st_mode & _SHARED)
        finally:
            os.close(descriptor)
