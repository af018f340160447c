"""`/healthz` tells in a word whether raters can be served, and asks the database seldom."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url, text

from feedback.application import build
from feedback.database import Database, alembic_config, normalised
from feedback.database.files import FULL_BELOW_BYTES
from feedback.database.schema import newest_revision
from feedback.requests.health import Health, Pulse
from tests.factories import test_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Give a migrated database of each engine."""
    made = Database(database_url)
    yield made
    made.dispose()


def execute(url: str, statement: str) -> None:
    """Change a database behind the program's back."""
    engine = create_engine(normalised(url))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def status_of(database: Database) -> Health:
    """Return what a first look says."""
    return Pulse(database).status()


def test_all_is_well_in_a_fresh_database(database: Database) -> None:
    assert status_of(database) is Health.OK


def test_the_newest_revision_is_the_one_that_alembic_knows(sqlite_url: str) -> None:
    script = ScriptDirectory.from_config(alembic_config(sqlite_url))

    assert newest_revision() == script.get_current_head()


@pytest.mark.parametrize(
    "change",
    [
        "DROP TABLE alembic_version",
        "UPDATE alembic_version SET version_num = '0001'",
        "ALTER TABLE programme DROP COLUMN points",
        "DROP TABLE worker_beat",
    ],
)
def test_another_schema_is_told(database: Database, change: str) -> None:
    execute(database.url, change)

    assert status_of(database) is Health.SCHEMA


def test_an_empty_database_is_told(tmp_path: Path) -> None:
    assert status_of(Database(f"sqlite:///{tmp_path}/empty.db")) is Health.SCHEMA


def test_a_database_that_is_away_is_told(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}/nowhere/x.db", "postgresql://nobody@127.0.0.1:9/nothing"):
        assert status_of(Database(url)) is Health.UNREACHABLE


def test_a_database_that_cannot_be_written_is_told(database: Database) -> None:
    away = read_only(database)

    assert status_of(away) is Health.READ_ONLY
    away.dispose()


def read_only(database: Database) -> Database:
    """Return the same database as somebody sees it who may only read."""
    parsed = make_url(database.url)
    if database.is_sqlite:
        return Database(f"sqlite:///file:{parsed.database}?mode=ro&uri=true")
    execute(
        database.url, f'ALTER DATABASE "{parsed.database}" SET default_transaction_read_only = on'
    )
    return Database(database.url)


def test_whoever_is_writing_is_not_waited_for(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("DELETE FROM worker_beat"))

        assert status_of(database) is Health.OK


def test_a_look_leaves_every_connection_as_it_was(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    Pulse(database).status()

    with database.looking() as connection:
        assert connection.execute(text("PRAGMA query_only")).scalar() == 1
    with database.engine.connect() as connection:
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 15_000
    database.dispose()


def test_a_full_disk_is_told(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")._replace(free=FULL_BELOW_BYTES - 1)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)

    assert status_of(Database(sqlite_url)) is Health.DISK_FULL


def test_a_database_is_asked_once_in_some_seconds(sqlite_url: str) -> None:
    now = [1000.0]
    pulse = Pulse(Database(sqlite_url), seconds=lambda: now[0])
    assert pulse.status() is Health.OK
    execute(sqlite_url, "DROP TABLE worker_beat")

    now[0] += 4
    assert pulse.status() is Health.OK
    now[0] += 2
    assert pulse.status() is Health.SCHEMA


def test_the_page_says_one_word_and_503(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/empty.db"
    with build(test_settings(tmp_path, url)).test_client() as client:
        answer = client.get("/healthz")

    assert (answer.status_code, answer.json) == (503, {"status": "schema differs"})
