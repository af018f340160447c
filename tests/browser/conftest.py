"""Drive a real Chromium: fixtures for tests in this folder, which are all marked `browser`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from tests.browser.find_chromium import FLAGS, find_chromium
from tests.feedback.world import copied, world_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.databases import Databases
    from tests.feedback.world import World

HERE = Path(__file__).parent
WITHOUT_BROWSER = "no Chromium: run `make browser`"
PHONE: ViewportSize = {"width": 375, "height": 667}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that none is forgotten."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly which tests did not run for want of a browser."""
    missed = [
        report.nodeid
        for report in terminalreporter.getreports("skipped")
        if WITHOUT_BROWSER in report.longreprtext
    ]
    if missed:
        terminalreporter.section("BROWSER TESTS DID NOT RUN", sep="!", red=True, bold=True)
        terminalreporter.write_line(WITHOUT_BROWSER, red=True)
        for nodeid in missed:
            terminalreporter.write_line(f"  {nodeid}", red=True)


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """Give the Chromium to drive; without one fail in continuous integration, else skip."""
    found = find_chromium()
    if found is not None:
        return found
    if os.environ.get("CI") == "true":
        pytest.fail(WITHOUT_BROWSER)
    pytest.skip(WITHOUT_BROWSER)


@pytest.fixture(scope="session")
def chromium(chromium_path: Path) -> Iterator[Browser]:
    """Run one Chromium for the whole session."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def world_to_copy(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> World:
    """Run the campaigns of staff once; each test works on a copy."""
    folder = tmp_path_factory.mktemp("world")
    return world_in(sqlite_databases, folder, base_url="http://127.0.0.1")


@pytest.fixture
def world(world_to_copy: World, sqlite_databases: Databases, tmp_path: Path) -> Iterator[World]:
    """Give the world of staff, to be served on this machine."""
    with copied(world_to_copy, sqlite_databases, tmp_path) as copy:
        yield copy


@pytest.fixture
def chromium_context(chromium: Browser) -> Iterator[BrowserContext]:
    """Give a fresh profile that speaks Swedish: no cookie, no storage, the size of a phone."""
    context = chromium.new_context(locale="sv-SE", viewport=PHONE)
    yield context
    context.close()


@pytest.fixture
def chromium_page(chromium_context: BrowserContext) -> Page:
    """Give an empty page of a phone."""
    return chromium_context.new_page()
