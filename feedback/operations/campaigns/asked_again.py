"""Leaders who are asked about in two campaigns at nearly the same time.

Each report keeps to k, but most people answer alike within some weeks: of two reports side
by side, in which one rater differs, the difference is nearly that rater's answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, or_, select

from feedback.models import Campaign, CampaignKind, Person, State, Subject

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

REST: Final = timedelta(days=60)
"""How long after a campaign answers are still remembered; a pulse waits as long."""

_NOW: Final = (State.LAUNCHING, State.OPEN, State.CLOSING)


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """A leader of this campaign, and the other one that asks or has just asked."""

    leader: str
    workplace: str
    campaign: str


def asked_again(session: Session, campaign: Campaign, *, today: date) -> list[AskedAgain]:
    """Return the leaders whom another real campaign of the same survey asks about, by name."""
    if campaign.is_rehearsal:
        return []
    since = datetime.combine(today - REST, time(), UTC)
    is_recent = and_(Campaign.state == State.CLOSED, Campaign.closed_at >= since)
    mine = select(Subject.person_id).where(Subject.campaign_id == campaign.id, ~Subject.is_moved)
    rows = session.execute(
        select(Person.name, Subject.workplace_name, Campaign.name)
        .select_from(Subject)
        .join(Subject.person)
        .join(Subject.campaign)
        .where(
            Subject.person_id.in_(mine),
            Campaign.id != campaign.id,
            Campaign.kind == CampaignKind.FULL,
            ~Campaign.is_rehearsal,
            ~Subject.is_moved,
            Campaign.survey_id == campaign.survey_id,
            or_(Campaign.state.in_(_NOW), is_recent),
        )
        .order_by(Person.name, Campaign.name)
    )
    return [AskedAgain(leader, workplace, name) for leader, workplace, name in rows]
