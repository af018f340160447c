"""What a killed process left lying is never taken for anything, nor replayed over a database."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from feedback.backups import back_up, restore
from tests.acting import by
from tests.factories import test_settings

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

_DIE_PACKING = """
import os, signal, sys, zipfile
from datetime import UTC, datetime
from pathlib import Path
from feedback.backups import back_up
zipfile.ZipFile.write = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
back_up(sys.argv[1], Path(sys.argv[2]), now=datetime(2026, 11, 24, 12, tzinfo=UTC))
"""
_DIE_WRITING = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("INSERT INTO retired_number (number, campaign_id) VALUES (2, 'any')")
connection.commit()
os.kill(os.getpid(), signal.SIGKILL)
"""


def numbers_in(file: Path) -> set[int]:
    """Return what was added to a database, which must be whole."""
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {number for (number,) in connection.execute("SELECT number FROM retired_number")}


def add(file: Path, number: int) -> None:
    """Add something that can be recognised."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(
            "INSERT INTO retired_number (number, campaign_id) VALUES (?, 'any')", (number,)
        )


def die_while_writing(file: Path) -> None:
    """Leave a WAL with something in it, as a killed web does."""
    done = subprocess.run([sys.executable, "-c", _DIE_WRITING, str(file)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert file.with_name(f"{file.name}-wal").stat().st_size > 0


def test_what_a_killed_backup_left_goes_with_the_next_one(sqlite_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    command = [sys.executable, "-c", _DIE_PACKING, sqlite_url, str(folder / "one.backup")]
    done = subprocess.run(command, check=False, cwd=Path(__file__).parents[3])
    assert done.returncode == -signal.SIGKILL
    assert list(folder.iterdir())
    hours_ago = time.time() - 7200
    for left in folder.iterdir():
        os.utime(left, (hours_ago, hours_ago))

    back_up(sqlite_url, folder / "two.backup", now=NOON)

    assert [file.name for file in folder.iterdir()] == ["two.backup"]


def test_an_old_wal_is_never_replayed_over_what_was_restored(
    sqlite_url: str, tmp_path: Path
) -> None:
    settings = test_settings(tmp_path, sqlite_url)
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    add(file, 1)
    back_up(sqlite_url, tmp_path / "daily.backup", now=NOON)
    die_while_writing(file)

    restored = restore(settings, tmp_path / "daily.backup", by=by(NOON, name="operator"))

    assert numbers_in(file) == {1}
    assert restored.before is not None
    assert numbers_in(restored.before) == {1, 2}


def test_a_database_that_is_damaged_is_replaced_with_its_wal(
    sqlite_url: str, tmp_path: Path
) -> None:
    settings = test_settings(tmp_path, sqlite_url)
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    add(file, 1)
    back_up(sqlite_url, tmp_path / "daily.backup", now=NOON)
    die_while_writing(file)
    file.write_bytes(b"not a database at all" * 1000)

    restore(settings, tmp_path / "daily.backup", by=by(NOON, name="operator"))

    assert numbers_in(file) == {1}
