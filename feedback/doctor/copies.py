"""Copies of the database that nobody needs any more: what was erased since lies in them still."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from feedback.clock import utc_now
from feedback.doctor.check import advice, ok
from feedback.files.sqlite import sqlite_file
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from feedback.config import WorkerSettings
    from feedback.doctor.check import Check

KEPT: Final = timedelta(days=35)
"""A month of daily backups, and some days for whoever removes them by hand."""

_REMOVE: Final = "Remove them, in every place. Of backups: feedback backup --keep-days 30"


def check_copies(settings: WorkerSettings) -> Iterator[Check]:
    """Look for backups, and for databases that a restore has kept, from more than a month ago."""
    latest = utc_now() - KEPT
    old = [
        file
        for file in _copies(settings)
        if datetime.fromtimestamp(file.stat().st_mtime, UTC) < latest
    ]
    if not old:
        yield ok("copies", f"none is older than {KEPT.days} days")
        return
    plain = Phrase(
        "Copies of the database from more than %(days)s days ago are kept: they know who had "
        "answered by then.",
        days=str(KEPT.days),
    )
    yield advice("copies", f"{plain} {', '.join(map(str, old))}", _REMOVE, plain=plain)


def _copies(settings: WorkerSettings) -> Iterator[Path]:
    database = sqlite_file(settings.database)
    places = [(settings.backup_folder, "*.backup"), (settings.backup_folder, ".*.partial")]
    if database is not None:
        places.append((database.parent, f"{database.name}.before-*"))
    for folder, pattern in places:
        with suppress(OSError):  # whoever may not read a folder of backups need not
            yield from sorted(folder.glob(pattern))
