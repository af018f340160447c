"""No more mails a minute than the mail server takes, however many workers there are."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.models import Mail

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

_MINUTE: Final = timedelta(minutes=1)


def wait_for_turn(session: Session, *, per_minute: int, now: datetime) -> timedelta:
    """Return how long to wait before the next mail may be claimed; nothing if it may be now.

    Mails leave evenly: of 600 a minute ten in a second, of 30 one in two seconds.
    """
    together = -(-per_minute // 60)
    span = _MINUTE * together / per_minute
    earliest = session.scalar(
        select(Mail.claimed_at)
        .where(Mail.claimed_at > now - span)
        .order_by(Mail.claimed_at.desc())
        .offset(together - 1)
        .limit(1)
    )
    return max(earliest + span - now, timedelta()) if earliest else timedelta()
