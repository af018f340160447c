"""The revisions make the schema that the models describe, whatever version they begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, create_engine, inspect

from feedback.database import migrate
from feedback.models import Base
from tests.factories import test_settings
from tests.golden.installations import VERSIONS, installation

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection


def differences(url: str) -> list[object]:
    """Return what a database has otherwise than the models."""
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = list(compare_metadata(context, Base.metadata))
        # Alembic does not look at these, and a table that SQLite makes anew loses them.
        found += sorted(_checks_of_models() - _checks_of(connection))
    engine.dispose()
    return found


def _checks_of_models() -> set[tuple[str, str]]:
    return {
        (table.name, str(check.name))
        for table in Base.metadata.tables.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }


def _checks_of(connection: Connection) -> set[tuple[str, str]]:
    inspector = inspect(connection)
    return {
        (table, str(check["name"]))
        for table in inspector.get_table_names()
        for check in inspector.get_check_constraints(table)
    }


def test_a_new_database_is_as_the_models_say(database_url: str) -> None:
    assert differences(database_url) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_a_database_of_each_kept_version_becomes_as_the_models_say(
    empty_database_url: str, tmp_path: Path, version: str
) -> None:
    settings = test_settings(tmp_path, empty_database_url)
    installation(version, "open").restore(empty_database_url, settings)

    migrate(empty_database_url)

    assert differences(empty_database_url) == []
