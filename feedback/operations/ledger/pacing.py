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
    .where(Mail.claimed_at > bindparam("since"))
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
    earliest = session.connection().scalar(
        _CLAIMED if is_blind else _SEEN_CLAIMED, {"since": now - span, "before": together - 1}
    )
    return max(earliest + span - now, timedelta()) if earliest else timedelta()
