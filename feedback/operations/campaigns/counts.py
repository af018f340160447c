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
    """Leaders, everybody who gets a link, their tasks, and the leaders without a coach."""

    leaders: int
    people: int
    tasks: int
    uncoached: int


def counts_of(session: Session, campaign: Campaign) -> Counts:
    """Count a campaign's leaders and everybody who is asked."""
    leaders, coached = session.execute(
        select(func.count(), func.count(Subject.coach_id)).where(
            Subject.campaign_id == campaign.id, ~Subject.is_moved
        )
    ).one()
    people, tasks = session.execute(
        select(func.count(Invitation.rater_id.distinct()), func.count())
        .join(Subject, Invitation.subject_id == Subject.id)
        .where(Subject.campaign_id == campaign.id, ~Invitation.is_withdrawn)
    ).one()
    return Counts(leaders, people, tasks, leaders - coached)
