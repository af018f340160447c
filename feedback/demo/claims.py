"""What a demo has for itself as long as it runs: a folder and a port. Two demos never meet."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

HOST: Final = "127.0.0.1"
USUAL_PORT: Final = 8360
_MARKER: Final = "made-by-the-demo"
_WAITING: Final = 1024


class FolderTakenError(Exception):
    """The demo's folder exists and was not made by the demo."""


def listen(*wanted: int) -> socket.socket:
    """Listen at the first wanted port that is free, else at any that is."""
    for port in wanted:
        try:
            return socket.create_server((HOST, port), backlog=_WAITING)
        except OSError:
            continue
    return socket.create_server((HOST, 0), backlog=_WAITING)


def claim_folder(wanted: Path) -> tuple[Path, BinaryIO]:
    """Return the wanted folder, empty, or one beside it while another demo runs there.

    It is claimed until the file that comes with it is closed.
    """
    with _one_at_a_time(wanted.parent):
        for number in count(1):
            folder = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
            claim = _claim(folder)
            if claim is not None:
                _empty(folder)
                return folder, claim
    raise AssertionError  # pragma: no cover - it counts for ever


def _claim(folder: Path) -> BinaryIO | None:
    marker = folder / _MARKER
    if not folder.exists():
        folder.mkdir()
        marker.touch()
    elif not marker.exists():
        message = f"{folder} exists and is not the demo's; move it away."
        raise FolderTakenError(message)
    claim = marker.open("rb")
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        claim.close()
        return None
    return claim


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != _MARKER:
            path.unlink()


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Wait until no other demo chooses: a folder without its marker is not yet another's."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
