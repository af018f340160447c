"""Huey runs the duties on SQLite and on PostgreSQL; a lost queue loses nothing."""

from __future__ import annotations

import gc
import json
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from huey.consumer import Consumer

from feedback.jobs import JobQueue, Worker
from feedback.models import Campaign, MailState, State
from feedback.operations.campaigns.lifecycle import ask_close
from feedback.queue import make_huey
from tests.acting import by
from tests.feedback.mail.test_bounces import notification
from tests.feedback.office import MONDAY, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.feedback.office import Office

NOON = MONDAY + timedelta(hours=2)
STARTED_AT_ONCE = 8


class ThreadConsumer(Consumer):
    """A consumer inside a test's thread, which no signal stops."""

    def _set_signal_handlers(self) -> None:
        """Leave the process's signals alone."""


@pytest.fixture
def queue(office: Office) -> Iterator[JobQueue]:
    """Give the queue beside the office's database: in it when that is PostgreSQL."""
    made = queue_of(office)
    yield made
    made.huey.storage.close()


@pytest.fixture
def small_queue(small_office: Office) -> Iterator[JobQueue]:
    """Give the queue beside an office on SQLite."""
    made = queue_of(small_office)
    yield made
    made.huey.storage.close()


def queue_of(office: Office) -> JobQueue:
    """Return another worker's view of the office's queue."""
    return JobQueue(make_huey(office.settings.queue), office.worker)


def run_jobs(queue: JobQueue) -> None:
    """Run what is queued, as a consumer would."""
    while (task := queue.huey.dequeue()) is not None:
        queue.huey.execute(task)


def wait_for(claim: Callable[[], bool], *, seconds: float = 20) -> None:
    """Wait until something is so."""
    ends = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.05)


def test_a_sweep_finds_what_was_asked_for_and_jobs_do_it(office: Office, queue: JobQueue) -> None:
    campaign_id = office.asked()

    queue.sweep()
    run_jobs(queue)

    assert office.state(campaign_id) is State.OPEN
    assert {mail.state for mail in office.mails()} == {MailState.SENT}
    assert len(office.outbox()) == len(PEOPLE.people)


def test_a_lost_queue_loses_nothing(office: Office, queue: JobQueue) -> None:
    campaign_id = office.asked()
    queue.sweep()
    queue.huey.flush()

    again = queue_of(office)
    again.sweep()
    run_jobs(again)
    again.huey.storage.close()

    assert office.state(campaign_id) is State.OPEN


def test_jobs_done_twice_change_nothing(office: Office, queue: JobQueue) -> None:
    campaign_id = office.asked()
    second = queue_of(office)

    queue.sweep()
    second.sweep()
    run_jobs(queue)
    second.huey.storage.close()

    assert office.state(campaign_id) is State.OPEN
    assert len(office.outbox()) == len(office.mails()) == len(PEOPLE.people)


def test_what_is_queued_already_is_not_queued_again(office: Office, queue: JobQueue) -> None:
    office.asked()

    for _ in range(5):
        queue.sweep()

    assert queue.huey.pending_count() == 2  # one launch, one look at the mail


def test_messages_name_a_job_and_a_campaign_and_nothing_else(
    small_office: Office,
    small_queue: JobQueue,
) -> None:
    campaign_id = small_office.asked()

    small_queue.sweep()

    messages = [json.loads(raw)["message"] for raw in small_queue.huey.storage.enqueued_items()]
    assert sorted(message["args"] for message in messages) == [[], ["launch", str(campaign_id)]]


def test_nothing_in_the_queue_is_ever_unpickled(small_queue: JobQueue) -> None:
    huey = small_queue.huey
    huey.storage.enqueue(b"\x80\x04\x95cos\nsystem\n(S'true'\ntR.")

    with pytest.raises(ValueError, match=r"decode|Expecting"):
        huey.dequeue()


def test_a_failing_job_says_its_kind_and_nothing_of_what_it_held(
    small_office: Office,
    small_queue: JobQueue,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    small_office.asked()

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("https://feedback.example.se/s/17KC-0W4Z-Q9DW-HTHK-DXT4")

    monkeypatch.setattr("feedback.jobs.duties.launch_campaign", fail)
    with caplog.at_level(logging.DEBUG):
        small_queue.sweep()
        run_jobs(small_queue)

    assert "RuntimeError" in caplog.text
    assert "/s/17KC" not in caplog.text


def test_a_job_that_failed_is_found_again(
    small_office: Office, small_queue: JobQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_id = small_office.asked()
    with monkeypatch.context() as broken:
        broken.setattr("feedback.jobs.duties.launch_campaign", _power_cut)
        small_queue.sweep()
        run_jobs(small_queue)
    assert small_office.state(campaign_id) is State.LAUNCHING

    small_queue.sweep()
    run_jobs(small_queue)

    assert small_office.state(campaign_id) is State.OPEN


# Huey leaves the connections of its threads to the garbage collector, which warns.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_whole_campaign_runs_by_itself(office: Office, queue: JobQueue) -> None:
    campaign_id = office.asked()
    consumer = ThreadConsumer(queue.huey, workers=2, initial_delay=0.02, max_delay=0.1)
    queue.sweep()
    consumer.start()
    try:
        wait_for(lambda: {mail.state for mail in office.mails()} == {MailState.SENT})
        with office.database.writing() as session:
            ask_close(session, session.get_one(Campaign, campaign_id), by=by())
        queue.sweep()
        wait_for(lambda: office.state(campaign_id) is State.CLOSED)
        wait_for(lambda: office.settings.seal_key_folder.find(campaign_id) is None)
    finally:
        consumer.stop(graceful=True)
        gc.collect()

    assert not [thread for thread in threading.enumerate() if "Worker" in thread.name]


def test_the_quarter_reads_what_came_back(office: Office, tmp_path: Path) -> None:
    office.opened()
    office.worker.send()
    settings = office.settings.model_copy(update={"bounces": tmp_path})
    queue = JobQueue(make_huey(settings.queue), Worker(office.database, settings, lambda: NOON))
    back = notification(mail_id=office.mails()[0].id)
    (tmp_path / "back.eml").write_text(back, encoding="utf-8")

    for task in queue.huey._registry.periodic_tasks:
        if task.name == "bounces":
            queue.huey.enqueue(task)
    run_jobs(queue)
    queue.huey.storage.close()

    states = [mail.state for mail in office.mails()]
    assert states.count(MailState.FAILED) == 1
    assert office.mails()[0].error == "550 5.1.1 no such user here"


def test_the_queue_is_where_the_settings_say(office: Office, queue: JobQueue) -> None:
    kind = "PostgresHuey" if office.database.url.startswith("postgresql") else "SqliteHuey"

    assert type(queue.huey).__name__ == kind


def test_recurring_jobs_come_every_minute_quarter_hour_and_night(
    small_queue: JobQueue,
) -> None:
    names = {type(task).__name__ for task in small_queue.huey._registry.periodic_tasks}

    assert names == {*("sweep", "remind", "share", "forget-lists", "bounces", "hourly", "nightly")}


def _power_cut(*_: object, **__: object) -> None:
    raise RuntimeError


def test_workers_that_start_at_one_moment_make_the_queue_once(database_url: str) -> None:
    together = threading.Barrier(STARTED_AT_ONCE)

    def start(_: int) -> str:
        together.wait()
        made = make_huey(database_url)
        made.storage.close()
        return str(made.name)

    with ThreadPoolExecutor(STARTED_AT_ONCE) as workers:
        assert list(workers.map(start, range(STARTED_AT_ONCE))) == ["feedback"] * STARTED_AT_ONCE
