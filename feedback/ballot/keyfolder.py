"""A folder of keys, one file a campaign, mirrored to a second disk, outside every backup."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from uuid import UUID

KEY_BYTES: Final = 32
_OWNER_ONLY: Final = 0o600
_GROUP_MAY_READ: Final = 0o640


class KeyMissingError(Exception):
    """No mirror holds the key of this campaign: it was destroyed, or it is lost."""

    def __init__(self, campaign_id: UUID) -> None:
        """Name the campaign; never the key."""
        super().__init__(f"No key for campaign {campaign_id}.")
        self.campaign_id = campaign_id


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """Where the keys of one kind lie: the folder and its mirrors."""

    folder: Path
    mirrors: tuple[Path, ...] = ()
    group_may_read: bool = False  # the web reads link keys as another user of the same group

    def create(self, campaign_id: UUID, key: bytes | None = None) -> bytes:
        """Store a key (a new random one if none is given) in every mirror; idempotent."""
        existing = self.find(campaign_id)
        value = existing or key or secrets.token_bytes(KEY_BYTES)
        for path in self._paths(campaign_id):
            if not path.exists():
                self._write(path, value)
        return value

    def find(
        self, campaign_id: UUID, *, is_right: Callable[[bytes], bool] = lambda _: True
    ) -> bytes | None:
        """Return a campaign's key from the first mirror that has the right one, or None.

        A disk may give back other bytes than were written; who knows how the key must look
        passes `is_right`. Raises OSError if no mirror has it but one could not be read:
        there it may be.
        """
        unreadable: OSError | None = None
        for path in self._paths(campaign_id):
            try:
                key = _content(path)
            except FileNotFoundError:
                continue
            except OSError as error:
                unreadable = error
                continue
            if len(key) == KEY_BYTES and is_right(key):
                return key
        if unreadable is not None:
            raise unreadable
        return None

    def holds(self, campaign_id: UUID) -> bool:
        """Tell whether any mirror has a file of this campaign, a half-written one too."""
        return any(path.exists() for path in self._traces(campaign_id))

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

    def _paths(self, campaign_id: UUID) -> Iterator[Path]:
        for folder in (self.folder, *self.mirrors):
            yield folder / f"{campaign_id}.key"

    def _traces(self, campaign_id: UUID) -> Iterator[Path]:
        for path in self._paths(campaign_id):
            yield path
            # A crash while writing leaves a copy under another name.
            yield from list(path.parent.glob(f"{campaign_id}.*.new"))

    def _write(self, path: Path, key: bytes) -> None:
        # Written beside and renamed: a crash leaves a whole key or none.
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        beside = path.with_suffix(f".{secrets.token_hex(4)}.new")
        mode = _GROUP_MAY_READ if self.group_may_read else _OWNER_ONLY
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(path)
        _sync_folder(path.parent)


def _content(path: Path) -> bytes:
    # Every page of a rater reads a key; a file object would take three times as long.
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(descriptor, KEY_BYTES + 1)  # one more tells a file that is too long
    finally:
        os.close(descriptor)


def _shred(path: Path) -> None:
    if not path.exists():
        return
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
