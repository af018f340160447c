"""What earlier campaigns of the same survey tell a release: the one before, norms, the spread.

A rehearsal or a pulse tells nothing to any campaign, and is told nothing by any.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.models import (
    Campaign,
    CampaignFigures,
    CampaignKind,
    State,
    StoredRelease,
    Subject,
)
from reports.disclosure import Before
from reports.disclosure.spread import WithinSquares, combined
from reports.norms.population import same_instrument
from reports.release import read_release

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from reports.release import Figures


def releases_before(session: Session, campaign: Campaign) -> dict[UUID, Before]:
    """Return the latest earlier release of each person or thing, whatever survey version it had."""
    if campaign.is_rehearsal or campaign.kind is not CampaignKind.FULL:
        return {}
    rows = session.execute(
        select(Subject.thing_id, Campaign.name, StoredRelease.content)
        .join(Campaign, Campaign.id == Subject.campaign_id)
        .join(StoredRelease, StoredRelease.subject_id == Subject.id)
        .where(
            Campaign.state == State.CLOSED,
            Campaign.id != campaign.id,
            ~Campaign.is_rehearsal,
            Campaign.kind == CampaignKind.FULL,
            Campaign.survey_id == campaign.survey_id,
        )
        .order_by(Campaign.closed_at)
    )
    return {
        thing_id: Before(name, read_release(content).figures) for thing_id, name, content in rows
    }


def norm_population(now: Mapping[UUID, Figures], before: Mapping[UUID, Before]) -> list[Figures]:
    """Return each leader's latest figures that were made with the same instrument."""
    if not now:
        return []
    model = next(iter(now.values()))
    latest = {person: earlier.figures for person, earlier in before.items()} | dict(now)
    return [figures for figures in latest.values() if same_instrument(figures, model)]


def squares_kept(session: Session, campaign: Campaign) -> list[WithinSquares]:
    """Return the within squares that earlier campaigns of the same survey kept."""
    if campaign.is_rehearsal or campaign.kind is not CampaignKind.FULL:
        return []
    rows = session.scalars(
        select(CampaignFigures.within_squares)
        .join(Campaign, Campaign.id == CampaignFigures.campaign_id)
        .where(
            Campaign.id != campaign.id,
            ~Campaign.is_rehearsal,
            Campaign.kind == CampaignKind.FULL,
            Campaign.survey_id == campaign.survey_id,
        )
    )
    return [WithinSquares(**record) for row in rows for record in json.loads(row)]


def squares_as_json(records: Iterable[WithinSquares]) -> str:
    """Return what a campaign keeps of its spread, as it is stored."""
    return json.dumps([asdict(record) for record in records], sort_keys=True)


def pooled(kept: Iterable[WithinSquares], own: Iterable[WithinSquares]) -> dict[str, WithinSquares]:
    """Return the within squares per trait, pooled over earlier campaigns and this one."""
    return combined([*kept, *own])
