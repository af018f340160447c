"""The chain of the audit log: each entry's hash covers the entry and the hash before it.

Who rewrote an entry would have to rewrite all that follow, and the newest hash stands on
every protocol that was printed meanwhile.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select, text

from feedback.models import AuditAnchor, AuditEntry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

BEGINNING: Final = "0" * 64

_LOCK: Final = 360  # any number, the same in every process
_READ_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the chain: an entry's number and its hash."""

    number: int
    hash: str

    def __str__(self) -> str:
        """Write it as protocols print it."""
        return f"{self.number}:{self.hash}"


def head_of(session: Session) -> Link:
    """Return the newest place in the chain."""
    newest = session.execute(
        select(AuditEntry.number, AuditEntry.hash).order_by(AuditEntry.number.desc()).limit(1)
    ).first()
    return Link(*newest) if newest else beginning_of(session)


def beginning_of(session: Session) -> Link:
    """Return the place that the first entry there is must continue."""
    anchor = session.execute(
        select(AuditAnchor.number, AuditAnchor.hash).order_by(AuditAnchor.number.desc()).limit(1)
    ).first()
    return Link(*anchor) if anchor else Link(0, BEGINNING)


def append(session: Session, *entries: AuditEntry) -> None:
    """Put entries at the end of the chain; others wait until this transaction has ended."""
    if not entries:
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    head = head_of(session)
    for entry in entries:
        entry.details = entry.details or ""
        entry.number, entry.previous_hash = head.number + 1, head.hash
        entry.hash = hash_of(entry)
        head = Link(entry.number, entry.hash)
    session.add_all(entries)
    session.flush()


def hash_of(entry: AuditEntry) -> str:
    """Return the SHA-256 of an entry's facts and of the hash before it."""
    facts = [
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor,
        entry.action,
        entry.object,
        str(entry.department_id or ""),
        entry.previous_hash,
        *([entry.details] if entry.details else []),  # the older entries have none
    ]
    content = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def faults_of(session: Session, *, known: Link | None = None) -> list[str]:
    """Return every place where the chain is broken; `known` was written down elsewhere."""
    faults: list[str] = []
    before, found = beginning_of(session), known is None
    for number, entry in _entries(session):
        if number != before.number + 1:
            faults.append(f"Entries {before.number + 1} to {number - 1} are missing.")
        elif entry.previous_hash != before.hash:
            faults.append(f"Entry {number} does not continue entry {before.number}.")
        if entry.hash != hash_of(entry):
            faults.append(f"Entry {number} was changed.")
        before = Link(number, entry.hash)
        found = found or before == known
    if known and not found and known.number > beginning_of(session).number:
        faults.append(f"Entry {known.number} is not the one that was written down.")
    return faults


def erase_before(session: Session, moment: datetime, *, now: datetime) -> int:
    """Erase the oldest entries, up to the first that is younger; return how many went.

    An anchor keeps the hash of the last that went, so that the chain can still be checked.
    """
    youngest = session.scalar(select(func.min(AuditEntry.number)).where(AuditEntry.at >= moment))
    old = select(AuditEntry.number, AuditEntry.hash).order_by(AuditEntry.number.desc()).limit(1)
    if youngest is not None:
        old = old.where(AuditEntry.number < youngest)
    last = session.execute(old).first()
    if last is None:
        return 0
    session.add(AuditAnchor(number=last.number, hash=last.hash, erased_at=now))
    session.flush()
    gone = session.scalars(
        delete(AuditEntry).where(AuditEntry.number <= last.number).returning(AuditEntry.number)
    )
    return len(gone.all())


def _entries(session: Session) -> Iterator[tuple[int, AuditEntry]]:
    entries = session.scalars(
        select(AuditEntry).order_by(AuditEntry.number).execution_options(yield_per=_READ_AT_ONCE)
    )
    yield from ((entry.number, entry) for entry in entries)
