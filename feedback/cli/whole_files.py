"""Write files that are there whole or not at all, and until then belong to nobody else.

Figures without disclosure control go through here: what a killed run leaves behind would be
read by whoever finds it.
"""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType
    from typing import BinaryIO

_OPEN_FILES: Final = "/proc/self/fd"
_OWNER_ONLY: Final = 0o600
_ENDED_BY: Final = 128
"""A shell's code for a command that a signal ended, plus the signal's number."""


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that gets its name when it is complete; only its owner may read it.

    Where the system can, it has no name at all until then, so that not even a crash leaves
    anything. Elsewhere it is hidden beside its place, goes when the run is ended, and after a
    crash with the next run.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:  # a pipe or a device has no place to be put in
            yield stream
        return
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with _ended_by_signals(), os.fdopen(_open(unfinished), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            if not unfinished.exists():
                # Only beside a folder's descriptor is the link followed to the file itself.
                number = stream.fileno()
                os.link(f"{_OPEN_FILES}/{number}", unfinished, src_dir_fd=number)
            unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _open(unfinished: Path) -> int:
    """Return a new file of nobody else's: without a name where the system knows such."""
    if hasattr(os, "O_TMPFILE") and Path(_OPEN_FILES).is_dir():
        try:
            return os.open(unfinished.parent, os.O_TMPFILE | os.O_WRONLY, _OWNER_ONLY)
        except OSError:
            pass  # network folders and the like know none; what else is wrong shows below
    return os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let the signal that asks a process to end unwind it, as the keyboard's does."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(_ENDED_BY + number)

    asking = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    before = {number: signal.signal(number, end) for number in asking}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
