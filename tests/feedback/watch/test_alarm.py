"""Administrators are mailed when something needs somebody: once, daily, and when it is over."""

from __future__ import annotations

import email
import email.policy
import socket
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from feedback.clock import utc_now
from feedback.doctor.findings import all_known
from feedback.models import Campaign
from feedback.operations.ledger.holding import put_hold
from feedback.operations.people.register import PersonFacts, find_or_add_department, register_people
from feedback.operations.rights import accounts
from feedback.watch.alarm import tell
from tests.acting import by
from tests.days import today_in_sweden
from tests.feedback.cli.commands import feedback
from tests.feedback.mail.smtp_servers import Inbox, running
from tests.feedback.office import Office, body_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from email.message import EmailMessage

ADMINS = ("admin@example.se", "zara@example.se")
HOUR = timedelta(hours=1)


@pytest.fixture
def office(office: Office) -> Office:
    """Give an office of today whose worker is here, with two administrators."""
    return in_operation(office)


@pytest.fixture
def small(small_office: Office) -> Office:
    """Give the same on SQLite."""
    return in_operation(small_office)


def in_operation(office: Office) -> Office:
    """Have a worker here today, and two administrators."""
    office.now = utc_now()
    office.settings.instance.mkdir(parents=True, exist_ok=True)
    office.worker.beat()
    with office.database.writing() as session:
        for address in ADMINS:
            accounts.grant_admin(session, address, by=by())
    return office


def look(office: Office, now: datetime | None = None) -> list[EmailMessage]:
    """Look once, as the timer does; return what is mailed."""
    office.empty_outbox()
    assert not tell(office.settings, all_known(office.settings), now=now or utc_now())
    return office.outbox()


def stop_worker(office: Office) -> None:
    """Let the worker die an hour ago."""
    office.now = utc_now() - HOUR
    office.worker.beat()


def test_nothing_is_mailed_where_all_is_well(small: Office) -> None:
    assert look(small) == []


def test_a_dead_worker_is_mailed_once_then_daily_then_that_it_is_over(office: Office) -> None:
    stop_worker(office)
    now = utc_now()

    first = look(office, now)
    again = [look(office, now + hours * HOUR) for hours in (1, 12, 22)]
    next_day = look(office, now + 24 * HOUR)
    office.now = utc_now()
    office.worker.beat()
    over = look(office, now + 25 * HOUR)
    quiet = look(office, now + 26 * HOUR)

    assert [mail["To"] for mail in first] == list(ADMINS)
    assert "behöver åtgärdas" in str(first[0]["Subject"])
    assert "Den var senast här" in body_of(first[0])
    assert again == [[], [], []]
    assert len(next_day) == len(ADMINS)
    assert "som det ska" in str(over[0]["Subject"])
    assert quiet == []


def test_something_new_is_mailed_at_once_and_one_thing_less_is_not(small: Office) -> None:
    stop_worker(small)
    look(small)
    with small.database.writing() as session:
        put_hold(session, "because", now=utc_now() - timedelta(days=3))

    (more, _) = look(small)
    small.now = utc_now()
    small.worker.beat()

    assert "Alla mejl väntar" in body_of(more)
    assert look(small) == []


def test_the_administrator_reads_it_in_the_language_of_the_register(small: Office) -> None:
    with small.database.writing() as session:
        department = find_or_add_department(session, "Skola", by=by())
        people = register_people(session, department, [PersonFacts("Zara Ek", ADMINS[1])])
        next(iter(people.values())).language = "en"
    stop_worker(small)

    swedish, english = look(small)

    assert "behöver" in str(swedish["Subject"])
    assert "needs attention" in str(english["Subject"])


def test_no_name_of_a_person_or_campaign_is_in_it(small: Office) -> None:
    campaign = small.opened(last_day=today_in_sweden() + timedelta(days=9), name="Omgång om Karin")
    for folder in small.settings.seal_key_folder.folders:
        for file in folder.glob("*.key"):
            file.unlink()
    with small.database.writing() as session:
        put_hold(session, "Karin Lund bad om det", now=utc_now() - timedelta(days=3))
        session.get_one(Campaign, campaign).last_day = today_in_sweden() - timedelta(days=3)

    (mail, _) = look(small)

    written = body_of(mail) + body_of(mail, "html") + str(mail["Subject"])
    assert "Karin" not in written
    assert "@" not in written
    assert str(campaign)[:8] in written


