"""Which mail leaves next: the one that has waited longest, and the blind ones last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID  # noqa: TC003 - a field of `Due`

from sqlalchemy import and_, bindparam, literal_column, select

from feedback.models import Mail
from feedback.operations.ledger.handover import MAY_LEAVE, moment_of
from feedback.operations.ledger.names import BLIND, PROMPT

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.mail.hours import MailHours


class Due(NamedTuple):
    """A mail whose time has come; a blind one only when no other is due."""

    mail_id: UUID
    is_blind: bool


# By the words of the model's indices, not by parameters: only so do they serve. Without them
# thousands of mails of one moment are read and sorted for each that leaves.
_IS_QUEUED: Final = Mail.state == literal_column("'queued'")
_IS_BLIND: Final = Mail.kind.in_([literal_column(f"'{kind}'") for kind in sorted(BLIND)])
SEEN_WAITS: Final = and_(_IS_QUEUED, ~_IS_BLIND)
"""That a mail waits which may be shown: no reminder."""

_DUE: Final = (
    select(Mail.id)
    .where(_IS_QUEUED, Mail.due_at <= bindparam("now"), MAY_LEAVE)
    .order_by(Mail.due_at, Mail.id)
    .limit(1)
)
_SEEN: Final = _DUE.where(~_IS_BLIND)
_PROMPT: Final = _SEEN.where(Mail.kind.in_(PROMPT))
_BLIND: Final = _DUE.where(_IS_BLIND, Mail.attempts == 0)
_BLIND_AGAIN: Final = _DUE.where(_IS_BLIND, Mail.attempts > 0)


def next_due(session: Session, *, now: datetime, hours: MailHours) -> Due | None:
    """Return the mail that has waited longest and is not on hold, the blind ones last.

    Outside of working hours only what somebody sits waiting for is due. A blind one that is
    tried again comes after those that are not yet: it takes nobody's turn.
    """
    session.flush()
    connection, moment = session.connection(), moment_of(now)
    if not hours.is_open(now):
        mail_id = connection.scalar(_PROMPT, moment)
        return Due(mail_id, is_blind=False) if mail_id is not None else None
    if (mail_id := connection.scalar(_SEEN, moment)) is not None:
        return Due(mail_id, is_blind=False)
    for blind in (_BLIND, _BLIND_AGAIN):
        if (mail_id := connection.scalar(blind, moment)) is not None:
            return Due(mail_id, is_blind=True)
    return None
