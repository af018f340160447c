"""The audit log: what staff and operators did, never what a rater did.

Entries are written here and nowhere changed or removed; an entry joins the transaction
of the act, so that no act goes without its entry.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


def note(
    session: Session,
    *,
    actor: str,
    action: str,
    object: str,  # noqa: A002 - the column's own word
    now: datetime | None = None,
) -> None:
    """Write down who did what to what."""
    session.add(AuditEntry(at=now or datetime.now(UTC), actor=actor, action=action, object=object))
    session.flush()


def latest(session: Session, *, count: int = 200) -> Sequence[AuditEntry]:
    """Return the latest entries, newest first."""
    return session.scalars(select(AuditEntry).order_by(AuditEntry.at.desc()).limit(count)).all()
