"""Metrics tell how the installation stands, and do not move when somebody answers."""

from __future__ import annotations

import logging
import re
import shutil
import socket
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from prometheus_client import generate_latest
from sqlalchemy import text

from feedback.ballot import Part
from feedback.clock import utc_now
from feedback.models import MailOccasion
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import decline, submit
from feedback.operations.ledger import BLIND, REMINDER, queue_mails
from feedback.operations.ledger.holding import put_hold
from feedback.operations.presence import BACKUP, note_run
from feedback.watch.metrics import registry_of, serve_metrics
from tests.days import today_in_sweden
from tests.feedback.office import Office, invitation_of

if TYPE_CHECKING:
    from uuid import UUID

LATER = timedelta(days=9)
GIGABYTE = 1024**3


@pytest.fixture
def running(office: Office) -> tuple[Office, UUID]:
    """Give an office of today with an open campaign, its worker here."""
    return ready(office)


@pytest.fixture
def small_running(small_office: Office) -> tuple[Office, UUID]:
    """Give the same on SQLite."""
    return ready(small_office)


def ready(office: Office) -> tuple[Office, UUID]:
    """Open a campaign in an office of today."""
    office.now = utc_now()
    campaign = office.opened(last_day=today_in_sweden() + LATER)
    office.worker.beat()
    return office, campaign


def metrics(office: Office) -> str:
    """Return the page that Prometheus fetches."""
    return generate_latest(registry_of(office.settings)).decode()


def value(page: str, name: str) -> float:
    """Return one figure of the page."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE)
    assert found, page
    return float(found[1])


def test_the_page_is_the_same_byte_for_byte_after_somebody_has_answered(
    running: tuple[Office, UUID],
) -> None:
    office, campaign = running
    before = metrics(office)

    with office.database.writing() as session:
        for name in ("Anna Berg", "Bo Ek", "Cia Dahl"):
            task = invitation_of(session, campaign, name, "Karin Lund")
            submit(
                session, office.settings.link_key_folder, task, Part.RESPONSE, Answers({"lugn": 4})
            )
        decline(
            session, invitation_of(session, campaign, "Dan Frid", "Karin Lund"), reason="too-little"
        )

    assert metrics(office) == before


def test_an_answer_that_takes_the_last_of_a_gigabyte_does_not_move_the_free_disk(
    small_running: tuple[Office, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, clock, free = small_running[0], [0.0], [5 * GIGABYTE]
    usage = shutil.disk_usage(office.settings.instance)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=free[0]))
    registry = registry_of(office.settings, seconds=lambda: clock[0])
    before = generate_latest(registry)

    free[0] -= 4096
    clock[0] += 15

    assert generate_latest(registry) == before
    clock[0] += 86_400
    page = generate_latest(registry).decode()
    assert value(page, "feedback_disk_free_bytes") == 4 * GIGABYTE


def test_it_tells_what_an_operator_watches(running: tuple[Office, UUID]) -> None:
    office, _ = running
    with office.database.writing() as session:
        note_run(session, BACKUP, now=office.now)
    office.worker.nightly()

    page = metrics(office)

    assert value(page, "feedback_database_up") == 1
    assert value(page, 'feedback_campaigns{state="open"}') == 1
    assert value(page, "feedback_mail_queued") == len(office.mails())
    assert value(page, "feedback_mail_held") == 0
    assert value(page, 'feedback_keys{folder="0",kind="seal",standing="right"}') == 1
    moment = office.now.timestamp()
    for name in ("last_nightly", "last_backup"):
        assert value(page, f"feedback_{name}_timestamp_seconds") == pytest.approx(moment, abs=1)
    assert "feedback_worker_heartbeat_timestamp_seconds{host=" in page
    assert "feedback_build_info{version=" in page
    assert value(page, 'feedback_findings{part="worker",verdict="fault"}') == 0


def test_reminders_are_not_in_the_queue(running: tuple[Office, UUID]) -> None:
    office, _ = running
    before = metrics(office)
    with office.database.writing() as session:
        people = [mail.person_id for mail in office.mails()]
        queue_mails(session, people, REMINDER, MailOccasion("1"), due_at=office.now - LATER)
    assert {mail.kind for mail in office.mails()} & BLIND

    assert metrics(office) == before


def test_what_goes_wrong_shows(small_running: tuple[Office, UUID]) -> None:
    office, _ = small_running
    for file in office.settings.seal_key_folder.folder.glob("*.key"):
        file.unlink()
    with office.database.writing() as session:
        put_hold(session, "wait", now=office.now)

    page = metrics(office)

    assert value(page, "feedback_mail_held") == 1
    assert value(page, 'feedback_keys{folder="0",kind="seal",standing="wrong_or_missing"}') == 1
    assert value(page, 'feedback_findings{part="keys",verdict="fault"}') >= 1


def test_a_database_that_is_away_is_told_and_the_page_still_comes(
    small_running: tuple[Office, UUID],
) -> None:
    office, _ = small_running
    with office.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    page = metrics(office)

    assert value(page, "feedback_database_up") == 0
    assert value(page, 'feedback_findings{part="database",verdict="fault"}') == 1


def test_nothing_of_people_or_of_the_process_is_in_it(small_running: tuple[Office, UUID]) -> None:
    office, campaign = small_running

    page = metrics(office)

    assert {name.partition("{")[0].partition(" ")[0] for name in page.splitlines()} >= {"#"}
    assert all(line.startswith(("#", "feedback_")) for line in page.splitlines())
    for word in ("@", "Karin", "Våg 1", str(campaign)[:8], str(office.settings.instance)):
        assert word not in page
    assert not re.search(r"size|process_|cpu|envelope|answer|response", page)
    free = value(page, "feedback_disk_free_bytes")
    assert free % 1024**3 == 0


def test_it_is_served_at_the_port_of_the_settings(
    small_running: tuple[Office, UUID], caplog: pytest.LogCaptureFixture
) -> None:
    office, _ = small_running
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        office.settings.metrics = f"127.0.0.1:{taken.getsockname()[1]}"
        with caplog.at_level(logging.ERROR):
            serve_metrics(office.settings)  # the worker goes on without
    assert "metrics cannot be served" in caplog.text

    serve_metrics(office.settings)

    with urlopen(f"http://{office.settings.metrics}/metrics") as answer:
        assert b"feedback_database_up 1.0" in answer.read()
