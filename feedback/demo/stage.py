"""The stage of the demo: an instance folder, its settings, its commands and its processes."""

from __future__ import annotations

import os
import signal
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

from feedback.demo.claims import HOST, USUAL_PORT, claim_folder, listen

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path
    from typing import BinaryIO, Self

_STARTS_WITHIN_SECONDS: Final = 90
_STOPS_WITHIN_SECONDS: Final = 20


class CommandFailedError(Exception):
    """A command of the demo failed; says which, and what it printed."""


@dataclass(slots=True)
class Stage:
    """Where the demo takes place; it listens from the beginning, so that its port stays its own."""

    folder: Path
    database_url: str = ""
    listener: socket.socket = field(default_factory=listen)
    claim: BinaryIO | None = None

    @classmethod
    def fresh(cls, wanted: Path) -> Stage:
        """Return an empty stage; what an earlier demo left there is removed."""
        folder, claim = claim_folder(wanted)
        return cls(folder, listener=listen(USUAL_PORT), claim=claim)

    def __enter__(self) -> Self:
        """Keep folder and port until the end."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Leave both to others."""
        self.listener.close()
        if self.claim is not None:
            self.claim.close()

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self.listener.getsockname()[1]
        return port

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
            pass_fds=(self.listener.fileno(),),
        )
        try:
            yield process
        finally:
            _end(process)
            log.close()

    @contextmanager
    def served(self) -> Iterator[subprocess.Popen[bytes]]:
        """Serve the application until the block ends."""
        with self.running("serve", "--fd", str(self.listener.fileno())) as process:
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
            process.wait(timeout=_STOPS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
