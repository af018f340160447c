"""Test databases are migrated, fresh, and of the engine they claim to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, inspect, text

if TYPE_CHECKING:
    from tests.databases import Databases


def test_a_test_gets_a_migrated_database_of_each_engine(database_url: str) -> None:
    tables = _tables(database_url)

    assert "alembic_version" in tables
    assert len(tables) > 1


@pytest.mark.parametrize("place", ["sqlite_databases", "postgres_databases"])
def test_what_is_written_in_one_database_is_in_no_other(
    request: pytest.FixtureRequest, place: str
) -> None:
    databases: Databases = request.getfixturevalue(place)
    first, second = databases.create(), databases.create()

    _execute(first, "CREATE TABLE left_behind (id INTEGER)")

    assert "left_behind" in _tables(first)
    assert "left_behind" not in _tables(second)
    for url in (first, second):
        databases.drop(url)


def test_postgresql_is_the_real_one(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        version = str(connection.execute(text("SHOW server_version")).scalar_one())
    engine.dispose()

    assert int(version.split(".", maxsplit=1)[0]) >= 16


def _tables(url: str) -> list[str]:
    engine = create_engine(url)
    try:
        return inspect(engine).get_table_names()
    finally:
        engine.dispose()


def _execute(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
