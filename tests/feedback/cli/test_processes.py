"""The two processes that run it all: the web and the worker, started as an operator starts them."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from feedback.models import MailState, State
from tests.feedback.office import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.feedback.office import Office


def environment(office: Office) -> dict[str, str]:
    return {
        **os.environ,
        "FEEDBACK_BASE_URL": "http://127.0.0.1",
        "FEEDBACK_MAIL_FROM": "Enkät <enkat@example.se>",
        "FEEDBACK_MAIL_HOURS": "always",
        "FEEDBACK_MAIL_PER_MINUTE": "60000",
        "FEEDBACK_INSTANCE": str(office.settings.instance),
        "FEEDBACK_DATABASE_URL": office.database.url,
    }


@contextmanager
def running(office: Office, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command until the test is done with it."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from feedback.cli import main; main()", *words],
        env=environment(office),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_for(claim: Callable[[], bool], *, seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.1)


def answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def test_the_worker_finds_a_launch_by_itself_and_stops_when_told(small_office: Office) -> None:
    campaign_id = small_office.asked()

    with running(small_office, "worker") as worker:
        wait_for(lambda: small_office.state(campaign_id) is State.OPEN)
        wait_for(lambda: {mail.state for mail in small_office.mails()} == {MailState.SENT})
        worker.send_signal(signal.SIGINT)
        output, _ = worker.communicate(timeout=30)

    assert len(small_office.outbox()) == len(PEOPLE.people)
    assert "/s/" not in output
    assert "@example.se" not in output


def test_the_web_serves_and_logs_no_link(small_office: Office) -> None:
    small_office.opened()
    port = free_port()

    with running(small_office, "serve", "--port", str(port), "--workers", "1") as web:
        wait_for(lambda: answers(port, "/healthz"))
        answers(port, "/s/17KC-0W4Z-Q9DW-HTHK-DXT4")
        web.send_signal(signal.SIGINT)
        output, _ = web.communicate(timeout=30)

    assert "17KC" not in output
