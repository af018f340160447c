"""What a programme comes to: leaders, people asked, and what each closed wave may tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from feedback.models import (
    Campaign,
    CampaignFigures,
    CampaignKind,
    Invitation,
    Rater,
    State,
    Subject,
)
from reports.policy import AnsweredShare

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from feedback.models import Programme


@dataclass(frozen=True, slots=True)
class ProgrammeFigures:
    """Key figures of a programme; rehearsals, pulses and what was cancelled are left out."""

    leaders: int
    people: int  # with at least one task, leaders too; each once
    measured_twice: int  # leaders of two campaigns or more that are closed
    shares: Mapping[UUID, AnsweredShare]  # by campaign, of those that are closed and large enough


def figures_of(session: Session, programme: Programme) -> ProgrammeFigures:
    """Return a programme's key figures; no answer is counted."""
    led = _led(programme)
    measured = (
        led.with_only_columns(Subject.person_id)
        .where(Campaign.state == State.CLOSED)
        .group_by(Subject.person_id)
        .having(func.count(Campaign.id.distinct()) > 1)
    )
    return ProgrammeFigures(
        leaders=_number(session, led.with_only_columns(func.count(Subject.person_id.distinct()))),
        people=_number(session, _asked(programme)),
        measured_twice=_number(session, select(func.count()).select_from(measured.subquery())),
        shares=_shares(session, programme),
    )


def _counted(programme: Programme) -> Select[UUID]:
    return select(Campaign.id).where(
        Campaign.programme_id == programme.id,
        Campaign.kind == CampaignKind.FULL,
        Campaign.state != State.CANCELLED,
        ~Campaign.is_rehearsal,
    )


def _led(programme: Programme) -> Select[Subject]:
    return (
        select(Subject)
        .join(Campaign, Subject.campaign_id == Campaign.id)
        .where(Campaign.id.in_(_counted(programme)), ~Subject.is_moved)
    )


def _asked(programme: Programme) -> Select[int]:
    # From the raters, of whom tens of thousands are looked at: from the leaders it takes longer.
    moved = select(Subject.id).where(Subject.is_moved)
    task = select(Invitation.id).where(
        Invitation.rater_id == Rater.id,
        ~Invitation.is_withdrawn,
        Invitation.subject_id.not_in(moved),
    )
    return select(func.count(Rater.person_id.distinct())).where(
        Rater.campaign_id.in_(_counted(programme)), task.exists()
    )


def _number(session: Session, query: Select[int]) -> int:
    return session.scalar(query) or 0


def _shares(session: Session, programme: Programme) -> dict[UUID, AnsweredShare]:
    rows = session.execute(
        select(
            CampaignFigures.campaign_id,
            CampaignFigures.answered_above,
            CampaignFigures.answered_up_to,
        )
        .join(Campaign, CampaignFigures.campaign_id == Campaign.id)
        .where(Campaign.programme_id == programme.id, ~Campaign.is_rehearsal)
    )
    return {
        campaign_id: AnsweredShare(above, up_to)
        for campaign_id, above, up_to in rows
        if above is not None and up_to is not None
    }
