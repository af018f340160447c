"""An office on each engine, for tests of campaigns, mail, jobs and commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.database import Database
from tests.factories import test_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.feedback.office import Office


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    """Give an office with an empty database; the test runs once on each engine."""
    # Imported here, so that tests of the ballot and the rater's form load no statistics.
    from tests.feedback.office import Office  # noqa: PLC0415 - as the line above says

    database = Database(database_url)
    yield Office(database, test_settings(tmp_path, database_url))
    database.dispose()


@pytest.fixture
def small_office(sqlite_url: str, tmp_path: Path) -> Iterator[Office]:
    """Give an office on SQLite, where the engine does not matter."""
    from tests.feedback.office import Office  # noqa: PLC0415 - as above

    database = Database(sqlite_url)
    yield Office(database, test_settings(tmp_path, sqlite_url))
    database.dispose()
