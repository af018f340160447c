"""What must be done again and again: the night's work and backups."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import exists, select

from feedback.clock import told_in, utc_now
from feedback.doctor.check import advice, fault, ok
from feedback.doctor.database import readable
from feedback.models import Campaign, State
from feedback.operations.presence import BACKUP, NIGHTLY, last_run, workers
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.doctor.check import Check

_ONE_LATE: Final = timedelta(hours=26)
_TWO_LATE: Final = timedelta(hours=50)
_AT_ONCE: Final = "Do it at once: feedback worker --until-idle --nightly"
_MAKE_ONE: Final = "Run daily: feedback backup. Or: FEEDBACK_BACKUPS_ELSEWHERE=true"


def check_recurring(settings: Settings) -> Iterator[Check]:
    """Look when the night's work and a backup were last done."""
    with readable(settings) as session:
        if session is not None:
            now = utc_now()
            yield from _nightly(session, settings, now)
            yield _backup(session, settings, now)


def _nightly(session: Session, settings: Settings, now: datetime) -> Iterator[Check]:
    last = last_run(session, NIGHTLY)
    since = last or min((worker.since for worker in workers(session)), default=None)
    if since is None:
        return  # no worker has ever run, which is told where workers are looked at
    found = Phrase("The night's work has not been done yet.")
    if last is not None:
        day = told_in(settings.zone, last)
        found = Phrase("The night's work was last done on %(day)s.", day=day)
    if now - since > _TWO_LATE:
        yield fault("nightly", found, _AT_ONCE)
    elif now - since > _ONE_LATE:
        yield advice("nightly", found, "It comes each night. If it does not: look at the worker.")
    else:
        yield ok("nightly", found)


def _backup(session: Session, settings: Settings, now: datetime) -> Check:
    if settings.backups_elsewhere:
        return ok("backup", "by other means, as FEEDBACK_BACKUPS_ELSEWHERE says")
    last = last_run(session, BACKUP)
    if last is None:
        found = Phrase("No backup has been made with feedback backup.")
        is_late = _is_open_since(session, now - _TWO_LATE)
    else:
        day = told_in(settings.zone, last)
        found = Phrase("The last backup was made on %(day)s.", day=day)
        is_late = now - last > _TWO_LATE
        if not is_late:
            return ok("backup", found)
    return (fault if is_late else advice)("backup", found, _MAKE_ONE)


def _is_open_since(session: Session, moment: datetime) -> bool:
    is_open = (Campaign.state == State.OPEN, Campaign.launched_at < moment)
    return bool(session.scalar(select(exists().where(*is_open))))
