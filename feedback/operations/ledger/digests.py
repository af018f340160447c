"""Mails of which nobody gets more than one a day: what comes later waits for the next morning."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.database.many_rows import in_chunks
from feedback.models import Mail, MailState
from feedback.operations.ledger.queueing import queue_each

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.clock import Moment
    from feedback.models import Campaign, MailOccasion

_NEXT_MORNING: Final = time(8)
_HAS_LEFT: Final = (MailState.SENDING, MailState.SENT, MailState.UNCERTAIN)


def queue_digests(
    session: Session,
    to: Sequence[tuple[UUID, MailOccasion]],
    kind: str,
    *,
    campaign: Campaign,
    moment: Moment,
) -> None:
    """Queue what leaves with all else that is due of its kind: now, or the next morning.

    The next morning it is for whoever has had a mail of the kind today.
    """
    told = _told_today(session, [person_id for person_id, _ in to], kind, moment)
    tomorrow = moment.today + timedelta(days=1)
    morning = datetime.combine(tomorrow, _NEXT_MORNING, moment.zone)
    for due_at, is_told in ((moment.now, False), (morning, True)):
        mails = [(person, occasion) for person, occasion in to if (person in told) is is_told]
        queue_each(session, mails, kind, campaign=campaign, due_at=due_at)


def _told_today(
    session: Session, person_ids: Sequence[UUID], kind: str, moment: Moment
) -> set[UUID]:
    midnight = datetime.combine(moment.today, time(), moment.zone)
    return {
        person_id
        for chunk in in_chunks(list(dict.fromkeys(person_ids)))
        for person_id in session.scalars(
            select(Mail.person_id).where(
                Mail.kind == kind,
                Mail.person_id.in_(chunk),
                Mail.state.in_(_HAS_LEFT),
                Mail.claimed_at >= midnight,
            )
        )
    }
