"""The world of staff: on SQLite for pages, on both engines where the database matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.database import Database
from tests.factories import test_settings
from tests.feedback.staff.world import World, copy_of, make_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.databases import Databases


@pytest.fixture(scope="session")
def world_to_copy(
    sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Run the campaigns once; each test works on a copy."""
    url = sqlite_databases.create()
    made = make_world(Database(url), test_settings(tmp_path_factory.mktemp("world"), url))
    _dispose(made)
    yield made
    sqlite_databases.drop(url)


@pytest.fixture
def world(world_to_copy: World, tmp_path: Path) -> Iterator[World]:
    """Give the world of staff on SQLite."""
    copy = copy_of(world_to_copy, tmp_path)
    yield copy
    _dispose(copy)


@pytest.fixture
def world_on_both(database_url: str, tmp_path: Path) -> Iterator[World]:
    """Give the world of staff, once on each engine."""
    made = make_world(Database(database_url), test_settings(tmp_path, database_url))
    yield made
    _dispose(made)


def _dispose(world: World) -> None:
    world.app.extensions["feedback.database"].dispose()
    world.database.dispose()
