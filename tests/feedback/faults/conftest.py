"""A campaign in which everybody has answered, and PostgreSQL's own tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.database import Database
from tests.factories import OpenCampaign, open_campaign, test_settings
from tests.feedback.cli.commands import sit_down
from tests.feedback.operations.campaigns.closing.ballot_box import RATERS, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def unanswered(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenCampaign]:
    """Give an open campaign on each engine that commands find, which nobody has open."""
    database = Database(database_url)
    settings = test_settings(tmp_path, database_url)
    made = open_campaign(database, settings, raters=RATERS)
    sit_down(monkeypatch, settings)
    database.dispose()
    yield made
    database.dispose()


@pytest.fixture
def campaign(unanswered: OpenCampaign) -> OpenCampaign:
    """Give the same when everybody has answered."""
    fill(unanswered)
    unanswered.database.dispose()
    return unanswered
