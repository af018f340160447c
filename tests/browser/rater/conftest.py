"""An open campaign that is served on this machine, and a rater's browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback import create_app
from feedback.database import Database
from tests.applications import move
from tests.browser.rater.driving import PHONE
from tests.browser.serving import serving
from tests.factories import OpenCampaign, open_campaign, test_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Browser, BrowserContext, Page

SITE = "http://127.0.0.1"


@pytest.fixture(scope="session")
def application_to_move(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Make the application once; each test moves it to its own settings."""
    folder = tmp_path_factory.mktemp("application")
    return create_app(test_settings(folder, f"sqlite:///{folder / 'none.db'}", base_url=SITE))


@pytest.fixture
def campaign(application_to_move: Flask, tmp_path: Path, sqlite_url: str) -> Iterator[OpenCampaign]:
    """Give an open campaign about two leaders, served on this machine."""
    settings = test_settings(tmp_path, sqlite_url, base_url=SITE)
    database = Database(settings.database)
    with serving(move(application_to_move, settings)) as address:
        made = open_campaign(database, settings, leaders=("Karin Lund", "Lars Öberg"))
        made.links = {rater: address + path for rater, path in made.links.items()}
        yield made
    database.dispose()


@pytest.fixture
def context(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """Give a fresh profile; a test may ask for another one by indirect parameters."""
    wanted = {"viewport": PHONE, **getattr(request, "param", {})}
    made = chromium.new_context(locale="sv-SE", **wanted)
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Give an empty page."""
    return context.new_page()
