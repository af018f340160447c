"""What is kept only while a campaign is prepared: lists that wait, and what was proposed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from feedback.models import Nomination, NominationLimit, Proposal, StagedPeople, Subject

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Campaign

KEPT: Final = timedelta(days=1)
"""How long a list waits to be applied; then it is forgotten."""


def forget_staged(session: Session, *, now: datetime) -> None:
    """Throw away every list that nobody has applied for a day."""
    session.execute(delete(StagedPeople).where(StagedPeople.staged_at < now - KEPT))


def forget_lists(session: Session, campaign: Campaign) -> None:
    """Throw away what waits in a campaign that opens: a list means something else from now on."""
    session.execute(delete(StagedPeople).where(StagedPeople.campaign_id == campaign.id))


def forget_preparations(session: Session, campaign: Campaign) -> None:
    """Delete what was prepared for a campaign that is called off."""
    subjects = select(Subject.id).where(Subject.campaign_id == campaign.id)
    session.execute(delete(Proposal).where(Proposal.subject_id.in_(subjects)))
    for table in (StagedPeople, Nomination, NominationLimit):
        session.execute(delete(table).where(table.campaign_id == campaign.id))
