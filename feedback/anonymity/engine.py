"""Look at what the database engine and the file system give away by themselves."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import text
from sqlalchemy.engine import make_url

from feedback.anonymity.attack import Finding, Verdict, judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.anonymity.attack import Target
    from feedback.ballot import KeyFolder

_WANTED_SETTINGS: Final = {
    "track_commit_timestamp": ("off",),
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
}


def attack_engine(target: Target) -> list[Finding]:
    """Read the settings of PostgreSQL, or the write-ahead log of SQLite."""
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


def attack_key_files(target: Target) -> list[Finding]:
    """Look for keys that other users of the machine can read."""
    broken = [
        f"{path} can be read by every user of the machine."
        for folder in (target.link_keys, target.seal_keys)
        if folder is not None
        for path in _files(folder)
        if path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH)
    ]
    return judged("key files", broken, "No key file is open to every user of the machine.")


def _sqlite(target: Target) -> list[Finding]:
    secure = target.session.scalar(text("PRAGMA secure_delete"))
    if not secure:
        sentence = "SQLite does not overwrite what is deleted (secure_delete is off)."
        return [Finding("engine", Verdict.BROKEN, sentence)]
    database = make_url(target.database.url).database
    wal = Path(f"{database}-wal")
    size = wal.stat().st_size if wal.exists() else 0
    if size:
        sentence = (
            f"The write-ahead log holds {size} bytes in the order they were written; "
            "it is emptied at close."
        )
        return [Finding("engine", Verdict.LIMIT, sentence)]
    return [Finding("engine", Verdict.KEPT, "SQLite overwrites what is deleted; its log is empty.")]


def _files(folder: KeyFolder) -> Iterator[Path]:
    for place in (folder.folder, *folder.mirrors):
        if place.is_dir():
            yield from place.glob("*.key")
