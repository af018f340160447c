"""Blind mail: what goes to the unfinished only leaves the same traces whoever they are.

A row stands for everybody who is asked, and whether there is something to say is seen at
hand-over. Each takes its turn, whether or not a message leaves, and is over then: sent,
refused and pointless look alike, in the ledger too. So neither a page nor the pace of any
mail, one's own reminder included, tells who had not finished, or how many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from feedback.models import Mail, MailState
from feedback.operations import ledger

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from uuid import UUID

    from sqlalchemy.orm import Session


def is_over(session: Session, mail_id: UUID) -> None:
    """Note that a mail has had its turn, and nothing of what became of it."""
    session.execute(
        update(Mail)
        .where(Mail.id == mail_id)
        .values(state=MailState.SENT, sent_at=Mail.claimed_at, sent_with_id=None, error="")
    )


def try_later(session: Session, mail_id: UUID, *, now: datetime) -> None:
    """Put a mail back that surely did not leave; after the last try it is over."""
    ledger.postpone(session, mail_id, "", now=now)
    session.execute(
        update(Mail)
        .where(Mail.id == mail_id, Mail.state == MailState.FAILED)
        .values(state=MailState.SENT, sent_at=Mail.claimed_at)
    )


def let_all_wait(session: Session, *, now: datetime, rest: timedelta) -> None:
    """Let every blind mail wait: the server takes none, and no visible one shall find it so."""
    session.execute(
        update(Mail)
        .where(
            Mail.kind.in_(ledger.BLIND), Mail.state == MailState.QUEUED, Mail.due_at < now + rest
        )
        .values(due_at=now + rest)
    )
