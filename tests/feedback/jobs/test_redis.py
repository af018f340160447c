"""The queue on Redis, an extra: jobs pass through a real server, and its absence is a sentence."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from feedback.doctor.queue import check_queue
from feedback.jobs import JobQueue
from feedback.models import MailState, State
from feedback.queue import ExtraMissingError, make_huey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.feedback.office import Office


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run Debian's Redis at a socket, and give its address."""
    folder = tmp_path_factory.mktemp("redis")
    socket = folder / "socket"
    options = ("--port", "0", "--unixsocket", socket, "--dir", folder, "--save", "")
    with subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL) as server:
        try:
            _wait_until_ready(socket, server)
            yield f"unix://{socket}"
        finally:
            server.terminate()


def _wait_until_ready(socket: Path, server: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 30
    while not socket.exists():
        assert server.poll() is None
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_jobs_pass_through_redis(small_office: Office, redis_url: str) -> None:
    campaign_id = small_office.asked()
    queue = JobQueue(make_huey(redis_url), small_office.worker)

    queue.sweep()
    while queue.huey.pending_count():
        queue.huey.execute(queue.huey.dequeue())

    assert small_office.state(campaign_id) is State.OPEN
    assert {mail.state for mail in small_office.mails()} == {MailState.SENT}
    queue.huey.storage.conn.close()


def test_what_waits_in_redis_names_a_job_and_a_campaign_and_nothing_else(
    small_office: Office, redis_url: str
) -> None:
    campaign_id = small_office.asked()
    queue = JobQueue(make_huey(redis_url), small_office.worker)
    queue.huey.flush()

    queue.sweep()

    raw = queue.huey.storage.enqueued_items()
    assert sorted(str(campaign_id).encode() in one for one in raw) == [False, True]
    assert not any(b"@" in one or b"/s/" in one for one in raw)
    queue.huey.flush()
    queue.huey.storage.conn.close()


def test_the_doctor_opens_it(small_office: Office, redis_url: str) -> None:
    settings = small_office.settings.model_copy(update={"queue_url": redis_url})

    (queue,) = check_queue(settings)

    assert queue.found == "can be opened"


def test_without_the_extra_it_is_named_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "redis", None)

    with pytest.raises(ExtraMissingError, match=r"^FEEDBACK_QUEUE_URL .* \[redis\].*\.$"):
        make_huey("redis://127.0.0.1:6399/0")
