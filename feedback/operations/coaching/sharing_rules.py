"""Share by the campaign's rule: with coaches at close, with leaders once comments are read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from feedback.models import Campaign, ShareRule, State, Subject
from feedback.operations.coaching.preparing import with_comments_read
from feedback.operations.results.sharing import share_with_coaches, share_with_leader

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.operations.acts import Actor


def campaigns_with_a_rule(session: Session) -> Sequence[UUID]:
    """Return the closed campaigns in which something may be left to share by rule."""
    left = select(Subject.id).where(
        Subject.campaign_id == Campaign.id,
        Subject.coach_id.is_not(None),
        Subject.shared_with_leader_at.is_(None),
        ~Subject.is_moved,
    )
    return session.scalars(
        select(Campaign.id).where(
            Campaign.state == State.CLOSED,
            Campaign.share_rule != ShareRule.BY_HAND,
            left.exists(),
        )
    ).all()


def share_by_rule(session: Session, campaign_id: UUID, *, by: Actor) -> None:
    """Share what a campaign's rule says by now; may be repeated.

    Whoever has no coach is left to the organiser: nobody has looked their comments through.
    """
    campaign = session.get_one(Campaign, campaign_id)
    if campaign.state is not State.CLOSED or campaign.share_rule is ShareRule.BY_HAND:
        return
    share_with_coaches(session, campaign, by=by)
    if campaign.share_rule is ShareRule.LOOKED_THROUGH and _has_waited(campaign, by.now):
        ready = with_comments_read(session, _with_the_coach(session, campaign))
        share_with_leader(session, *ready, by=by)


def _has_waited(campaign: Campaign, now: datetime) -> bool:
    wait = timedelta(days=campaign.share_after_days)
    return campaign.closed_at is not None and campaign.closed_at + wait <= now


def _with_the_coach(session: Session, campaign: Campaign) -> Sequence[Subject]:
    return session.scalars(
        select(Subject)
        .where(
            Subject.campaign_id == campaign.id,
            Subject.coach_id.is_not(None),
            Subject.shared_with_coach_at.is_not(None),
            Subject.shared_with_leader_at.is_(None),
            # A talk with a date has a rule of its own: the report goes the evening before it.
            Subject.talk_at.is_(None),
        )
        .options(joinedload(Subject.person), joinedload(Subject.campaign))
        .order_by(Subject.id)
    ).all()
