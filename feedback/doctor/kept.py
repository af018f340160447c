"""Findings as workers keep them: without what people wrote, for they are shown on the web."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedback.doctor.check import Check, Verdict
from feedback.operations.presence import workers
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Seen:
    """A check that a worker kept, and when it looked."""

    check: Check
    at: datetime
    host: str


def kept(checks: Iterable[Check]) -> list[dict[str, object]]:
    """Return checks as they are kept: without what people wrote."""
    return [
        {
            "part": check.part,
            "subject": check.subject,
            "verdict": check.verdict.value,
            "message": getattr(check.told, "message", ""),
            "values": getattr(check.told, "values", {}),
            "next_step": check.next_step,
        }
        for check in checks
    ]


def seen_by_workers(session: Session, *, without: Collection[str]) -> list[Seen]:
    """Return what workers kept of their last examination, but of some parts."""
    found: dict[tuple[str, str, str], Seen] = {}
    for worker in workers(session):
        if worker.is_stopped or worker.examined_at is None:
            continue
        for row in worker.findings:
            check = _check_of(row)
            if check.part not in without:
                key = (check.subject, check.found, check.next_step)
                found.setdefault(key, Seen(check, worker.examined_at, worker.host))
    return list(found.values())


def _check_of(row: dict[str, object]) -> Check:
    values = row["values"] if isinstance(row["values"], dict) else {}
    return Check(
        subject=str(row["subject"]),
        verdict=Verdict(str(row["verdict"])),
        found=Phrase(str(row["message"]), **values),
        next_step=str(row["next_step"]),
        part=str(row["part"]),
    )
