"""The queue: Huey runs the duties on one host or several; it holds nothing that matters."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import UUID

from huey import Huey, crontab

from feedback.jobs.duties import Duty
from feedback.logs import where_it_failed
from feedback.operations.letters.outcomes import ENDING
from feedback.version import version

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedback.jobs.duties import Worker


_MAILS_A_JOB: Final = 200
_WAITING_SECONDS: Final = 300.0
_EXAMINED_AT: Final = "7"  # past each hour, when little else begins
_NIGHT_UTC: Final = {"hour": "1", "minute": "30"}  # half past two or three in Sweden
log = logging.getLogger(__name__)
_T = TypeVar("_T")


class JobFailedError(Exception):
    """A job failed; says which kind of error, and nothing of what it was working on."""

    is_told_without_words = True


@dataclass(slots=True)
class JobQueue:
    """The worker's duties as jobs: a job takes a campaign's id at most."""

    huey: Huey
    worker: Worker
    _duty: Callable[[str, str], object] = field(init=False)
    _send: Callable[[], object] = field(init=False)
    _examine: Callable[[], object] = field(init=False)
    _waiting: dict[str, float] = field(default_factory=dict, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def __post_init__(self) -> None:
        """Tell Huey what jobs there are, and when the recurring ones come."""
        self._duty = self.huey.task(name="duty")(self._do_duty)
        self._send = self.huey.task(name="send")(self._do_send)
        every_minute = crontab(minute="*")
        self.huey.periodic_task(every_minute, name="sweep")(self.sweep)
        every_quarter = crontab(minute="*/15")
        self.huey.periodic_task(every_quarter, name="bounces")(self._do_bounces)
        self._examine = self.huey.task(name="examine")(self._do_examine)
        self.huey.periodic_task(crontab(minute=_EXAMINED_AT), name="hourly")(self._do_examine)
        if not self.worker.settings.has_seal_keys:
            return  # what else runs by itself is the other host's
        self.huey.periodic_task(every_quarter, name="remind")(self._do_remind)
        self.huey.periodic_task(every_quarter, name="share")(self._do_share)
        self.huey.periodic_task(every_quarter, name="forget-lists")(self._do_forget_lists)
        self.huey.periodic_task(crontab(**_NIGHT_UTC), name="nightly")(self._do_nightly)

    def sweep(self) -> None:
        """Queue a job for everything that is due and not queued here already; note the time."""
        for duty, campaign_id in self.worker.due():
            if self._is_first(f"{duty} {campaign_id}"):
                self._duty(duty.value, str(campaign_id))
        if self._is_first("send"):
            self._send()
        self.worker.beat()

    def run(self, *, threads: int = 2) -> None:
        """Run jobs until the process is told to stop."""
        self.sweep()
        self._examine()
        log.info("started", extra={"host": self.worker.host, "version": version()})
        self.huey.create_consumer(workers=threads, max_delay=2.0).run()
        self.worker.leave()
        log.info("stopped", extra={"host": self.worker.host})

    def _do_duty(self, duty: str, campaign_id: str) -> None:
        name = f"{duty} {campaign_id}"
        self._guarded(name, lambda: self.worker.do(Duty(duty), UUID(campaign_id)))
        self._send_soon()

    def _do_send(self) -> None:
        sent = self._guarded("send", lambda: self.worker.send(most=self._portion))
        # Where no server takes mail, the next sweep looks again, not this one at once.
        if not ENDING & sent.keys() and self.worker.has_mail():
            self._send_soon()

    @property
    def _portion(self) -> int:
        """Half a minute's mails: a launch or a close need not wait for 12,000 of them."""
        return max(1, min(_MAILS_A_JOB, self.worker.settings.mail_per_minute // 2))

    def _do_remind(self) -> None:
        self._guarded("remind", self.worker.remind)
        self._send_soon()

    def _do_share(self) -> None:
        self._guarded("share", self.worker.share)
        self._send_soon()

    def _do_forget_lists(self) -> None:
        self._guarded("forget-lists", self.worker.forget_lists)

    def _do_bounces(self) -> None:
        self._guarded("bounces", self.worker.read_bounces)

    def _do_nightly(self) -> None:
        self._guarded("nightly", self.worker.nightly)

    def _do_examine(self) -> None:
        self._guarded("examine", self.worker.examine)

    def _send_soon(self) -> None:
        if self._is_first("send"):
            self._send()

    def _is_first(self, name: str) -> bool:
        # Another host may take the job and never tell us; after a while we ask again.
        now = monotonic()
        with self._lock:
            if now - self._waiting.get(name, -_WAITING_SECONDS) < _WAITING_SECONDS:
                return False
            self._waiting[name] = now
            return True

    def _guarded(self, name: str, job: Callable[[], _T]) -> _T:
        """Run a job; a failure says its kind only, for its words may hold a link or a name."""
        try:
            return job()
        except Exception as error:  # noqa: BLE001 - told on below as another error
            raise JobFailedError(f"{name}: {where_it_failed(error)}") from None
        finally:
            with self._lock:
                self._waiting.pop(name, None)
