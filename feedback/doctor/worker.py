"""The workers: when each was last here, and what has waited for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import exists, func, select

from feedback.clock import day_of, told_in, utc_now
from feedback.doctor.check import Check, advice, fault, ok
from feedback.doctor.database import readable
from feedback.models import Campaign, LatestClaim, Mail, MailHold, StagedPeople, State
from feedback.operations.campaigns.lifecycle import closes_at
from feedback.operations.ledger import PROMPT, SEEN_WAITS
from feedback.operations.ledger.holding import IS_FREE
from feedback.operations.people.preparations import KEPT
from feedback.operations.presence import workers
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import WorkerBeat

LONGEST_ABSENCE: Final = timedelta(minutes=15)
"""It looks every minute, between longer jobs."""

_LONGEST_WAIT: Final = timedelta(hours=3)
_LONGEST_HOLD: Final = timedelta(days=1)
_CLOCKS_DIFFER: Final = timedelta(minutes=2)
_MOVING: Final = (State.LAUNCHING, State.OPEN, State.CLOSING)
_TRIED: Final = "It is tried again by itself. If it lasts: look at the account and its limits."
_COMPARE: Final = "Compare with the mail server's log, then: feedback mail release"
_RUN_IT: Final = "Look whether it runs: systemctl status feedback-worker"
_START: Final = "Start it: systemctl start feedback-worker, or: feedback worker"


def check_worker(settings: Settings) -> Iterator[Check]:
    """Look when each worker was last here, and for work that has waited too long."""
    with readable(settings) as session:
        if session is not None:
            now = utc_now()
            yield from _presence(session, settings, now)
            yield from _campaigns(session, settings, now)
            yield from _mail(session, settings, now)
            yield from _lists(session, now)


def _presence(session: Session, settings: Settings, now: datetime) -> Iterator[Check]:
    known = workers(session)
    running = [worker for worker in known if not worker.is_stopped]
    for worker in running:
        yield _one(worker, settings, now)
    if running:
        return
    if known:
        yield _stopped(max(known, key=lambda worker: worker.at), settings, now)
        return
    has_work = session.scalar(select(exists().where(Campaign.state.in_(_MOVING))))
    yield (fault if has_work else advice)("worker", Phrase("No worker has run yet."), _START)


def _one(worker: WorkerBeat, settings: Settings, now: datetime) -> Check:
    found = Phrase(
        "It was last here at %(moment)s, on %(host)s.",
        moment=told_in(settings.zone, worker.at),
        host=worker.host,
    )
    if now - worker.at > LONGEST_ABSENCE:
        return fault("worker", found, _RUN_IT)
    if worker.at - now > _CLOCKS_DIFFER:
        found = Phrase("The clock of %(host)s differs from the one here.", host=worker.host)
        return fault("worker", found, "Let NTP keep both: timedatectl timesync-status")
    return ok("worker", found)


def _stopped(worker: WorkerBeat, settings: Settings, now: datetime) -> Check:
    found = Phrase(
        "No worker runs: the last one, on %(host)s, was stopped at %(moment)s.",
        host=worker.host,
        moment=told_in(settings.zone, worker.at),
    )
    is_long = now - worker.at > LONGEST_ABSENCE
    return (fault if is_long else advice)("worker", found, _START)


def _campaigns(session: Session, settings: Settings, now: datetime) -> Iterator[Check]:
    """Find what should have been opened or closed hours ago."""
    for campaign in session.scalars(select(Campaign).where(Campaign.state.in_(_MOVING))):
        is_launch = campaign.state is State.LAUNCHING
        due_at = campaign.launch_at if is_launch else closes_at(campaign, settings.zone)
        if due_at is None or due_at >= now - _LONGEST_WAIT:
            continue
        act = "opened" if is_launch else "closed"
        found = f"{campaign.name} should have been {act} at {told_in(settings.zone, due_at)}."
        short = str(campaign.id)[:8]
        plain = Phrase("Campaign %(campaign)s should have been closed hours ago.", campaign=short)
        if is_launch:
            plain = Phrase("Campaign %(campaign)s should have opened hours ago.", campaign=short)
        yield fault("worker", found, f"Are its keys there? {_RUN_IT}", plain=plain)


def _mail(session: Session, settings: Settings, now: datetime) -> Iterator[Check]:
    hold = session.get(MailHold, 1)
    if hold is not None:
        yield _held(hold, settings, now)
    elif _mail_waits(session, settings, now):
        found = Phrase("Mail has waited for hours, and not for office hours.")
        yield fault("worker", found, _RUN_IT)


def _lists(session: Session, now: datetime) -> Iterator[Check]:
    """Find lists of people that lie here though the day that was promised for them is over."""
    latest = now - KEPT - _LONGEST_WAIT
    if session.scalar(select(exists().where(StagedPeople.staged_at < latest))):
        found = Phrase("A list of people that waits has not been erased within its day.")
        yield fault("worker", found, _RUN_IT)


def _held(hold: MailHold, settings: Settings, now: datetime) -> Check:
    """Call somebody unless it ends by itself, or somebody set it within the day."""
    day = str(day_of(hold.since, settings.zone))
    found = f"All mail waits since {day}: {hold.reason}"
    if not hold.answer:
        plain = Phrase("All mail waits since %(day)s.", day=day)
        next_step = "Let it go when it is right: feedback mail release"
        is_long = now - hold.since > _LONGEST_HOLD
        return (fault if is_long else advice)("mail hold", found, next_step, plain=plain)
    plain = Phrase("All mail waits since %(day)s, because of the mail server.", day=day)
    found = f"{found} ({hold.answer})"
    if hold.retry_at is None:
        return fault("mail hold", found, _COMPARE, plain=plain)
    is_long = now - hold.since > _LONGEST_WAIT
    return (fault if is_long else advice)("mail hold", found, _TRIED, plain=plain)


def _mail_waits(session: Session, settings: Settings, now: datetime) -> bool:
    since = now - _LONGEST_WAIT
    latest = session.scalar(select(func.max(LatestClaim.at)))
    if latest is not None and latest > now - LONGEST_ABSENCE:
        return False  # it goes, at its pace: thousands take most of a day
    waits = exists().where(
        SEEN_WAITS,  # no reminder: somebody has something left, and nobody may learn it
        Mail.due_at < since,
        IS_FREE,
    )
    if not (settings.hours.is_open(since) and settings.hours.is_open(now)):
        waits = waits.where(Mail.kind.in_(PROMPT))
    return bool(session.scalar(select(waits)))
