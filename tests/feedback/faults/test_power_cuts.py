"""Power goes at each change that a command makes: nothing is lost, doubled or left lying."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import select

from feedback.backups import back_up, read_manifest, restore, upgrade
from feedback.database import Database, migrate
from feedback.database.schema import newest_revision
from feedback.models import Answered, Draft, Envelope, RetiredNumber, StoredRelease
from feedback.operations.campaigns.closing import close_campaign
from reports.release import read_release
from tests.acting import by
from tests.factories import test_settings
from tests.feedback.contents import contents
from tests.feedback.faults.dying import tries_that_die
from tests.golden.installations import VERSIONS, installation
from tests.proof_size import proof_runs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reports.release import Release
    from tests.factories import OpenCampaign

NOON: Final = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ADDED_BY_RESTORING: Final = "audit_entry", "audit_anchor", "mail_hold"
TWO_STEPS: Final = (
    """
    op.execute("CREATE TABLE to_come (id INTEGER)")
    op.execute("INSERT INTO to_come VALUES (1)")
""",
    """
    op.execute("DELETE FROM progress_band")
    op.execute("INSERT INTO to_come VALUES (2)")
""",
)


def an_hour_later(folder: Path) -> None:
    """Make all that lies in a folder older."""
    for path in folder.iterdir():
        os.utime(path, (time.time() - 2 * 3600,) * 2)


def test_a_backup_cut_off_at_any_change_is_whole_or_none_and_the_next_sweeps_up(
    campaign: OpenCampaign, tmp_path: Path
) -> None:
    url, folder = campaign.database.url, tmp_path / "backups"
    folder.mkdir()
    before = contents(url)
    cuts = 0

    for cut in tries_that_die(
        lambda: back_up(url, folder / f"feedback-{time.time_ns()}.backup", now=NOON)
    ):
        for made in folder.glob("feedback-*.backup"):
            read_manifest(made)
            made.unlink()
        cuts = cut + 1
    an_hour_later(folder)
    back_up(url, folder / "feedback-last.backup", now=NOON)
    (whole,) = folder.glob("feedback-1*.backup")

    assert cuts > 5
    assert contents(url) == before
    assert {path.name for path in folder.iterdir()} == {"feedback-last.backup", whole.name}


def test_a_restore_cut_off_at_any_change_leaves_the_old_or_the_new_and_can_be_repeated(
    campaign: OpenCampaign, tmp_path: Path
) -> None:
    url, backup = campaign.database.url, tmp_path / "daily.backup"
    back_up(url, backup, now=NOON)
    of_backup = contents(url, but=ADDED_BY_RESTORING)
    with campaign.database.writing() as session:
        session.add(RetiredNumber(number=3, campaign_id=campaign.id))
    campaign.database.dispose()
    of_now = contents(url, but=ADDED_BY_RESTORING)
    assert of_now != of_backup
    found = []

    for _ in tries_that_die(
        lambda: restore(campaign.settings, backup, by=by(NOON, name="operator"))
    ):
        found.append(contents(url, but=ADDED_BY_RESTORING))
        assert found[-1] == of_now or contents(url)["mail_hold"]

    assert of_now in found
    assert all(one in (of_now, of_backup) for one in found)
    assert contents(url, but=ADDED_BY_RESTORING) == of_backup
    assert contents(url)["mail_hold"]


def test_an_upgrade_cut_off_at_any_change_is_done_wholly_or_not_at_all(
    campaign: OpenCampaign, newer: Callable[..., str]
) -> None:
    url = campaign.database.url
    before = contents(url)
    after = newer(*TWO_STEPS)
    cuts = 0

    for cut in tries_that_die(
        lambda: upgrade(campaign.settings, now=datetime.now(UTC), backups=None)
    ):
        assert contents(url) == before
        cuts = cut + 1

    assert cuts > 5
    found = contents(url)
    assert found["alembic_version"] == [f"('{after}',)"]
    assert found["to_come"] == ["(1,)", "(2,)"]


@pytest.mark.proof
@pytest.mark.parametrize("version", VERSIONS)
def test_an_upgrade_of_a_kept_version_is_done_wholly_or_not_at_all(
    empty_database_url: str, tmp_path: Path, version: str
) -> None:
    url = empty_database_url
    settings = test_settings(tmp_path, url)
    installation(version, "open").restore(url, settings)
    before = contents(url)

    for _ in tries_that_die(lambda: migrate(url), every=10 // proof_runs(10)):
        assert contents(url) == before

    assert contents(url)["alembic_version"] == [f"('{newest_revision()}',)"]


def releases_of(database: Database) -> list[Release]:
    """Return what a close has released."""
    with database.reading() as session:
        rows = session.scalars(select(StoredRelease.content).order_by(StoredRelease.subject_id))
        return [read_release(content) for content in rows]


def test_a_close_cut_off_at_any_change_counts_every_answer_once(campaign: OpenCampaign) -> None:
    database, settings = campaign.database, campaign.settings
    close = partial(close_campaign, database, settings, campaign.id, now=NOON)
    cuts = 0

    for cut in tries_that_die(close):
        cuts = cut + 1
    (release,) = releases_of(database)

    assert cuts > 20
    assert [block.n for block in release.figures.blocks] == [7]
    assert [campaign.count(table) for table in (Envelope, Answered, Draft)] == [0] * 3
    assert not settings.link_key_folder.holds(campaign.id)
    assert not settings.seal_key_folder.holds(campaign.id)
