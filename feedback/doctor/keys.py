"""The key folders: there, closed to others, mirrored on another disk, out of backups."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from feedback.doctor.check import advice, fault, ok

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from feedback.ballot import KeyFolder
    from feedback.config import WorkerSettings
    from feedback.doctor.check import Check

TAG: Final = "CACHEDIR.TAG"
"""What backup programs (tar, borg, restic) leave out a folder by, when told to."""

_SIGNATURE: Final = b"Signature: 8a477f597d28d172789f06886806bc55"


def check_keys(settings: WorkerSettings) -> Iterator[Check]:
    """Look at both kinds of keys, in every mirror."""
    yield from _folders("link keys", settings.link_key_folder, forbidden=stat.S_IRWXO)
    everybody_else = stat.S_IRWXG | stat.S_IRWXO
    yield from _folders("seal keys", settings.seal_key_folder, forbidden=everybody_else)


def _folders(name: str, keys: KeyFolder, *, forbidden: int) -> Iterator[Check]:
    setting = f"FEEDBACK_{name.replace(' ', '_').upper()}"
    if not keys.mirrors:
        found = "They lie on one disk only: if it dies, all answers of open campaigns are lost."
        yield advice(f"{name}, mirror", found, f"Set {setting}_MIRROR to a folder on another disk.")
    for folder in (keys.folder, *keys.mirrors):
        yield _folder(name, folder, forbidden)
    for mirror in keys.mirrors:
        if _disk_of(mirror) == _disk_of(keys.folder):
            found = f"{mirror} is on the same disk as {keys.folder}."
            yield advice(f"{name}, mirror", found, "Put the mirror on another disk.")


def _folder(name: str, folder: Path, forbidden: int) -> Check:
    if not folder.is_dir():
        return advice(name, f"{folder} is not there yet.", "The first launch makes it; or make it.")
    mode = folder.stat().st_mode
    if mode & forbidden:
        allowed = 0o7777 & mode & ~forbidden
        found = f"{folder} is open to others ({stat.filemode(mode)})."
        return fault(name, found, f"chmod {allowed:o} {folder}")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return fault(name, f"{folder} cannot be written by this user.", "Run as the worker's user.")
    if not _is_tagged(folder):
        found = f"{folder} does not say that backups must leave it out."
        content = _SIGNATURE.decode()
        return advice(name, found, f"printf '{content}' > {folder / TAG}; exclude it by name, too.")
    return ok(name, f"{folder}, {stat.filemode(mode)}, marked to be left out of backups")


def _is_tagged(folder: Path) -> bool:
    tag = folder / TAG
    return tag.is_file() and tag.read_bytes().startswith(_SIGNATURE)


def _disk_of(folder: Path) -> int:
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return there.stat().st_dev
