"""A disk takes no more: whoever asked is told in a sentence, and nothing is lost or doubled.

Files that may not grow stand for it; each size stops the work at another place.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy.exc import SQLAlchemyError

from feedback.backups import back_up, read_manifest
from feedback.jobs import Duty, Worker
from feedback.models import Answered, Envelope, RetiredNumber, StoredRelease
from feedback.rater.keeping import keeper_of
from tests.feedback.cli.commands import feedback
from tests.feedback.contents import contents
from tests.feedback.faults.dying import in_files_of
from tests.feedback.faults.typing_commands import typed
from tests.pages import RaterPages, browser

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.factories import OpenCampaign

AFTER_THE_LAST_DAY: Final = datetime(2026, 12, 5, 3, 30, tzinfo=UTC)
NOON: Final = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SIZES: Final = 0, 4096, 60_000, 200_000
ADDED_BY_RESTORING: Final = "audit_entry", "audit_anchor", "mail_hold"


def test_a_backup_that_finds_no_room_leaves_nothing(campaign: OpenCampaign, tmp_path: Path) -> None:
    before = contents(campaign.database.url)
    folder = tmp_path / "backups"
    folder.mkdir()

    for size in SIZES:
        in_files_of(size, lambda: typed("backup", str(folder)))
        for made in folder.iterdir():
            read_manifest(made)
            made.unlink()

    assert contents(campaign.database.url) == before
    assert feedback("backup", str(folder)).exit_code == 0


def test_a_restore_that_finds_no_room_leaves_what_was_there(
    campaign: OpenCampaign, tmp_path: Path
) -> None:
    url, backup = campaign.database.url, tmp_path / "daily.backup"
    back_up(url, backup, now=NOON)
    of_backup = contents(url, but=ADDED_BY_RESTORING)
    with campaign.database.writing() as session:
        session.add(RetiredNumber(number=3, campaign_id=campaign.id))
    campaign.database.dispose()
    before = contents(url)

    for size in SIZES[:3]:
        in_files_of(size, lambda: typed("restore", str(backup), "--yes"))
        assert contents(url) == before

    assert feedback("restore", str(backup), "--yes").exit_code == 0
    assert contents(url, but=ADDED_BY_RESTORING) == of_backup


def test_an_upgrade_that_finds_no_room_is_not_done(
    campaign: OpenCampaign, newer: Callable[..., str]
) -> None:
    url = campaign.database.url
    before = contents(url)
    newer("\n    op.execute('CREATE TABLE to_come (id INTEGER)')\n")

    for size in SIZES[:3]:
        in_files_of(size, lambda: typed("database", "migrate"))
        assert contents(url) == before

    assert feedback("database", "migrate").exit_code == 0


def test_a_close_that_finds_no_room_is_done_when_there_is(campaign: OpenCampaign) -> None:
    worker = Worker(campaign.database, campaign.settings, now=lambda: AFTER_THE_LAST_DAY)

    def close() -> None:
        with suppress(OSError, SQLAlchemyError):
            worker.do(Duty.CLOSE, campaign.id)

    for size in SIZES:
        in_files_of(size, close)
        campaign.database.dispose()
    worker.do(Duty.CLOSE, campaign.id)

    assert campaign.count(StoredRelease) == 1
    assert campaign.count(Envelope) == 0
    assert not campaign.settings.seal_key_folder.holds(campaign.id)


@pytest.mark.parametrize("size", SIZES)
def test_an_answer_that_finds_no_room_can_be_sent_when_there_is(
    unanswered: OpenCampaign, size: int
) -> None:
    anna = RaterPages.of(browser(unanswered.settings), unanswered, "team1@example.se")
    task = anna.task()
    anna.answer_all(task)
    # A copy of this process has no thread that lets go of what the one that renders holds.
    keeper_of(anna.browser.app).settle()
    anna.browser.app.extensions["feedback.database"].dispose()

    def send() -> None:
        page = anna.send(task, status="*")
        assert "Dina svar är skickade" in page or "Det som redan är sparat finns kvar." in page

    in_files_of(size, send)
    receipt = anna.send(task)

    assert "Dina svar är skickade" in receipt
    assert [unanswered.count(table) for table in (Answered, Envelope)] == [1, 1]
    anna.browser.app.extensions["feedback.database"].dispose()
