"""A disk that may only be read, a clock that went back, a database server that was restarted."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url, text, update
from sqlalchemy.exc import SQLAlchemyError

from feedback.backups import back_up
from feedback.clock import utc_now
from feedback.database import Database, migrate
from feedback.files.sqlite import sqlite_file
from feedback.jobs import Duty
from feedback.mail import transport_of
from feedback.models import Answered, Envelope, Mail, MailState, State
from feedback.operations.ledger.holding import LONGEST_REST, stop_mail
from feedback.operations.letters.sending import send_due
from feedback.rater.keeping import keeper_of
from tests.factories import open_campaign, test_settings
from tests.feedback.cli.commands import feedback
from tests.feedback.contents import contents
from tests.feedback.faults.dying import where_one_may_only_read
from tests.feedback.faults.typing_commands import typed
from tests.feedback.office import MONDAY
from tests.pages import RaterPages, browser
from tests.postgres_server import postgres_cluster

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from feedback.config import WorkerSettings
    from feedback.mail import Transport
    from tests.factories import OpenCampaign
    from tests.feedback.office import Office

KEPT = "Det som redan är sparat finns kvar."


@pytest.mark.parametrize("command", ["backup", "restore", "database migrate"])
def test_a_command_in_a_folder_that_may_only_be_read_says_so_and_changes_nothing(
    campaign: OpenCampaign, tmp_path: Path, newer: Callable[..., str], command: str
) -> None:
    url, settings = campaign.database.url, campaign.settings
    daily = tmp_path / "daily.backup"
    back_up(url, daily, now=utc_now())
    before = contents(url)
    newer("\n    op.execute('CREATE TABLE to_come (id INTEGER)')\n")
    settings.backup_folder.mkdir(parents=True, exist_ok=True)
    folders = [settings.instance, settings.backup_folder, *folders_of(url)]
    words = {"restore": ["restore", str(daily), "--yes"]}.get(command, command.split())

    where_one_may_only_read(folders, lambda: typed(*words, is_refused=True))

    assert contents(url) == before
    assert list(settings.backup_folder.iterdir()) == []
    assert feedback(*words).exit_code == 0


def while_nobody_may_write(database: Database, act: Callable[[], object]) -> None:
    """Do something while the database may only be read."""
    if database.is_sqlite:
        where_one_may_only_read(folders_of(database.url), act)
        return
    name = make_url(database.url).database
    for value in ("on", "off"):
        with database.changing() as connection:
            connection.execute(text("SET TRANSACTION READ WRITE"))
            connection.execute(
                text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {value}')
            )
            connection.commit()
        database.dispose()
        if value == "on":
            act()


def folders_of(url: str) -> list[Path]:
    """Return the folder of a database that is a file."""
    file = sqlite_file(url)
    return [file.parent] if file else []


def test_an_answer_that_may_not_be_written_can_be_sent_when_it_may(
    unanswered: OpenCampaign,
) -> None:
    anna = RaterPages.of(browser(unanswered.settings), unanswered, "team1@example.se")
    app = anna.browser.app
    task = anna.task()
    anna.answer_all(task)

    def send() -> None:
        assert KEPT in anna.send(task, status=500)
        app.extensions["feedback.database"].dispose()

    # A copy of this process has no thread that lets go of what the one that renders holds.
    keeper_of(app).settle()
    app.extensions["feedback.database"].dispose()
    while_nobody_may_write(unanswered.database, send)
    receipt = anna.send(task)

    assert "Dina svar är skickade" in receipt
    assert [unanswered.count(table) for table in (Answered, Envelope)] == [1, 1]
    app.extensions["feedback.database"].dispose()


def test_a_clock_that_goes_back_sends_nothing_twice_and_closes_nothing_early(
    office: Office,
) -> None:
    campaign_id = office.opened()
    office.worker.send()
    sent = len(office.outbox())

    for hours in (-49, -1, 0, 1):
        office.now = MONDAY + timedelta(hours=hours)
        office.worker.beat()
        office.worker.nightly()
        office.worker.send()
        assert office.worker.due() == []

    assert sent == len(office.outbox()) == len({str(mail["To"]) for mail in office.outbox()})
    assert office.state(campaign_id) is State.OPEN


@pytest.mark.parametrize("is_stopped", [False, True])
def test_what_left_by_a_clock_that_ran_ahead_keeps_no_mail_back_when_it_is_set_right(
    office: Office, *, is_stopped: bool
) -> None:
    office.settings = office.settings.model_copy(update={"mail_per_minute": 30})
    office.now = MONDAY + timedelta(days=3)
    office.opened()
    office.worker.send(most=1)
    if is_stopped:
        with office.database.writing() as session:
            stop_mail(session, "quota", answer="550", now=office.now, rest=LONGEST_REST)
    office.now = MONDAY
    with office.database.writing() as session:
        queued = update(Mail).where(Mail.state == MailState.QUEUED).values(due_at=MONDAY)
        waiting = session.connection().execute(queued).rowcount

    waits: list[float] = []
    send_due(*_way_out(office), now=_clock(office, waits), pause=waits.append, most=waiting)

    assert len(office.outbox()) == 1 + waiting
    assert sum(waits) <= 2 * waiting


def _way_out(office: Office) -> tuple[Database, WorkerSettings, Transport]:
    return office.database, office.settings, transport_of(office.settings)


def _clock(office: Office, waits: list[float]) -> Callable[[], datetime]:
    """Return the office's clock, which goes on while somebody waits; it fails one who waits on."""

    def now() -> datetime:
        assert sum(waits) < timedelta(minutes=5).total_seconds()
        return office.now + timedelta(seconds=sum(waits))

    return now


def test_a_campaign_that_closed_before_the_clock_went_back_stays_closed(office: Office) -> None:
    campaign_id = office.opened()
    office.now = MONDAY + timedelta(days=14)
    office.worker.do(Duty.CLOSE, campaign_id)

    office.now = MONDAY
    office.worker.nightly()

    assert office.worker.due() == []
    assert office.state(campaign_id) is State.CLOSED


@pytest.mark.postgres
def test_a_server_that_was_restarted_is_found_again_and_counts_every_answer_once(
    tmp_path: Path,
) -> None:
    with postgres_cluster() as cluster:
        with cluster.running() as url:
            migrate(url)
            database = Database(url)
            campaign = open_campaign(database, test_settings(tmp_path, url))
            anna = RaterPages.of(browser(campaign.settings), campaign, "anna@example.se")
            task = anna.task()
            anna.answer_all(task)
        away = anna.send(task, status=500)
        with cluster.running():
            with suppress(SQLAlchemyError):  # a connection of before may be noticed by its failure
                campaign.count(Answered)
            receipt = anna.send(task)
            counted = [campaign.count(table) for table in (Answered, Envelope)]
            database.dispose()
            anna.browser.app.extensions["feedback.database"].dispose()

    assert KEPT in away
    assert "Dina svar är skickade" in receipt
    assert counted == [1, 1]
