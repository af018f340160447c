"""No more mails a minute than the mail server takes, however many workers there are."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, select

from feedback.models import Mail
from feedback.operations.ledger import BLIND

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

_MINUTE: Final = timedelta(minutes=1)

# Built once: to build them took as long as to ask them, for each mail.
_CLAIMED: Final = (
    select(Mail.claimed_at)
    # What left a minute from now left by a clock that went back since: it is no pace of today's.
    .where(Mail.claimed_at > bindparam("since"), Mail.claimed_at <= bindparam("until"))
    .order_by(Mail.claimed_at.desc())
    .offset(bindparam("before"))
    .limit(1)
)
_SEEN_CLAIMED: Final = _CLAIMED.where(Mail.kind.not_in(BLIND))


def wait_for_turn(session: Session, *, per_minute: int, now: datetime, is_blind: bool) -> timedelta:
    """Return how long to wait before the next mail may be claimed; nothing if it may be now.

    Mails leave evenly: of 600 a minute ten in a second, of 30 one in two seconds. A blind one
    lets pass what any mail takes of the pace, and takes nothing of that of the others.
    """
    together = -(-per_minute // 60)
    span = _MINUTE * together / per_minute
    bounds = {"since": now - span, "until": now + _MINUTE, "before": together - 1}
    earliest = session.connection().scalar(_CLAIMED if is_blind else _SEEN_CLAIMED, bounds)
    return max(earliest + span - now, timedelta()) if earliest else timedelta()
