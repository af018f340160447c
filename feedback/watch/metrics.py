"""Figures for Prometheus, on a port of this machine: nothing of raters, nothing of blind mail.

No figure moves because somebody has answered: queues are counted without reminders, free disk is
told in whole gigabytes and looked at once a day, and neither the size of the database nor what
the process uses is told at all.
"""

from __future__ import annotations

import logging
import shutil
from collections import Counter
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from feedback.ballot import KeyStanding
from feedback.config.values import host_and_port
from feedback.doctor import Verdict
from feedback.doctor.database import readable
from feedback.doctor.findings import all_known
from feedback.models import Campaign, Mail, MailHold, State
from feedback.operations.campaigns.key_folders import HAVING_KEYS
from feedback.operations.campaigns.key_watch import looks_of
from feedback.operations.ledger import SEEN_WAITS
from feedback.operations.presence import BACKUP, NIGHTLY, last_run, workers
from feedback.version import version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy.orm import Session

    from feedback.config import WorkerSettings

_KEPT_SECONDS: Final = 10.0
_DISK_KEPT_SECONDS: Final = 86_400.0
_GIGABYTE: Final = 1024**3
_COUNTED: Final = (State.LAUNCHING, State.OPEN, State.CLOSING, State.LOST)

_log = logging.getLogger(__name__)


def serve_metrics(settings: WorkerSettings) -> None:
    """Answer at the address of the settings, in a thread of its own, until the process ends."""
    host, port = host_and_port(settings.metrics)
    try:
        start_http_server(port, host, registry_of(settings))
    except OSError as error:
        # Mail and closes matter more than figures: the worker goes on.
        _log.error("metrics cannot be served: %s", error.strerror)
    else:
        _log.info("metrics", extra={"address": settings.metrics})


def registry_of(
    settings: WorkerSettings, *, seconds: Callable[[], float] = monotonic
) -> CollectorRegistry:
    """Return what is asked for figures: without those that the library tells of a process."""
    registry = CollectorRegistry()
    registry.register(Installation(settings, seconds))
    return registry


@dataclass(slots=True, eq=False)
class Installation(Collector):
    """Looks at the installation when it is asked, and no oftener than every few seconds."""

    settings: WorkerSettings
    seconds: Callable[[], float] = monotonic
    _families: list[GaugeMetricFamily] = field(default_factory=list, init=False)
    _looked_at: float | None = field(default=None, init=False)
    _free_disk: GaugeMetricFamily | None = field(default=None, init=False)
    _weighed_at: float = field(default=0.0, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Return all figures."""
        with self._lock:
            now = self.seconds()
            if self._looked_at is None or now - self._looked_at >= _KEPT_SECONDS:
                self._families, self._looked_at = list(_families(self.settings)), now
            # One answer takes the last of a gigabyte: a look at each asking would tell when.
            if self._free_disk is None or now - self._weighed_at >= _DISK_KEPT_SECONDS:
                self._free_disk, self._weighed_at = _free_disk(self.settings), now
            return [*self._families, self._free_disk]


def _families(settings: WorkerSettings) -> Iterator[GaugeMetricFamily]:
    yield _labelled("feedback_build_info", "The program.", {(version(),): 1}, "version")
    yield _findings(settings)
    is_up = False
    try:
        with readable(settings) as session:
            if session is not None:
                yield from _of_database(session, settings)
                is_up = True
    except SQLAlchemyError:
        pass  # it has gone meanwhile
    yield _gauge("feedback_database_up", "Whether it can be read and has the right schema.", is_up)


def _findings(settings: WorkerSettings) -> GaugeMetricFamily:
    found = all_known(settings)
    counts = Counter((check.part, check.verdict) for check in found)
    cells: dict[tuple[str, ...], float] = {
        (part, verdict.value.lower()): counts[part, verdict]
        for part in sorted({check.part for check in found})
        for verdict in (Verdict.ADVICE, Verdict.FAULT)
    }
    words = "What the doctor finds; a fault needs somebody."
    return _labelled("feedback_findings", words, cells, "part", "verdict")


def _free_disk(settings: WorkerSettings) -> GaugeMetricFamily:
    words = "Free beside the database, rounded down to whole gigabytes."
    try:
        free = shutil.disk_usage(settings.instance).free // _GIGABYTE * _GIGABYTE
    except OSError:
        return _labelled("feedback_disk_free_bytes", words, {})
    return _gauge("feedback_disk_free_bytes", words, free)


def _of_database(session: Session, settings: WorkerSettings) -> Iterator[GaugeMetricFamily]:
    yield _labelled(
        "feedback_worker_heartbeat_timestamp_seconds",
        "When the worker of a machine was last here.",
        {(one.host,): one.at.timestamp() for one in workers(session) if not one.is_stopped},
        "host",
    )
    for what in (NIGHTLY, BACKUP):
        last = last_run(session, what)
        name, words = f"feedback_last_{what}_timestamp_seconds", f"When the {what} was last done."
        yield _labelled(name, words, {(): last.timestamp()} if last else {})
    yield from _mail(session)
    yield from _campaigns(session)
    yield _keys(session, settings)


def _mail(session: Session) -> Iterator[GaugeMetricFamily]:
    count, oldest = session.execute(
        select(func.count(), func.min(Mail.due_at)).where(SEEN_WAITS)
    ).one()
    yield _gauge("feedback_mail_queued", "Mails that wait, reminders apart.", count)
    words = "When the one that waits longest was due, reminders apart."
    cells: dict[tuple[str, ...], float] = {(): oldest.timestamp()} if oldest else {}
    yield _labelled("feedback_mail_oldest_due_timestamp_seconds", words, cells)
    is_held = session.get(MailHold, 1) is not None
    yield _gauge("feedback_mail_held", "Whether all mail is held.", is_held)


def _campaigns(session: Session) -> Iterator[GaugeMetricFamily]:
    by_state = select(Campaign.state, func.count()).group_by(Campaign.state)
    counts = dict(session.execute(by_state).all())
    cells: dict[tuple[str, ...], float] = {
        (state.value,): counts.get(state, 0) for state in _COUNTED
    }
    yield _labelled("feedback_campaigns", "Campaigns on their way, by state.", cells, "state")
    held = select(func.count()).select_from(Campaign).where(Campaign.is_mail_held)
    words = "Campaigns whose mail an organiser holds."
    yield _gauge("feedback_campaigns_mail_held", words, session.scalar(held) or 0)


def _keys(session: Session, settings: WorkerSettings) -> GaugeMetricFamily:
    campaigns = session.scalars(select(Campaign).where(Campaign.state.in_(HAVING_KEYS))).all()
    cells: dict[tuple[str, ...], float] = {}
    for kind, keys in zip(("link", "seal"), settings.key_folders, strict=False):  # seal: one host
        for number, _ in enumerate(keys.folders):
            cells |= {
                (kind, str(number), standing): 0.0 for standing in ("right", "wrong_or_missing")
            }
    for campaign in campaigns:
        for found in looks_of(settings, campaign):
            for number, look in enumerate(found.looks):
                is_right = look.standing is KeyStanding.RIGHT
                standing = "right" if is_right else "wrong_or_missing"
                cells[found.kind, str(number), standing] += 1
    words = "Keys of running campaigns in each folder; 0 is the first, others are its mirrors."
    return _labelled("feedback_keys", words, cells, "kind", "folder", "standing")


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=value)


def _labelled(
    name: str, words: str, cells: dict[tuple[str, ...], float], *labels: str
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=labels)
    for values, value in cells.items():
        family.add_metric(values, value)
    return family
