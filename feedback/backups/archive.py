"""The file of a backup: what it is, in words, and the database's own dump beside it.

A ZIP with `manifest.json` and `database`, so that anybody can look into it in twenty years.
Its owner alone may read it: a backup of an open campaign knows who had answered by then.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from feedback.backups.errors import BackupError, BackupFaultyError
from feedback.files.lasting import sync

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

ARCHIVE_FORMAT: Final = 1
_MANIFEST: Final = "manifest.json"
_DATABASE: Final = "database"
_CHUNK: Final = 1024 * 1024
_OWNER_ONLY: Final = 0o600
_LEFT_SECONDS: Final = 3600
_MOST_MANIFEST_BYTES: Final = 1024 * 1024
_DAMAGES: Final = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    TypeError,
    EOFError,
    RuntimeError,  # an encrypted member; NotImplementedError, for an unknown method, is one too
)

Engine = Literal["sqlite", "postgresql"]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    format: int
    engine: Engine
    version: str  # of the program that made it
    revision: str  # of the schema
    made_at: str  # ISO 8601, UTC
    size: int  # bytes of the dump
    sha256: str  # of the dump


@contextmanager
def workshop(parent: Path, prefix: str) -> Iterator[Path]:
    """Give a folder for its owner alone that is gone afterwards.

    What a killed try left behind an hour ago or earlier goes, too: it holds a whole database.
    """
    for left in parent.glob(f"{prefix}*"):
        if left.stat().st_mtime < time.time() - _LEFT_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=parent) as folder:
        yield Path(folder)


def put_whole(file: Path, target: Path) -> None:
    """Give a file of the same disk its name; it is there whole or not at all after a power cut."""
    sync(file)
    file.replace(target)
    sync(target.parent)


def checksum(file: IO[bytes]) -> tuple[int, str]:
    """Return how many bytes a file has, and their SHA-256."""
    size, digest = 0, hashlib.sha256()
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        digest.update(chunk)
    return size, digest.hexdigest()


def write_archive(path: Path, manifest: Manifest, dump: Path) -> None:
    """Write a backup into a new file, as its owner's alone."""
    path.touch(mode=_OWNER_ONLY, exist_ok=False)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(_MANIFEST, json.dumps(asdict(manifest), indent=2) + "\n")
        archive.write(dump, _DATABASE)


def read_manifest(path: Path) -> Manifest:
    """Return what a backup says of itself.

    Raises BackupFaultyError if it is none, BackupError if the file cannot be read.
    """
    with _told(path), zipfile.ZipFile(path) as archive, archive.open(_MANIFEST) as file:
        content = json.loads(file.read(_MOST_MANIFEST_BYTES))
        if content["format"] == ARCHIVE_FORMAT:
            return Manifest(**content | {"size": int(content["size"])})
    message = f"{path} has a format that this version does not know. Install a newer one."
    raise BackupFaultyError(message)


def extract_dump(path: Path, manifest: Manifest, target: Path) -> None:
    """Write the dump of a backup into an empty file that is there.

    Raises BackupFaultyError if it is damaged.
    """
    with target.open("r+b") as file:
        for chunk in _chunks(path):
            file.write(chunk)
            if file.tell() > manifest.size:
                break  # a few bytes can be packed that fill every disk
        file.seek(0)
        is_whole = checksum(file) == (manifest.size, manifest.sha256)
    if not is_whole:
        message = f"{path} is damaged: its checksum differs. Take another backup."
        raise BackupFaultyError(message)


def _chunks(path: Path) -> Iterator[bytes]:
    with _told(path), zipfile.ZipFile(path) as archive, archive.open(_DATABASE) as source:
        while chunk := source.read(_CHUNK):
            yield chunk


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn all that a damaged ZIP does to its reader into a sentence."""
    try:
        yield
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}."
        raise BackupError(message) from error
    except _DAMAGES as error:
        message = f"{path} is no backup of this program, or it is damaged. Take another one."
        raise BackupFaultyError(message) from error
