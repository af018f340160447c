"""A day of the worker under a stepped clock: jobs by the minute, acts of staff in between."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from feedback.models import Mail
from feedback.operations.ledger import BLIND
from feedback.operations.letters.sending import send_due
from tests.feedback.mail.posts import OpenPost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from email.message import EmailMessage

    from tests.feedback.office import Office

MINUTE = timedelta(minutes=1)
PORTION = 15  # mails a job at the default pace of 30 a minute


@dataclass
class Day(OpenPost):
    """What happens when: the worker's jobs, what is planned, and the mail that leaves.

    It is the mail server too, which takes each mail in `seconds`.
    """

    office: Office
    seconds: float = 0.0
    visible: list[tuple[datetime, str, str]] = field(default_factory=list)
    blind: list[tuple[datetime, str]] = field(default_factory=list)
    _planned: list[tuple[datetime, Callable[[], object]]] = field(default_factory=list)

    def plan(self, moment: datetime, act: Callable[[], object]) -> None:
        """Let somebody do something at a moment."""
        self._planned.append((moment, act))
        self._planned.sort(key=lambda planned: planned[0])

    def run(self, until: datetime, *, since: datetime | None = None) -> None:
        """Let the worker do its jobs: mail each minute, reminders each quarter.

        Before `since` it sleeps, while staff do what is planned.
        """
        if since is not None:
            self._wait(since - self.office.now)
        for quarter in self._quarters(until):
            self.plan(quarter, self.office.worker.remind)
        while self.office.now < until:
            self._send()
            self._rest(_next_minute(self.office.now))

    def send(self, message: EmailMessage) -> None:
        """Take a mail as the server does."""
        to = message["To"].addresses[0].addr_spec
        if self._kind_of(message) in BLIND:
            self.blind.append((self.office.now, to))
        else:
            self.visible.append((self.office.now, to, str(message["Subject"])))
        self._wait(timedelta(seconds=self.seconds))

    def _send(self) -> None:
        settings = self.office.settings.model_copy(update={"mail_per_minute": 30})
        is_first = True
        while is_first or self.office.worker.has_mail():
            is_first = False
            send_due(
                *(self.office.database, settings, self),
                now=lambda: self.office.now,
                most=PORTION,
                pause=lambda seconds: self._wait(timedelta(seconds=seconds)),
            )

    def _rest(self, ends: datetime) -> None:
        """Wait for the next minute; the jobs look at the mail after whatever is done."""
        while self._planned and self._planned[0][0] <= ends:
            self._wait(max(self._planned[0][0] - self.office.now, timedelta()))
            self._send()
        self._wait(max(ends - self.office.now, timedelta()))

    def _wait(self, span: timedelta) -> None:
        ends = self.office.now + span
        while self._planned and self._planned[0][0] <= ends:
            moment, act = self._planned.pop(0)
            self.office.now = max(moment, self.office.now)
            act()
        self.office.now = ends

    def _quarters(self, until: datetime) -> Iterator[datetime]:
        moment = self.office.now.replace(minute=0, second=0, microsecond=0)
        while moment <= until:
            if moment >= self.office.now:
                yield moment
            moment += 15 * MINUTE

    def _kind_of(self, message: EmailMessage) -> str:
        mail_id = UUID(str(message["Message-ID"]).strip("<>").partition("@")[0])
        with self.office.database.reading() as session:
            return session.scalars(select(Mail.kind).where(Mail.id == mail_id)).one()


def _next_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0) + MINUTE
