"""The leader is told, at once, who has been given the right to read the report.

An organiser opens no report, but names who does: with a second address of their own, that
could be themself. No code can tell whose an address is; the leader can, so the letter and
the leader's pages give it. The letter belongs to no campaign's queue, which an organiser
may hold, and no programme words it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedback.models import MailOccasion, State
from feedback.operations.ledger import COACH_NAMED, queue_mail

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Person, Subject

_LAUNCHED: Final = frozenset({State.OPEN, State.CLOSING, State.CLOSED})
"""Before, the invitation tells the leader who coaches; after, there is nothing to read."""


def tell_leader(session: Session, subject: Subject, reader: Person, *, now: datetime) -> None:
    """Tell a leader that somebody was named who may read the report."""
    if subject.campaign.state not in _LAUNCHED or subject.is_moved:
        return
    occasion = MailOccasion.of(subject.id, reader.id, f"{now:%Y-%m-%dT%H:%M}")
    for person in subject.recipients:
        queue_mail(session, person, COACH_NAMED, occasion, due_at=now)