def test_a_database_that_is_away_is_mailed_to_whom_we_knew(small: Office) -> None:
    look(small)  # nothing to tell, yet it learns whom it would tell
    with small.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    mails = look(small)

    assert [mail["To"] for mail in mails] == list(ADMINS)


def test_a_setting_names_whom_to_mail_instead(small: Office) -> None:
    small.settings.alarm_to = "drift@example.se, jour@example.se"
    stop_worker(small)

    assert [mail["To"] for mail in look(small)] == ["drift@example.se", "jour@example.se"]


@pytest.fixture
def mail_server() -> Iterator[tuple[Inbox, str]]:
    """Give a mail server that refuses until it is told otherwise."""
    inbox = Inbox(rcpt="550 no such user")
    with running(inbox) as port:
        yield inbox, f"smtp://127.0.0.1:{port}"


def test_mail_that_does_not_leave_is_said_and_tried_again(
    small: Office, mail_server: tuple[Inbox, str], caplog: pytest.LogCaptureFixture
) -> None:
    inbox, small.settings.smtp_url = mail_server
    stop_worker(small)
    found = all_known(small.settings)

    assert tell(small.settings, found, now=utc_now())
    assert "MailRefusedError" in caplog.text
    assert "admin@" not in caplog.text

    inbox.rcpt = "250 OK"
    assert not tell(small.settings, found, now=utc_now())
    assert len(inbox.mails) == len(ADMINS)
    message = email.message_from_bytes(inbox.mails[0], policy=email.policy.default)
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_dead_mail_server_is_tried_once_however_many_are_to_be_told(
    small: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.settings.alarm_to = " ".join(f"jour{number}@example.se" for number in range(20))
    stop_worker(small)
    found = all_known(small.settings)
    monkeypatch.setattr("feedback.watch.alarm._ANSWER_SECONDS", 0.2)

    with silent() as port:
        small.settings.smtp_url = f"smtp://127.0.0.1:{port}"
        assert tell(small.settings, found, now=utc_now())

    assert caplog.text.count("ServerUnreachableError") == 1


def test_a_mail_server_that_answers_letter_by_letter_is_left_in_time(
    small: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_worker(small)
    found = all_known(small.settings)
    monkeypatch.setattr("feedback.watch.alarm._LONGEST_SECONDS", 0.2)

    with silent() as port:
        small.settings.smtp_url = f"smtp://127.0.0.1:{port}"
        assert tell(small.settings, found, now=utc_now())

    assert "no answer in time" in caplog.text


@contextmanager
def silent() -> Iterator[int]:
    """Listen, and never say a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_without_anybody_to_mail_it_says_so(
    small_office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    small_office.settings.instance.mkdir(parents=True, exist_ok=True)
    stop_worker(small_office)

    assert tell(small_office.settings, all_known(small_office.settings), now=utc_now())
    assert "feedback admin create" in caplog.text


def test_a_notebook_that_cannot_be_written_keeps_no_mail_back(small: Office) -> None:
    (small.settings.instance / "alarm.json").mkdir()
    stop_worker(small)
    small.empty_outbox()

    assert tell(small.settings, all_known(small.settings), now=utc_now())
    assert len(small.outbox()) == len(ADMINS)


@pytest.mark.parametrize("content", [b"", b"null", b"[1]", b'{"told_at": 7}', b"\xff\xfe"])
def test_a_damaged_notebook_is_an_empty_one(small: Office, content: bytes) -> None:
    (small.settings.instance / "alarm.json").write_bytes(content)
    stop_worker(small)

    assert len(look(small)) == len(ADMINS)


def test_the_command_tells_by_its_exit_code_and_mails(
    small: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = small.settings
    monkeypatch.setenv("FEEDBACK_BASE_URL", settings.base_url)
    monkeypatch.setenv("FEEDBACK_MAIL_FROM", settings.mail_from)
    monkeypatch.setenv("FEEDBACK_INSTANCE", str(settings.instance))
    monkeypatch.setenv("FEEDBACK_BACKUPS", str(settings.backup_folder))
    monkeypatch.setenv("FEEDBACK_DATABASE_URL", small.database.url)
    well = feedback("health", "--mail")
    small.empty_outbox()
    stop_worker(small)

    ill = feedback("health", "--mail", "--json")

    assert (well.exit_code, ill.exit_code) == (0, 1)
    assert len(small.outbox()) == len(ADMINS)
    assert '"needs_somebody": true' in ill.output
