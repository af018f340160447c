"""Erase a rehearsal that has closed: all that came of it, at once and by whoever runs it.

No day is waited for: nobody was told anything by it. Before the close, to cancel it does the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.errors import StateError
from feedback.models import State
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.ballot_box.stops import refuse_if_stopped
from feedback.operations.retention.kinds import KINDS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor


def erase_rehearsal(session: Session, campaign: Campaign, *, by: Actor) -> None:
    """Erase every kind of data of a closed rehearsal; refused while a stop on erasing holds."""
    session.flush()
    session.refresh(campaign, with_for_update=True)
    if not campaign.is_rehearsal:
        raise StateError("Only a rehearsal is erased by hand.")
    if campaign.state is not State.CLOSED:
        raise StateError("A rehearsal is erased when it has closed.")
    refuse_if_stopped(session, campaign, zone=by.zone)
    audit_log.note(session, by, Act.ERASE_REHEARSAL, campaign)
    for kind in KINDS.values():
        kind.erase(session, campaign.id, by.now)
    session.flush()
