"""A queue's server that does not let us in is told of in a sentence, with what to do."""

from __future__ import annotations

import socket
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from feedback.doctor import Verdict
from feedback.doctor.queue import check_queue
from feedback.queue import QueueUnreachableError, reach_queue
from tests.factories import test_settings
from tests.feedback.mail.smtp_servers import certificate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """Run Debian's Redis with a password; give its port without and its port with encryption."""
    folder = tmp_path_factory.mktemp("redis")
    certificate(folder)
    plain, encrypted = _free_port(), _free_port()
    options = {
        "port": plain,
        "tls-port": encrypted,
        "tls-cert-file": folder / "cert.pem",
        "tls-key-file": folder / "key.pem",
        "tls-ca-cert-file": folder / "cert.pem",
        "tls-auth-clients": "no",
        "requirepass": "hemligt",
        "dir": folder,
        "save": "",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    with subprocess.Popen(["redis-server", *words], stdout=subprocess.DEVNULL) as server:
        try:
            _wait_until_ready(plain, server)
            yield plain, encrypted
        finally:
            server.terminate()


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("redis://127.0.0.1:PLAIN/0", "redis://:password@host"),
        ("redis://:fel@127.0.0.1:PLAIN/0", "redis://:password@host"),
        ("redis://anna:hemligt@127.0.0.1:PLAIN/0", "redis://:password@host"),
        ("redis://:hemligt@127.0.0.1:PLAIN/99", "no database of that number"),
        ("redis://:hemligt@127.0.0.1:ENCRYPTED/0", "write rediss://"),
        ("rediss://:hemligt@localhost:ENCRYPTED/0", "Trust its authority"),
        ("redis://127.0.0.1:NOBODY/0", "Look whether it runs"),
        ("redis://nobody.invalid/0", "Look whether it runs"),
        ("unix:///nowhere/socket", "Look whether it runs"),
        ("postgresql://feedback@127.0.0.1:NOBODY/queue", "Look whether it runs"),
    ],
)
def test_why_it_cannot_be_reached_is_said_with_what_to_do(
    ports: tuple[int, int], sqlite_url: str, tmp_path: Path, url: str, advice: str
) -> None:
    for name, port in {"PLAIN": ports[0], "ENCRYPTED": ports[1], "NOBODY": _free_port()}.items():
        url = url.replace(name, str(port))

    with pytest.raises(QueueUnreachableError) as caught:
        reach_queue(url)
    (told,) = check_queue(test_settings(tmp_path, sqlite_url, queue_url=url))

    assert advice in caught.value.advice
    assert "\n" not in str(caught.value)
    assert (told.verdict, advice in told.next_step) == (Verdict.FAULT, True)
    assert "FEEDBACK_QUEUE_URL" in told.next_step
    assert told.told == "The queue of jobs cannot be reached."


def test_one_that_lets_us_in_is_not_told_of(ports: tuple[int, int]) -> None:
    reach_queue(f"redis://:hemligt@127.0.0.1:{ports[0]}/3")


def _wait_until_ready(port: int, server: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert server.poll() is None
            assert time.monotonic() < ends
            time.sleep(0.02)
        else:
            return


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
