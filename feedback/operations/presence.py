"""Workers by their machine: that they were here, what they found; and what recurs, when it did."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from feedback.models import LastRun, WorkerBeat

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

NIGHTLY: Final = "nightly"
BACKUP: Final = "backup"

_FORGOTTEN_AFTER: Final = timedelta(days=7)


def beat(
    session: Session, host: str, version: str, *, since: datetime, now: datetime
) -> datetime | None:
    """Note that the worker of a machine is here; return when the one was started that beat last.

    None where that one has stopped, or nobody was here.
    """
    row = _row(session, host, now)
    before = None if row.is_stopped else row.since
    row.since, row.at, row.version, row.is_stopped = since, now, version, False
    session.flush()
    return before


def leave(session: Session, host: str, *, now: datetime) -> None:
    """Note that the worker of a machine stops because it was told to."""
    row = _row(session, host, now)
    row.at, row.is_stopped = now, True
    session.flush()


def keep_findings(
    session: Session, host: str, findings: list[dict[str, object]], *, now: datetime
) -> None:
    """Keep what the worker of a machine found when it looked over everything."""
    row = _row(session, host, now)
    row.findings, row.examined_at = findings, now
    session.flush()


def workers(session: Session) -> Sequence[WorkerBeat]:
    """Return the workers that are known, by machine."""
    return session.scalars(select(WorkerBeat).order_by(WorkerBeat.host)).all()


def end_night(session: Session, host: str, *, now: datetime) -> None:
    """Note that the night's work is done; forget other machines that stopped or left long ago."""
    is_gone = WorkerBeat.is_stopped | (WorkerBeat.at < now - _FORGOTTEN_AFTER)
    session.execute(delete(WorkerBeat).where(WorkerBeat.host != host, is_gone))
    note_run(session, NIGHTLY, now=now)


def forget_all(session: Session) -> None:
    """Forget every worker and the nights: a restored database knows those of another time."""
    session.execute(delete(WorkerBeat))
    session.execute(delete(LastRun).where(LastRun.what == NIGHTLY))


def note_run(session: Session, what: str, *, now: datetime) -> None:
    """Note that what must recur was done just now."""
    session.merge(LastRun(what=what, at=now))


def last_run(session: Session, what: str) -> datetime | None:
    """Return when something that must recur was last done."""
    row = session.get(LastRun, what)
    return row.at if row else None


def _row(session: Session, host: str, now: datetime) -> WorkerBeat:
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    made = {"host": host, "since": now, "at": now, "is_stopped": False, "version": ""}
    # Two processes of one machine may come at once.
    session.execute(insert(WorkerBeat).values(**made, findings=[]).on_conflict_do_nothing())
    return session.get_one(WorkerBeat, host)
