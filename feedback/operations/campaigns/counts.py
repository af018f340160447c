"""How many leaders and people a campaign has, counted in two cheap queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from feedback.models import Invitation, Subject

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Campaign


@dataclass(frozen=True, slots=True)
class Counts:
    """The size of a campaign: leaders, everybody who gets a link, and their tasks."""

    leaders: int
    people: int
    tasks: int


def counts_of(session: Session, campaign: Campaign) -> Counts:
    """Count a campaign's leaders and everybody who is asked."""
    leaders = session.scalar(
        select(func.count()).where(Subject.campaign_id == campaign.id, ~Subject.is_moved)
    )
    people, tasks = session.execute(
        select(func.count(Invitation.rater_id.distinct()), func.count())
        .join(Subject, Invitation.subject_id == Subject.id)
        .where(Subject.campaign_id == campaign.id, ~Invitation.is_withdrawn)
    ).one()
    return Counts(leaders or 0, people, tasks)
