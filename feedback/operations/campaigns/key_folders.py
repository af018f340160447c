"""Folders of keys are marked at first use, later by an explicit act or by what lies in them.

An absent disk leaves an empty folder, or none: made or marked by itself, it would be taken
for the disk, and what it lacks for lost.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from sqlalchemy import exists, select

from feedback.models import Campaign, State
from feedback.operations import audit_log
from feedback.operations.acts import Act

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlalchemy.orm import Session

    from feedback.ballot import KeyFolder
    from feedback.config import WorkerSettings
    from feedback.operations.acts import Actor

HAVING_KEYS: Final = (State.OPEN, State.CLOSING, State.LOST)
"""The states in which a campaign's keys must lie in every folder, or may come back to it."""

_log = logging.getLogger(__name__)


def make_ready(session: Session, folder: KeyFolder) -> None:
    """Make and mark the folders at the first launch; afterwards only adopt those in use.

    An earlier version marked none: a folder that holds a key of a campaign is the right one.
    """
    if is_first_use(session):
        folder.prepare()
    else:
        folder.adopt(session.scalars(select(Campaign.id).where(Campaign.state.in_(HAVING_KEYS))))


def adopt_folders(session: Session, settings: WorkerSettings) -> None:
    """Mark the folders that an earlier version filled; one that cannot be is told in the log."""
    if is_first_use(session):
        return
    for folder in settings.key_folders:
        try:
            make_ready(session, folder)
        except OSError as error:
            _log.warning("A folder of keys cannot be marked: %s", error)


def is_first_use(session: Session) -> bool:
    """Tell whether no campaign ever got keys: then no disk can hold any."""
    return not session.scalar(select(exists().where(Campaign.public_key.is_not(None))))


def note_prepared(session: Session, folders: Iterable[Path], *, by: Actor) -> None:
    """Note that an operator has said of folders that their disks are there."""
    named = [f"folder {path}" for path in folders]
    audit_log.note(session, by, Act.PREPARE_KEY_FOLDER, *named)
