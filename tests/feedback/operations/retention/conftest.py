"""A closed campaign of two leaders, and nights of the worker after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from feedback.database import Database
from feedback.jobs import Worker
from feedback.models import Campaign, Subject
from feedback.operations.campaigns.closing import close_campaign
from tests.factories import open_campaign, test_settings
from tests.feedback.operations.campaigns.closing.ballot_box import RATERS, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Department
    from tests.factories import OpenCampaign

CLOSED = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
"""So long that the database lets the audit log's entry go: it goes by its own clock."""


@dataclass
class Archive:
    """A campaign that has closed, and the clock after it."""

    campaign: OpenCampaign

    @property
    def database(self) -> Database:
        """Return its database."""
        return self.campaign.database

    def night(self, days: int) -> None:
        """Let the worker do its nightly duties so many days after the close."""
        moment = CLOSED + timedelta(days=days)
        Worker(self.database, self.campaign.settings, now=lambda: moment).nightly()

    def of(self, session: Session) -> Campaign:
        """Return the campaign in a session."""
        return session.get_one(Campaign, self.campaign.id)

    def department(self, session: Session) -> Department:
        """Return the campaign's department in a session."""
        return self.of(session).programme.department

    def subjects(self, session: Session) -> list[Subject]:
        """Return the campaign's subjects in a session, by name."""
        found = session.scalars(select(Subject).where(Subject.campaign_id == self.campaign.id))
        return sorted(found, key=lambda one: one.person.name)

    def count(self, table: type) -> int:
        """Return how many rows a table has."""
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    @property
    def id(self) -> UUID:
        """Return the campaign's id."""
        return self.campaign.id


@pytest.fixture
def archive(sqlite_url: str, tmp_path: Path) -> Iterator[Archive]:
    """Give a closed campaign on SQLite."""
    yield from _archive(sqlite_url, tmp_path)


@pytest.fixture
def archive_on_both(database_url: str, tmp_path: Path) -> Iterator[Archive]:
    """Give a closed campaign, once on each engine."""
    yield from _archive(database_url, tmp_path)


def _archive(url: str, folder: Path) -> Iterator[Archive]:
    database, settings = Database(url), test_settings(folder, url)
    made = open_campaign(database, settings, leaders=("Karin Lund", "Olle Ek"), raters=RATERS)
    fill(made)
    close_campaign(database, settings, made.id, now=CLOSED)
    yield Archive(made)
    database.dispose()
