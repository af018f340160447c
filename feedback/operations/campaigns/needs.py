"""What needs an organiser today, of all campaigns at once: counts, and where each is dealt with.

Nothing here counts answers: who is at risk comes from the bands of last night.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from sqlalchemy import and_, func, or_, select

from feedback.models import (
    Campaign,
    Correction,
    Invitation,
    Mail,
    MailState,
    ProgressBand,
    Proposal,
    State,
    Subject,
)
from feedback.operations.campaigns.progress import FEW
from feedback.operations.ledger import INVITATION
from feedback.operations.people.standing import SENT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from feedback.operations.campaigns.overview import Progress


class Matter(StrEnum):
    """What there may be to do, the most urgent first."""

    FAILED = "failed"  # invitations that did not arrive, or perhaps not
    WRONG = "wrong"  # raters who say that something is wrong
    PROPOSED = "proposed"  # lists that leaders have sent
    RISK = "risk"  # leaders of whom a group had too few answers last night
    UNSHARED = "unshared"  # reports that wait for being shared


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do in one campaign, and of how many."""

    campaign: Campaign
    matter: Matter
    count: int


def needs_of(session: Session, campaigns: Collection[Campaign]) -> list[Need]:
    """Return what needs somebody in these campaigns, the most urgent first."""
    ids = [campaign.id for campaign in campaigns]
    found = {
        matter: {row[0]: row[1] for row in session.execute(counted)}
        for matter, counted in _counts(ids)
    }
    in_order = sorted(campaigns, key=lambda one: (one.last_day, one.name))
    return [
        Need(campaign, matter, found[matter][campaign.id])
        for matter in Matter
        for campaign in in_order
        if campaign.id in found[matter]
    ]


def bands_of(session: Session, campaigns: Collection[Campaign]) -> dict[UUID, dict[Progress, int]]:
    """Return how many groups of each campaign stand in each band, as of last night."""
    rows = session.execute(
        select(Subject.campaign_id, ProgressBand.band, func.count())
        .join(Subject, ProgressBand.subject_id == Subject.id)
        .where(Subject.campaign_id.in_([one.id for one in campaigns]), ~Subject.is_moved)
        .group_by(Subject.campaign_id, ProgressBand.band)
    )
    found: dict[UUID, dict[Progress, int]] = {one.id: {} for one in campaigns}
    for campaign_id, band, count in rows:
        found[campaign_id][cast("Progress", band)] = count
    return found


def _counts(ids: Collection[UUID]) -> Iterator[tuple[Matter, Select[UUID, int]]]:
    """Yield each matter with the query that counts it, by campaign."""
    counted = select(Campaign.id, func.count()).where(Campaign.id.in_(ids)).group_by(Campaign.id)
    subjects = counted.join(Subject, Subject.campaign_id == Campaign.id).where(~Subject.is_moved)
    yield (
        Matter.FAILED,
        counted.join(Mail, Mail.campaign_id == Campaign.id).where(
            Campaign.state == State.OPEN,
            Mail.kind == INVITATION,
            Mail.state.in_([MailState.FAILED, MailState.UNCERTAIN]),
        ),
    )
    yield (
        Matter.WRONG,
        counted.join(Subject, Subject.campaign_id == Campaign.id)
        .join(Invitation, Invitation.subject_id == Subject.id)
        .join(Correction, Correction.invitation_id == Invitation.id)
        .where(~Invitation.is_withdrawn),
    )
    yield (
        Matter.PROPOSED,
        subjects.join(Proposal, Proposal.subject_id == Subject.id).where(
            Campaign.state == State.NOMINATING, Proposal.state == SENT
        ),
    )
    at_risk = select(ProgressBand.subject_id).where(ProgressBand.band == FEW)
    yield (
        Matter.RISK,
        subjects.where(Campaign.state == State.OPEN, Subject.id.in_(at_risk)),
    )
    yield (
        Matter.UNSHARED,
        subjects.where(
            Campaign.state == State.CLOSED,
            or_(
                and_(Subject.coach_id.is_not(None), Subject.shared_with_coach_at.is_(None)),
                and_(Subject.coach_id.is_(None), Subject.shared_with_leader_at.is_(None)),
            ),
        ),
    )
