"""The world of staff: on SQLite for pages, on both engines where the database matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.feedback.staff.world import copied, world_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.databases import Databases
    from tests.feedback.staff.world import World


@pytest.fixture(scope="session")
def world_to_copy(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Run the campaigns once; each test works on a copy."""
    return world_in(sqlite_databases, tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="session")
def postgres_world_to_copy(
    postgres_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> World:
    """Run the campaigns once on PostgreSQL; each test works on a copy."""
    return world_in(postgres_databases, tmp_path_factory.mktemp("world"))


@pytest.fixture
def world(world_to_copy: World, sqlite_databases: Databases, tmp_path: Path) -> Iterator[World]:
    """Give the world of staff on SQLite."""
    with copied(world_to_copy, sqlite_databases, tmp_path) as copy:
        yield copy


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
)
def world_on_both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Give the world of staff, once on each engine."""
    is_sqlite = request.param == "sqlite"
    databases = request.getfixturevalue("sqlite_databases" if is_sqlite else "postgres_databases")
    made = request.getfixturevalue("world_to_copy" if is_sqlite else "postgres_world_to_copy")
    with copied(made, databases, tmp_path) as copy:
        yield copy
