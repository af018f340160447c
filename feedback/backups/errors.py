"""What can keep a backup, a restore or an upgrade from being made; each with its sentence.

BackupError
├── BackupFaultyError     the file is no backup, or it is damaged
├── DatabaseInUseError    somebody has the database open
├── DatabaseBusyError     somebody has what an upgrade must change
├── NoRoomError           the disk would be full
├── NoRoomToRestoreError  the disk is full
├── OwnerError            this user would lock out whose the database is
└── UpgradeError          the database cannot be brought to the newest schema
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.errors import FeedbackError

if TYPE_CHECKING:
    from pathlib import Path


class BackupError(FeedbackError):
    """A backup cannot be made or restored."""


class BackupFaultyError(BackupError):
    """The file is no backup, is damaged, or is of another engine or a newer version."""


class DatabaseInUseError(BackupError):
    """Somebody has the database open; nothing was changed."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("The database is in use. Stop web and worker, then restore again.")


class DatabaseBusyError(BackupError):
    """Somebody kept an upgrade from a table that it must change; nothing was changed."""

    def __init__(self, others: str) -> None:
        """Say who may hold it, and what to do."""
        super().__init__(
            "Somebody is using the database, so it was left as it was, and no backup is kept of "
            "this try. Stop web and worker, and end what else has it open"
            f"{others and f' ({others})'}; then migrate again."
        )


class NoRoomError(BackupError):
    """There is no room for a backup; nothing was made."""

    def __init__(self, folder: Path) -> None:
        """Say where, and what to do."""
        super().__init__(
            f"There is no room for a backup in {folder}: it takes the size of the database twice "
            "while it is made. Make room, or name a folder on another disk."
        )


class NoRoomToRestoreError(BackupError):
    """There is no room for what is restored; nothing was changed."""

    def __init__(self, folder: Path) -> None:
        """Say where, and what to do."""
        super().__init__(
            f"There is no room in {folder} for what is restored; the database is as it was. "
            "Make room, then restore again."
        )


class OwnerError(BackupError):
    """Whose the database is would be locked out by what this user makes."""


class UpgradeError(BackupError):
    """The database cannot be brought to the schema that is wanted; it is as it was."""
