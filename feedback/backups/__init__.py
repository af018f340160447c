"""Backups of the database, without the keys, and restoring one: for both engines."""

from feedback.backups.archive import Manifest, read_manifest
from feedback.backups.making import back_up, new_path, refuse_near_keys
from feedback.backups.restoring import Restored, restore
from feedback.backups.upgrading import Upgraded, upgrade

__all__ = [
    "Manifest",
    "Restored",
    "Upgraded",
    "back_up",
    "new_path",
    "read_manifest",
    "refuse_near_keys",
    "restore",
    "upgrade",
]
