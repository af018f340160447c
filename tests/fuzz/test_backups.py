"""Whatever becomes of a backup, it is restored whole or refused, and then nothing has changed."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from feedback.backups import back_up, read_manifest, restore
from feedback.backups.archive import extract_dump, write_archive
from feedback.backups.errors import BackupError
from tests.acting import by
from tests.factories import test_settings
from tests.fuzz.harness import complaints
from tests.proof_size import proof_runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.config import WorkerSettings
    from tests.databases import Databases

NOON: Final = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
OF_THE_FILE: Final = (
    b'"format": 1', b'"engine": "postgresql"', b'"size": -1', b'"size": "x"', b'"sha256": null',
    b'"revision": []', b"manifest.json", b"database", b"[[[[", b"\\ud800", b"PK\x06\x06",
    b"Infinity",
)  # fmt: skip
OF_THE_DUMP: Final = (
    b"SQLite format 3\x00", b"CREATE TABLE", b"alembic_version", b"campaign", b"\x0d\x00\x00\x00",
    b"\x00\x63\x00\x00", b"\x01\x00", b"\x05\x00\x00\x00", b"0001", b"NOT NULL", b"CHECK (0)",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Installation:
    """An installation, and a backup of it."""

    settings: WorkerSettings
    folder: Path

    @property
    def backup(self) -> Path:
        """Where the backup lies."""
        return self.folder / "daily.backup"

    @property
    def database(self) -> Path:
        """Where the database lies."""
        return Path(self.settings.database.removeprefix("sqlite:///"))

    def restores(self, content: bytes) -> bool:
        """Restore a file; where it is refused, all must be as it was."""
        file = self.folder / "spoilt.backup"
        file.write_bytes(content)
        before = self.database.read_bytes()
        try:
            restored = restore(self.settings, file, by=by(NOON, name="somebody"))
        except BackupError as error:
            return bool(str(error)) and self.database.read_bytes() == before
        assert restored.before is not None
        restored.before.replace(self.database)
        return True

    def restores_dump(self, content: bytes) -> bool:
        """Restore a dump that was spoilt before it was packed, so that its checksum is right."""
        dump, file = self.folder / "dump", self.folder / "repacked.backup"
        dump.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        manifest = replace(read_manifest(self.backup), size=len(content), sha256=digest)
        file.unlink(missing_ok=True)
        write_archive(file, manifest, dump)
        return self.restores(file.read_bytes())

    def dump(self) -> bytes:
        """Return the database that lies in the backup."""
        dump = self.folder / "dump"
        dump.touch()
        extract_dump(self.backup, read_manifest(self.backup), dump)
        return dump.read_bytes()


@pytest.fixture
def installation(sqlite_databases: Databases, tmp_path: Path) -> Iterator[Installation]:
    """Give an installation, and a backup of it."""
    url = sqlite_databases.create()
    settings = test_settings(tmp_path, url)
    settings.instance.mkdir()
    made = Installation(settings, tmp_path)
    back_up(url, made.backup, now=NOON)
    yield made
    sqlite_databases.drop(url)


def test_a_spoilt_backup_changes_nothing(installation: Installation) -> None:
    samples = [installation.backup.read_bytes()]

    assert complaints(installation.restores, samples, runs=40, tokens=OF_THE_FILE) == []


def test_a_spoilt_database_in_a_backup_changes_nothing(installation: Installation) -> None:
    samples = [installation.dump()]

    assert complaints(installation.restores_dump, samples, runs=10, tokens=OF_THE_DUMP) == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM alembic_version",
        "DROP TABLE alembic_version",
        "UPDATE alembic_version SET version_num = 'zzzz'",
        "DROP TABLE campaign",
        "DROP TABLE mail_hold",
        "UPDATE alembic_version SET version_num = '0001'",
    ],
)
def test_a_database_that_is_whole_and_not_ours_is_refused(
    installation: Installation, statement: str
) -> None:
    file = installation.folder / "other.db"
    file.write_bytes(installation.dump())
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(statement)

    assert complaints(lambda _: installation.restores_dump(file.read_bytes()), [b""], runs=1) == []


@pytest.mark.proof
def test_many_spoilt_backups_change_nothing(installation: Installation) -> None:
    samples = [installation.backup.read_bytes()]

    found = complaints(
        installation.restores, samples, runs=proof_runs(1_000), first=1_000, tokens=OF_THE_FILE
    )

    assert found == []


@pytest.mark.proof
def test_many_spoilt_databases_in_backups_change_nothing(installation: Installation) -> None:
    samples, runs = [installation.dump()], proof_runs(500)

    found = complaints(
        installation.restores_dump, samples, runs=runs, first=1_000, tokens=OF_THE_DUMP
    )

    assert found == []
