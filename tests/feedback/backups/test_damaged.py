"""A damaged database is refused in words, whatever its names have become."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from feedback.backups.errors import BackupFaultyError
from feedback.backups.sqlite import refuse_damaged

if TYPE_CHECKING:
    from pathlib import Path


NAME = b"by_the_name"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Make a database with one name in a table and in its index."""
    file = tmp_path / "copy.sqlite"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE people (name TEXT)")
        connection.execute("CREATE INDEX by_the_name ON people (name)")
        connection.execute("INSERT INTO people VALUES ('Eva Lind')")
    return file


@pytest.mark.parametrize("name", [NAME, b"by_the\xcfname"])
def test_a_damaged_index_is_named_as_far_as_it_can_be_read(database: Path, name: bytes) -> None:
    content = database.read_bytes()
    in_index = content.rindex(b"Eva Lind")
    spoilt = content[:in_index] + b"Ava" + content[in_index + 3 :]
    database.write_bytes(spoilt.replace(NAME, name))

    with pytest.raises(BackupFaultyError, match=r"missing from index by_the.name"):
        refuse_damaged(database)


@pytest.mark.parametrize("name", [NAME, b"by_the\xcfname"])
def test_a_damaged_schema_is_named_as_far_as_it_can_be_read(database: Path, name: bytes) -> None:
    spoilt = database.read_bytes().replace(b"CREATE INDEX", b"CREATE INDEY")
    database.write_bytes(spoilt.replace(NAME, name))

    with pytest.raises(BackupFaultyError, match=r"malformed database schema \(by_the.name\)"):
        refuse_damaged(database)
