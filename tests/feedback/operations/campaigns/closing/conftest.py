"""Open campaigns with answers in them, on both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.database import Database
from tests.factories import OpenCampaign, open_campaign, test_settings
from tests.feedback.operations.campaigns.closing.ballot_box import RATERS, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def campaign(database_url: str, tmp_path: Path) -> Iterator[OpenCampaign]:
    """Give an open campaign in which everybody has answered, in a known order."""
    database = Database(database_url)
    made = open_campaign(
        database,
        test_settings(tmp_path, database_url),
        leaders=("Karin Lund", "Olle Ek"),
        raters=RATERS,
    )
    fill(made)
    yield made
    database.dispose()
