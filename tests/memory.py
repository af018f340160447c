"""A folder in memory, where there is one: tests need survive no power cut, and wait for no disk."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

_SHARED: Final = Path("/dev/shm")  # noqa: S108  # the folders made there are ours alone


def folder_in_memory(gigabytes: int, *, with_programs: bool = False) -> Path | None:
    """Return it if it has so much room: containers often have 64 MB there, and run nothing."""
    if not _SHARED.is_dir() or not os.access(_SHARED, os.W_OK):
        return None
    if with_programs and os.statvfs(_SHARED).f_flag & os.ST_NOEXEC:
        return None
    return _SHARED if shutil.disk_usage(_SHARED).free >= gigabytes * 1024**3 else None
