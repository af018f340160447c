"""That a worker is there: it beats under its machine's name, alone, and keeps what it finds."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from socket import gethostname
from typing import TYPE_CHECKING, Final

from feedback.clock import utc_now
from feedback.doctor.check import fault
from feedback.doctor.examination import examine
from feedback.doctor.kept import kept
from feedback.errors import FeedbackError
from feedback.files.locked import locked
from feedback.files.owners import locked_out_sentence, whose
from feedback.operations import presence
from feedback.text.phrases import Phrase
from feedback.version import version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from feedback.config import WorkerSettings
    from feedback.database import Database
    from feedback.doctor import Check

_LOCK: Final = "worker.lock"


class AnotherWorkerError(FeedbackError):
    """A worker runs on this machine already."""

    def __init__(self, process: str) -> None:
        """Say which, and what to do."""
        super().__init__(
            f"A worker runs on this machine already (process {process}): one is enough, and "
            "--threads gives it more hands. Stop it first: systemctl stop feedback-worker"
        )


@dataclass(slots=True)
class Present:
    """A worker's process as others know it: by the machine that it runs on."""

    database: Database
    settings: WorkerSettings
    now: Callable[[], datetime] = utc_now
    host: str = field(default_factory=gethostname)
    _since: datetime = field(init=False)
    _has_beaten: bool = field(default=False, init=False)
    _has_double: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        """Note when it began."""
        self._since = self.now()

    def beat(self) -> None:
        """Note that the worker of this machine is here: the doctor looks when each last was."""
        with self.database.writing() as session:
            before = presence.beat(session, self.host, version(), since=self._since, now=self.now())
        self._has_double = self._has_beaten and before not in (None, self._since)
        self._has_beaten = True

    def leave(self) -> None:
        """Note that it stops because it was told to: then nobody need look for it."""
        with self.database.writing() as session:
            presence.leave(session, self.host, now=self.now())

    def examine(self) -> None:
        """Look over the whole installation, and keep what was found for whoever asks."""
        findings = kept([*self._doubles(), *examine(self.settings)])
        with self.database.writing() as session:
            presence.keep_findings(session, self.host, findings, now=self.now())

    def _doubles(self) -> Iterator[Check]:
        """Tell of another that beats under this name: were one gone, nobody would miss it."""
        if self._has_double:
            found = Phrase(
                "Two workers run under the name of one machine, %(host)s.", host=self.host
            )
            yield fault("worker", found, "Stop one, or give each machine a host name of its own.")


def _refuse_strangers(folder: Path) -> None:
    """Raise FeedbackError if the folder is another user's, the web's perhaps.

    The worker could not use what that user makes there and beside the keys, its lock first.
    """
    if whose(folder) not in (0, os.geteuid()):
        raise FeedbackError(locked_out_sentence(folder, "feedback worker"))


@contextmanager
def alone_on_machine(settings: WorkerSettings) -> Iterator[None]:
    """Be the only worker with this instance folder; whoever is killed lets go of it.

    Raises AnotherWorkerError where there is one.
    """
    file = settings.instance / _LOCK
    with ExitStack() as held:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            _refuse_strangers(file.parent)
            descriptor = held.enter_context(locked(file, waits=False))
        except BlockingIOError:
            raise AnotherWorkerError(file.read_text(encoding="ascii").strip()) from None
        except OSError as error:
            message = f"{file}: {error.strerror}. Run as the worker's user. See: feedback doctor"
            raise FeedbackError(message) from error
        os.truncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode("ascii"))
        yield
