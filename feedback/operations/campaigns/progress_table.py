"""All waves of a programme in one table: how large, how far, and bands as of last night."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from feedback.models import Campaign, Invitation, ProgressBand, Subject
from feedback.operations.campaigns.progress import FEW, MANY, SOME
from feedback.operations.campaigns.waves import waves_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from feedback.models import Programme


@dataclass(frozen=True, slots=True)
class WaveRow:
    """One wave: how many leaders and tasks, and how many groups stand in each band."""

    campaign: Campaign
    leaders: int
    tasks: int
    few: int
    some: int
    many: int

    @property
    def has_bands(self) -> bool:
        """Tell whether there is anything of last night to show."""
        return bool(self.few + self.some + self.many)


def progress_table(session: Session, programme: Programme) -> list[WaveRow]:
    """Return a programme's waves in the order of their last days; no answer is counted."""
    waves = waves_of(session, programme)
    leaders = _numbers(
        session,
        select(Subject.campaign_id, func.count())
        .where(~Subject.is_moved)
        .group_by(Subject.campaign_id),
        programme,
    )
    tasks = _numbers(
        session,
        select(Subject.campaign_id, func.count())
        .join(Invitation, Invitation.subject_id == Subject.id)
        .where(~Invitation.is_withdrawn)
        .group_by(Subject.campaign_id),
        programme,
    )
    bands = _bands(session, programme)
    return [
        WaveRow(
            wave,
            leaders.get(wave.id, 0),
            tasks.get(wave.id, 0),
            *(bands[wave.id, band] for band in (FEW, SOME, MANY)),
        )
        for wave in waves
    ]


def _numbers(
    session: Session, query: Select[UUID, int], programme: Programme
) -> Mapping[UUID, int]:
    rows = session.execute(query.where(_in(programme)))
    return {row[0]: row[1] for row in rows}


def _bands(session: Session, programme: Programme) -> Counter[tuple[UUID, str]]:
    rows = session.execute(
        select(Subject.campaign_id, ProgressBand.band, func.count())
        .join(ProgressBand, ProgressBand.subject_id == Subject.id)
        .where(_in(programme))
        .group_by(Subject.campaign_id, ProgressBand.band)
    )
    return Counter({(campaign_id, band): number for campaign_id, band, number in rows})


def _in(programme: Programme) -> ColumnElement[bool]:
    waves = select(Campaign.id).where(Campaign.programme_id == programme.id)
    return Subject.campaign_id.in_(waves)
