"""Files that outlive a power cut: what is written, or takes its name, lies on the disk by then."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_lasting(path: Path, content: bytes, *, mode: int, only_new: bool = False) -> None:
    """Write a file of exactly this mode, whatever the umask is.

    Raises FileExistsError where it is there and must not be.
    """
    where_it_is = os.O_EXCL if only_new else os.O_TRUNC
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | where_it_is, mode)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, mode)
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def sync(path: Path) -> None:
    """Wait until a file, or what a folder lists, lies on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
