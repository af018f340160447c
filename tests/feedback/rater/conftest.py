"""An open campaign on either engine, and a rater's browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.database import Database
from tests.applications import move
from tests.factories import OpenCampaign, open_campaign, test_settings
from tests.pages import RaterPages, browser, browser_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from webtest import TestApp

    from feedback.config import WorkerSettings

MakeCampaign = "Callable[..., OpenCampaign]"


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> WorkerSettings:
    """Give settings on a fresh SQLite file."""
    return test_settings(tmp_path, sqlite_url)


@pytest.fixture
def make_campaign(settings: WorkerSettings) -> Iterator[Callable[..., OpenCampaign]]:
    """Give what opens a campaign on the settings' database."""
    database = Database(settings.database)
    yield lambda **wanted: open_campaign(database, settings, **wanted)
    database.dispose()


@pytest.fixture
def campaign(make_campaign: Callable[..., OpenCampaign]) -> OpenCampaign:
    """Give an open campaign about one leader, with six raters."""
    return make_campaign()


@pytest.fixture(scope="session")
def application_to_move(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Make the application once; each test moves it to its own settings."""
    folder = tmp_path_factory.mktemp("application")
    made: Flask = browser(test_settings(folder, f"sqlite:///{folder / 'none.db'}")).app
    return made


@pytest.fixture
def web(application_to_move: Flask, settings: WorkerSettings) -> Iterator[TestApp]:
    """Give a browser on the application."""
    client = browser_on(move(application_to_move, settings))
    yield client
    client.app.extensions["feedback.database"].dispose()


@pytest.fixture
def anna(web: TestApp, campaign: OpenCampaign) -> RaterPages:
    """Give the pages of a rater of the team, a protected group."""
    return RaterPages.of(web, campaign, "anna@example.se")
