"""A folder of keys, one file a campaign, mirrored to a second disk, outside every backup.

A key counts as missing only where every folder carries its marker: what cannot be read, or
is not there, may be an absent disk, and the key on it.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from feedback.ballot.marker import alone_in, is_marked, prepare_folder, require_marker
from feedback.files.lasting import sync, write_lasting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from uuid import UUID

KEY_BYTES: Final = 32
_OWNER_ONLY: Final = (0o700, 0o600)  # of a folder, of a file
_GROUP_MAY_READ: Final = (0o750, 0o640)


class KeyMissingError(Exception):
    """No folder holds the key of this campaign, and all could be read: destroyed, or lost."""

    def __init__(self, campaign_id: UUID) -> None:
        """Name the campaign; never the key."""
        super().__init__(f"No key for campaign {campaign_id}.")
        self.campaign_id = campaign_id


class KeyUnreadableError(OSError):
    """No folder that could be read holds the key, but one could not be read: it may be there."""


class KeyStanding(StrEnum):
    """How a campaign's key stands in one folder."""

    RIGHT = "the right key"
    WRONG = "another key, or a damaged one"
    ABSENT = "no key"
    UNREADABLE = "not readable"


@dataclass(frozen=True, slots=True)
class Look:
    """What one look for a campaign's key found in one folder, and why nothing if so."""

    folder: Path
    standing: KeyStanding
    reason: str = ""

    def __str__(self) -> str:
        """Say it in a line."""
        return f"{self.folder}: {self.standing}" + (f" ({self.reason})" if self.reason else "")


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """Where the keys of one kind lie: the folder and its mirrors."""

    folder: Path
    mirrors: tuple[Path, ...] = ()
    group_may_read: bool = False  # the web reads link keys as another user of the same group
    suffix: str = ".key"

    def beside(self, suffix: str) -> KeyFolder:
        """Return the same folders for another 32 bytes of each campaign, in files of their own."""
        return replace(self, suffix=suffix)

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folder and its mirrors."""
        return (self.folder, *self.mirrors)

    def prepare(self) -> None:
        """Make and mark every folder; only where somebody knows that their disks are there."""
        folder_mode, file_mode = self._modes
        for folder in self.folders:
            prepare_folder(folder, folder_mode=folder_mode, file_mode=file_mode)

    def adopt(self, campaign_ids: Iterable[UUID]) -> None:
        """Mark each folder that an earlier version filled: it has a key of one of these."""
        folder_mode, file_mode = self._modes
        names = [f"{campaign_id}{self.suffix}" for campaign_id in campaign_ids]
        for folder in self.folders:
            if not is_marked(folder) and any(_is_key(folder / name) for name in names):
                prepare_folder(folder, folder_mode=folder_mode, file_mode=file_mode)

    def create(self, campaign_id: UUID, key: bytes | None = None) -> bytes:
        """Store a key (a new random one if none is given) in every folder; idempotent.

        Raises KeyUnreadableError if one of them is not there or bears no marker.
        """
        for folder in self.folders:
            try:
                require_marker(folder)
            except OSError as error:
                raise KeyUnreadableError(str(error)) from error
        existing = self.find(campaign_id)
        value = existing or key or secrets.token_bytes(KEY_BYTES)
        for path in self._paths(campaign_id):
            if not path.exists():
                self._write(path, value)
        return value

    def settle(self, campaign_id: UUID, value: bytes) -> bool:
        """Note a value for good in every folder that is there; False if another one stands in any.

        One at a time: of two that come at once the first one's stands.
        """
        there = [path for path in self._paths(campaign_id) if is_marked(path.parent)]
        if not there:
            message = f"No folder of {self.suffix} files is there: their disks may be absent."
            raise KeyUnreadableError(message)
        with alone_in(there[0].parent):
            found = [(path, _content(path)) for path in there]
            whole = {content for _, content in found if content and len(content) == KEY_BYTES}
            if whole - {value}:
                return False
            for path, content in found:
                if content != value:
                    self._write(path, value)
        return True

    def look(
        self, campaign_id: UUID, *, is_right: Callable[[bytes], bool] = lambda _: True
    ) -> list[Look]:
        """Look for a campaign's key in every folder."""
        return [_look(path, is_right) for path in self._paths(campaign_id)]

    def fill(
        self, campaign_id: UUID, *, is_right: Callable[[bytes], bool] = lambda _: True
    ) -> list[Path]:
        """Copy the right key to every marked folder without it; return where it was missing.

        Never to a folder without its marker: on the bare place of an absent disk the copy
        would outlive the campaign, hidden under that disk.
        """
        key = self.read(campaign_id, is_right=is_right)
        filled = []
        for path, look in zip(
            self._paths(campaign_id), self.look(campaign_id, is_right=is_right), strict=True
        ):
            if look.standing in (KeyStanding.ABSENT, KeyStanding.WRONG) and is_marked(look.folder):
                self._write(path, key)
                filled.append(look.folder)
        return filled

    def find(
        self, campaign_id: UUID, *, is_right: Callable[[bytes], bool] = lambda _: True
    ) -> bytes | None:
        """Return a campaign's key from the first folder that has the right one, or None.

        A disk may give back other bytes than were written; who knows how the key must look
        passes `is_right`. Raises KeyUnreadableError if no folder has it but one could not be
        read, or bears no marker: there it may be.
        """
        unreadable: OSError | None = None
        for path in self._paths(campaign_id):
            try:
                key = _content(path)
            except OSError as error:
                unreadable = unreadable or error
                continue
            if key is not None and len(key) == KEY_BYTES and is_right(key):
                return key
        if unreadable is not None:
            raise KeyUnreadableError(str(unreadable)) from unreadable
        return None

    def lies_unmarked(self, campaign_id: UUID) -> bool:
        """Tell whether an older version, which marked no folder, put a campaign's key there."""
        paths = self._paths(campaign_id)
        return any(_is_there(path) and not is_marked(path.parent) for path in paths)

    def holds(self, campaign_id: UUID) -> bool:
        """Tell whether any folder shows a file of this campaign, a half-written one too.

        What cannot be read now shows nothing; it is asked again as long as it takes.
        """
        return any(_is_there(path) for path in self._traces(campaign_id))

    def read(
        self, campaign_id: UUID, *, is_right: Callable[[bytes], bool] = lambda _: True
    ) -> bytes:
        """Return a campaign's right key; raise KeyMissingError if no mirror has it."""
        key = self.find(campaign_id, is_right=is_right)
        if key is None:
            raise KeyMissingError(campaign_id)
        return key

    def destroy(self, campaign_id: UUID) -> None:
        """Overwrite and remove a campaign's key in every mirror; may be repeated.

        Goes on to the next mirror if one fails, and raises OSError at the end.
        """
        failure: OSError | None = None
        for path in self._traces(campaign_id):
            try:
                _shred(path)
            except OSError as error:
                failure = error
        if failure is not None:
            raise failure

    @property
    def _modes(self) -> tuple[int, int]:
        return _GROUP_MAY_READ if self.group_may_read else _OWNER_ONLY

    def _paths(self, campaign_id: UUID) -> Iterator[Path]:
        for folder in self.folders:
            yield folder / f"{campaign_id}{self.suffix}"

    def _traces(self, campaign_id: UUID) -> Iterator[Path]:
        for path in self._paths(campaign_id):
            yield path
            # A crash while writing leaves a copy under another name.
            with suppress(OSError):  # of a folder that cannot be read nothing is known
                yield from list(path.parent.glob(f"{campaign_id}.*.new"))

    def _write(self, path: Path, key: bytes) -> None:
        # Written beside and renamed: a crash leaves a whole key or none.
        beside = path.with_suffix(f".{secrets.token_hex(4)}.new")
        _, mode = self._modes
        write_lasting(beside, key, mode=mode, only_new=True)
        beside.rename(path)
        sync(path.parent)


def _content(path: Path) -> bytes | None:
    """Return what a key file holds; None if it is not there, though its folder surely is."""
    # Every page of a rater reads a key; a file object would take three times as long.
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        require_marker(path.parent)
        return None
    try:
        return os.read(descriptor, KEY_BYTES + 1)  # one more tells a file that is too long
    finally:
        os.close(descriptor)


def _look(path: Path, is_right: Callable[[bytes], bool]) -> Look:
    try:
        key = _content(path)
    except OSError as error:
        return Look(path.parent, KeyStanding.UNREADABLE, error.strerror or str(error))
    if key is None:
        return Look(path.parent, KeyStanding.ABSENT)
    is_whole = len(key) == KEY_BYTES
    return Look(path.parent, KeyStanding.RIGHT if is_whole and is_right(key) else KeyStanding.WRONG)


def _is_key(path: Path) -> bool:
    try:
        return len(_content(path) or b"") == KEY_BYTES
    except OSError:
        return False


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _shred(path: Path) -> None:
    if not path.exists():
        return
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync(path.parent)
