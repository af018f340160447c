"""An office on each engine, and the world of staff, for all that needs more than a database."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from feedback.database import Database, migrations_folder, schema
from tests.factories import test_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.databases import Databases
    from tests.feedback.office import Office
    from tests.feedback.signin.identity_provider import IdentityProvider
    from tests.feedback.signin.stepped_clock import SteppedClock
    from tests.feedback.world import World


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


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Give what adds the revisions of a version to come, and returns the newest of them."""
    folder = tmp_path / "newer"
    shutil.copytree(migrations_folder(), folder)

    def add(*bodies: str) -> str:
        last = schema.newest_revision()
        for body in bodies:
            revision = f"{int(last) + 1:04}"
            (folder / "versions" / f"{revision}_to_come.py").write_text(
                f'"""Do what is to come."""\nfrom alembic import op\n'
                f'revision, down_revision = "{revision}", "{last}"\ndef upgrade():{body}'
            )
            last = revision
        monkeypatch.setattr("feedback.database.migrating.migrations_folder", lambda: folder)
        return last

    yield add
    schema.newest_revision.cache_clear()


@pytest.fixture(scope="session")
def world_to_copy(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Run the campaigns once; each test works on a copy."""
    from tests.feedback.world import world_in  # noqa: PLC0415 - as above

    return world_in(sqlite_databases, tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="session")
def postgres_world_to_copy(
    postgres_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> World:
    """Run the campaigns once on PostgreSQL; each test works on a copy."""
    from tests.feedback.world import world_in  # noqa: PLC0415 - as above

    return world_in(postgres_databases, tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="session")
def provider_of_saml(tmp_path_factory: pytest.TempPathFactory) -> IdentityProvider:
    """Set up an identity provider with what our metadata says, once."""
    # Here, not above: pysaml2 takes two seconds, and few tests want it.
    from feedback.signin.saml_idp import our_metadata  # noqa: PLC0415
    from tests.feedback.signin import identity_provider  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("idp")
    settings = test_settings(folder, "sqlite://")
    return identity_provider.new_identity_provider(
        folder, our_metadata(settings), base_url=settings.base_url
    )


@pytest.fixture
def world(world_to_copy: World, sqlite_databases: Databases, tmp_path: Path) -> Iterator[World]:
    """Give the world of staff on SQLite."""
    from tests.feedback.world import copied  # noqa: PLC0415 - as above

    with copied(world_to_copy, sqlite_databases, tmp_path) as copy:
        yield copy


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
)
def world_on_both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Give the world of staff, once on each engine."""
    from tests.feedback.world import copied  # noqa: PLC0415 - as above

    is_sqlite = request.param == "sqlite"
    databases = request.getfixturevalue("sqlite_databases" if is_sqlite else "postgres_databases")
    made = request.getfixturevalue("world_to_copy" if is_sqlite else "postgres_world_to_copy")
    with copied(made, databases, tmp_path) as copy:
        yield copy


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SteppedClock:
    """Give a clock that sign-in reads and the test moves."""
    from tests.feedback.signin.stepped_clock import stepped  # noqa: PLC0415 - as above

    return stepped(monkeypatch)
