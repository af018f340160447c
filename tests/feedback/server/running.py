"""`feedback serve` as an operator starts it, and clients that take their time."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from feedback.demo.claims import HOST
from feedback.demo.stage import is_well

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORM: Final = "application/x-www-form-urlencoded"
_PATIENCE_SECONDS: Final = 90
_COMMAND: Final = (sys.executable, "-c", "from feedback.cli import main; main()", "serve")


@dataclass(frozen=True, slots=True)
class Web:
    """A running web, its port and where it writes its log."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path
    environment: dict[str, str]

    def status(self, path: str) -> int:
        """Ask for a page and return its status."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    @contextmanager
    def sending(self, words: bytes) -> Iterator[socket.socket]:
        """Send some bytes, and leave the connection open."""
        with socket.create_connection((HOST, self.port), timeout=10) as client:
            client.sendall(words)
            yield client

    def start_another(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Start one more, which is to end by itself."""
        return subprocess.run(
            [*_COMMAND, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE_SECONDS,
        )

    def log(self) -> str:
        """Return what it has written."""
        return (self.folder / "serve.log").read_text(encoding="utf-8")

    def wait_until_well(self) -> None:
        """Wait until every worker answers."""
        self.wait_for_words("Started worker-1", "Started worker-2")
        assert is_well(self.port)

    def wait_for_words(self, *words: str) -> None:
        """Wait until the log holds all of these."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while not all(word in self.log() for word in words):
            assert time.monotonic() < until, self.log()
            assert self.process.poll() is None, self.log()
            time.sleep(0.05)


@contextmanager
def running_web(database_url: str, folder: Path) -> Iterator[Web]:
    """Serve with two workers until the test is done with it."""
    environment = {
        **os.environ,
        "FEEDBACK_BASE_URL": "https://feedback.example.se",
        "FEEDBACK_MAIL_FROM": "Enkät <enkat@example.se>",
        "FEEDBACK_INSTANCE": str(folder),
        "FEEDBACK_BACKUPS": str(folder.with_name("kept")),
        "FEEDBACK_DATABASE_URL": database_url,
    }
    with socket.create_server((HOST, 0)) as probe:
        port: int = probe.getsockname()[1]
    log = (folder / "serve.log").open("wb")
    process = subprocess.Popen(
        [*_COMMAND, "--port", str(port)],
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        yield Web(process, port, folder, environment)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        log.close()
