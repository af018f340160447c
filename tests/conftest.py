"""What every test may ask for: fresh databases of both engines, and a browser."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

from tests.memory import folder_in_memory
from tests.postgres_server import postgres_server

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from tests.databases import Databases

UNTRACED: Final = (
    *("tests/browser/", "tests/deploy/", "tests/fuzz/", "tests/house_rules/", "tests/journeys/"),
    *("tests/feedback/anonymity/", "tests/feedback/demo/", "tests/feedback/faults/"),
    *("tests/feedback/size/", "tests/feedback/test_access.py", "tests/feedback/test_doors.py"),
)
"""What walks over code that has its tests at its own path."""
IS_UNTRACED: Final = pytest.StashKey[bool]()

# A machine that is busy is no fault of what is tested.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Let tests write into memory: each commit of SQLite would wait for the disk, twice."""
    memory = folder_in_memory(4, with_programs=True)
    if memory and "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


@pytest.hookimpl(tryfirst=True)  # before the marks are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which proofs are too long for the sample, and which tests are traced.

    Traced for coverage is what may run a line first: it makes a test nearly twice as slow. A twin
    on PostgreSQL runs the lines of the one on SQLite, walks, random examples and faults at any
    change those of the cases at the path of the code, and the rules of the house none at all.
    """
    for item in items:
        sampled = item.get_closest_marker("sampled_on")
        if sampled and sampled.args[0] not in _engines(item):
            item.add_marker(pytest.mark.whole)
        item.stash[IS_UNTRACED] = (
            _is_twin(item) or _is_random(item) or item.nodeid.startswith(UNTRACED)
        )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Stop tracing for a whole test, with all it asks for: `no_cover` stops for its body alone."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    controller = plugin.cov_controller if plugin else None
    if controller is None or not item.stash[IS_UNTRACED]:
        return (yield)
    controller.pause()
    try:
        return (yield)
    finally:
        controller.resume()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Let the garbage collector leave alone what stays: modules, and tests that are waiting.

    It would walk through all of it again and again, for a fifth of the processor's time.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Run one PostgreSQL for the whole session and give its address."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Give the place that hands out SQLite files."""
    # Imported here, so that tests of surveys and reports load no database.
    from tests.databases import SqliteDatabases  # noqa: PLC0415  # as the line above says

    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_databases(postgres_url: str) -> Databases:
    """Give the place that hands out PostgreSQL databases."""
    from tests.databases import PostgresDatabases  # noqa: PLC0415  # as in sqlite_databases

    return PostgresDatabases(postgres_url)


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of a fresh, migrated database; the test runs once on each engine."""
    place = "sqlite_databases" if request.param == "sqlite" else "postgres_databases"
    databases: Databases = request.getfixturevalue(place)
    url = databases.create()
    yield url
    databases.drop(url)


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
)
def empty_database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of a database without any table; the test runs once on each engine."""
    place = "sqlite_databases" if request.param == "sqlite" else "postgres_databases"
    databases: Databases = request.getfixturevalue(place)
    url = databases.empty()
    yield url
    databases.drop(url)


@pytest.fixture
def sqlite_url(sqlite_databases: Databases) -> Iterator[str]:
    """Give the address of a fresh, migrated SQLite file, for tests that need no other engine."""
    url = sqlite_databases.create()
    yield url
    sqlite_databases.drop(url)


def _is_twin(item: pytest.Item) -> bool:
    case = getattr(item, "callspec", None)
    return bool(item.get_closest_marker("postgres") and case and "postgresql" in case.id)


def _engines(item: pytest.Item) -> set[str]:
    case = getattr(item, "callspec", None)
    return {"sqlite", "postgresql"}.intersection(case.id.split("-") if case else ())


def _is_random(item: pytest.Item) -> bool:
    return is_hypothesis_test(getattr(item, "obj", None))
