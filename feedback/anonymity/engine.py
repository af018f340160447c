"""Look at what the database engine and the file system give away by themselves."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import text
from sqlalchemy.engine import make_url

from feedback.anonymity.attack import AttackResult, Promise, judged
from feedback.anonymity.free_pages import readable_free_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.anonymity.attack import Target
    from feedback.ballot import KeyFolder

_WANTED_SETTINGS: Final = {
    "track_commit_timestamp": ("off",),
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
    "log_duration": ("off",),
    # A line about a lock names the row that was waited for, and the minute.
    "log_lock_waits": ("off",),
    "wal_level": ("replica", "minimal"),
    "log_parameter_max_length_on_error": ("0",),
    "pgaudit.log": ("none",),
    "auto_explain.log_min_duration": ("-1",),
}


def attack_engine(target: Target) -> list[AttackResult]:
    """Read the settings of PostgreSQL, or the write-ahead log and free pages of SQLite."""
    if target.database.is_sqlite:
        return _sqlite(target)
    broken = []
    for setting, wanted in _WANTED_SETTINGS.items():
        value = target.session.scalar(
            text("SELECT current_setting(:name, true)"), {"name": setting}
        )
        if value is not None and value not in wanted:
            broken.append(f"PostgreSQL's {setting} is {value}; set it to {wanted[0]}.")
    return judged("engine", broken, "PostgreSQL keeps no commit times and logs no statements.")


def attack_key_files(target: Target) -> list[AttackResult]:
    """Look for keys that other users of the machine can read."""
    broken = [
        f"{path} can be read by every user of the machine."
        for folder in (target.link_keys, target.seal_keys)
        if folder is not None
        for path in _files(folder)
        if path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH)
    ]
    return judged("key files", broken, "No key file is open to every user of the machine.")


def _sqlite(target: Target) -> list[AttackResult]:
    database = Path(str(make_url(target.database.url).database))
    wal = database.with_name(f"{database.name}-wal")
    size = wal.stat().st_size if wal.exists() else 0
    if size:
        sentence = (
            f"The write-ahead log holds {size} bytes in the order they were written; "
            "it is emptied at close."
        )
        return [AttackResult("engine", Promise.LIMIT, sentence)]
    pages = readable_free_pages(database)
    if pages:
        sentence = f"{pages} free pages of the SQLite file still hold what was deleted."
        return [AttackResult("engine", Promise.BROKEN, sentence)]
    sentence = "SQLite has overwritten what was deleted; its write-ahead log is empty."
    return [AttackResult("engine", Promise.KEPT, sentence)]


def _files(folder: KeyFolder) -> Iterator[Path]:
    for place in (folder.folder, *folder.mirrors):
        if place.is_dir():
            yield from place.glob("*.key")
