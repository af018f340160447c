"""The marker of a folder of keys: without it an empty folder may be an absent disk."""

from __future__ import annotations

import errno
import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from feedback.files.lasting import write_lasting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARKER: Final = "feedback-keys"
"""The file that says: this is the folder itself, and not the bare place of an absent disk."""

TAG: Final = "CACHEDIR.TAG"
"""What backup programs (tar, borg, restic) leave out a folder by, when told to."""

TAG_SIGNATURE: Final = b"Signature: 8a477f597d28d172789f06886806bc55"

_WORDS: Final = (
    b"Keys of open campaigns lie in this folder. Leave this file where it is: as long as it is\n"
    b"here, a key that is not here is gone; without it the folder's disk counts as absent.\n"
)


class NotMarkedError(OSError):
    """A folder is not there, or does not say that it is one of keys: its disk may be absent."""


def require_marker(folder: Path) -> None:
    """Raise OSError unless the folder is there and says that it is one of keys."""
    try:
        (folder / MARKER).stat()
    except FileNotFoundError as error:
        is_there = folder.is_dir()
        why = f"without the file {MARKER}: its disk may be absent" if is_there else "not there"
        raise NotMarkedError(errno.ENOENT, why, str(folder)) from error


def is_marked(folder: Path) -> bool:
    """Tell whether the folder can be looked into and says that it is one of keys."""
    try:
        require_marker(folder)
    except OSError:
        return False
    return True


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other process is in here for the same folder: a lock of the file system."""
    with (folder / MARKER).open("r+b") as marker:  # writable, for a lock over a network
        fcntl.flock(marker, fcntl.LOCK_EX)
        yield


def prepare_folder(folder: Path, *, folder_mode: int, file_mode: int) -> None:
    """Make a folder unless it is there, mark it, and tell backups to leave it out."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(exist_ok=True)
        folder.chmod(folder_mode)  # whatever the umask is
    for name, words in ((TAG, TAG_SIGNATURE + b"\n"), (MARKER, _WORDS)):
        if not (folder / name).exists():
            write_lasting(folder / name, words, mode=file_mode)
