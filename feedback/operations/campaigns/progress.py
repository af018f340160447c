"""Progress is blind: three bands per subject and protected group, drawn up each night.

Pages, forecasts, mails and commands read only the bands, which have no history. A group
with fewer than k invited has no band at all, and who answered is in none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from feedback.ballot import Part
from feedback.models import Answered, Campaign, Invitation, ProgressBand, State, Subject
from feedback.operations.subjects import called
from reports.policy import k2_of
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

FEW: Final = "few"
SOME: Final = "some"
MANY: Final = "many"


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """What may be known of one protected group of one subject while answers come in."""

    subject_id: UUID
    leader: str
    workplace: str
    group: str
    invited: int
    band: str | None
    k: int

    @property
    def words(self) -> str:
        """Say the band with the campaign's own numbers."""
        if self.band is None:
            return "–" if self.invited >= self.k else "too few invited"
        k2 = k2_of(self.k)
        return {FEW: f"under {self.k}", SOME: f"{self.k}–{k2 - 1}", MANY: f"{k2} or more"}[
            self.band
        ]


def draw_bands(session: Session, campaign_id: UUID) -> None:
    """Draw up the bands of an open campaign anew; the old ones are gone."""
    campaign = session.get_one(Campaign, campaign_id)
    if campaign.state is not State.OPEN:
        return
    subjects = select(Subject.id).where(Subject.campaign_id == campaign.id)
    session.execute(delete(ProgressBand).where(ProgressBand.subject_id.in_(subjects)))
    invited = _invited(session, campaign)
    answered = _answered(session, campaign)
    protected = _protected_groups(campaign)
    session.add_all(
        ProgressBand(
            subject_id=subject_id,
            group=group,
            band=_band(answered.get((subject_id, group), 0), campaign.k),
        )
        for (subject_id, group), count in invited.items()
        if group in protected and count >= campaign.k
    )
    session.flush()


def progress_of(session: Session, campaign: Campaign) -> list[ProgressLine]:
    """Return the progress of a campaign, by leader and in the survey's order of groups."""
    survey = survey_from_json(campaign.survey_json)
    groups = [group.key for group in survey.groups if group.kind is GroupKind.PROTECTED]
    invited = _invited(session, campaign)
    bands = {
        (band.subject_id, band.group): band.band
        for band in session.scalars(
            select(ProgressBand)
            .join(Subject, Subject.id == ProgressBand.subject_id)
            .where(Subject.campaign_id == campaign.id)
        )
    }
    subjects = session.scalars(
        select(Subject)
        .where(Subject.campaign_id == campaign.id)
        .options(joinedload(Subject.person))
    )
    return [
        ProgressLine(
            subject.id,
            called(subject),
            subject.workplace_name,
            group,
            invited[subject.id, group],
            bands.get((subject.id, group)) if invited[subject.id, group] >= campaign.k else None,
            campaign.k,
        )
        for subject in sorted(subjects, key=lambda subject: (called(subject), str(subject.id)))
        for group in groups
        if (subject.id, group) in invited
    ]


def _band(answered: int, k: int) -> str:
    if answered < k:
        return FEW
    return SOME if answered < k2_of(k) else MANY


def _invited(session: Session, campaign: Campaign) -> dict[tuple[UUID, str], int]:
    rows = session.execute(
        select(Invitation.subject_id, Invitation.group, func.count())
        .join(Invitation.subject)
        .where(Subject.campaign_id == campaign.id, ~Invitation.is_withdrawn)
        .group_by(Invitation.subject_id, Invitation.group)
    )
    return {(subject_id, group): count for subject_id, group, count in rows}


def _answered(session: Session, campaign: Campaign) -> dict[tuple[UUID, str], int]:
    # A withdrawn rater's response stays and counts: a band that fell at a withdrawal
    # would tell that this very person had answered.
    rows = session.execute(
        select(Invitation.subject_id, Invitation.group, func.count())
        .join(Invitation.subject)
        .join(Answered, Answered.invitation_id == Invitation.id)
        .where(Subject.campaign_id == campaign.id, Answered.part == Part.RESPONSE.value)
        .group_by(Invitation.subject_id, Invitation.group)
    )
    return {(subject_id, group): count for subject_id, group, count in rows}


def _protected_groups(campaign: Campaign) -> set[str]:
    survey = survey_from_json(campaign.survey_json)
    return {group.key for group in survey.groups if group.kind is GroupKind.PROTECTED}
