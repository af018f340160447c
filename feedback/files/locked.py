"""A small file of one user's that processes take turns with."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OWNER_ONLY: Final = 0o600


@contextmanager
def locked(path: Path, *, waits: bool = True) -> Iterator[int]:
    """Give a descriptor of the file, made for its owner alone if need be, while nobody else has it.

    Whoever is killed lets go of it. Raises OSError, BlockingIOError where somebody has it and
    nobody waits.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, _OWNER_ONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        yield descriptor
    finally:
        os.close(descriptor)
