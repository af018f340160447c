"""The stage of the demo: an instance folder, its settings, its commands and its processes."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import policy
from email.parser import BytesParser
from http import HTTPStatus
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

HOST: Final = "127.0.0.1"
_PORT: Final = 8360
_MARKER: Final = "made-by-the-demo"
_STARTS_WITHIN_SECONDS: Final = 90


class CommandFailedError(Exception):
    """A command of the demo failed; says which, and what it printed."""


class FolderTakenError(Exception):
    """The demo's folder exists and was not made by the demo."""


def free_port(wanted: int = _PORT) -> int:
    """Return the wanted port, by default the demo's usual one, or another if it is taken."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    message = "no port is free"
    raise CommandFailedError(message)


@dataclass(slots=True)
class Stage:
    """Where the demo takes place."""

    folder: Path
    port: int = field(default_factory=free_port)
    database_url: str = ""

    @classmethod
    def fresh(cls, folder: Path) -> Stage:
        """Return an empty stage; what an earlier demo left there is removed."""
        if folder.exists():
            if not (folder / _MARKER).exists():
                message = f"{folder} exists and is not the demo's; move it away."
                raise FolderTakenError(message)
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        (folder / _MARKER).touch()
        return cls(folder)

    @property
    def address(self) -> str:
        """Where the application is served."""
        return f"http://{HOST}:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings of every process on this stage."""
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith("FEEDBACK_")
        }
        return {
            **inherited,
            "FEEDBACK_INSTANCE": str(self.folder),
            "FEEDBACK_DATABASE_URL": self.database_url,
            "FEEDBACK_BASE_URL": self.address,
            "FEEDBACK_MAIL_FROM": "Exempelkommun <enkat@exempelkommun.se>",
            "FEEDBACK_MAIL_HOURS": "always",  # nobody waits for Monday to see a demo
            "FEEDBACK_MAIL_PER_MINUTE": "60000",  # files are no mail server
            "FEEDBACK_ORGANISATION": "Exempelkommun",
            "FEEDBACK_HELP_PHONE": "019-21 10 00",
        }

    def run(self, *arguments: str) -> str:
        """Run a `feedback` command to its end; return what it printed."""
        done = subprocess.run(  # noqa: S603 - our own command, our own arguments
            _command(*arguments),
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            message = f"feedback {' '.join(arguments)}\n{done.stdout}{done.stderr}"
            raise CommandFailedError(message)
        return done.stdout

    @contextmanager
    def running(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a `feedback` command beside us, and end it and its children after."""
        log = (self.folder / f"{arguments[0]}.log").open("ab")
        process = subprocess.Popen(  # noqa: S603 - our own command, our own arguments
            _command(*arguments),
            env=self.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            _end(process)
            log.close()

    @contextmanager
    def served(self) -> Iterator[subprocess.Popen[bytes]]:
        """Serve the application until the block ends."""
        with self.running("serve", "--host", HOST, "--port", str(self.port)) as process:
            self._await_answer(process)
            yield process

    def mails(self) -> list[EmailMessage]:
        """Return the mails that were written to files, oldest first."""
        paths = sorted((self.folder / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime)
        parser = BytesParser(policy=policy.default)
        return [parser.parsebytes(path.read_bytes()) for path in paths]

    def _await_answer(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + _STARTS_WITHIN_SECONDS
        while time.monotonic() < until and process.poll() is None:
            if is_well(self.port):
                return
            time.sleep(0.1)
        message = f"The application did not start; see {self.folder / 'serve.log'}"
        raise CommandFailedError(message)


def is_well(port: int) -> bool:
    """Tell whether the application answers and says it is well."""
    with closing(HTTPConnection(HOST, port, timeout=2)) as connection:
        try:
            connection.request("GET", "/healthz")
            with connection.getresponse() as answer:
                return answer.status == HTTPStatus.OK
        except OSError:
            return False


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from feedback.cli import main; main()", *arguments]


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
