"""A campaign in which some have answered, its backup to be, and PostgreSQL's own tools."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from feedback.database import Database
from tests.factories import OpenCampaign, open_campaign, test_settings
from tests.postgres_server import installed_binaries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RATERS = (
    ("self", ""),
    ("manager", "per@example.se"),
    *(("team", f"team{number}@example.se") for number in range(6)),
)


@pytest.fixture(autouse=True)
def _tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{installed_binaries()}:{os.environ['PATH']}")


@pytest.fixture
def campaign(database_url: str, tmp_path: Path) -> Iterator[OpenCampaign]:
    """Give an open campaign on each engine."""
    database = Database(database_url)
    yield open_campaign(database, test_settings(tmp_path, database_url), raters=RATERS)
    database.dispose()
