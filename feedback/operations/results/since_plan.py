"""The plan that stands on a leader's report before this one, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.models import Campaign, CampaignKind, State, Subject
from feedback.operations.plans.planning import CHANGE, plan_about
from feedback.operations.results.reports import release_of
from reports.shown.followed import followed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Plan
    from reports.release import Release
    from reports.shown.followed import Followed


def last_plan(session: Session, subject: Subject) -> Plan | None:
    """Return the plan on the leader's latest earlier report by the same survey, if there is one."""
    campaign = subject.campaign
    if campaign.is_rehearsal:
        return None
    before = session.scalars(
        select(Subject)
        .join(Campaign, Campaign.id == Subject.campaign_id)
        .where(
            Subject.person_id == subject.person_id,
            ~Subject.is_moved,
            Campaign.state == State.CLOSED,
            Campaign.closed_at < campaign.closed_at,
            Campaign.kind == CampaignKind.FULL,
            ~Campaign.is_rehearsal,
            Campaign.survey_id == campaign.survey_id,
        )
        .order_by(Campaign.closed_at.desc())
        .limit(1)
    ).first()
    return plan_about(session, before) if before else None


def behaviours_since(session: Session, plan: Plan, release: Release) -> tuple[Followed, ...]:
    """Return what became of each behaviour that a plan meant to change, by this release.

    For whoever may read both the report and the plan.
    """
    if plan.subject is None:
        return ()
    before = release_of(session, plan.subject).figures
    focus = [goal.about for goal in plan.goals if goal.kind == CHANGE]
    return followed(release.figures, before, focus)
