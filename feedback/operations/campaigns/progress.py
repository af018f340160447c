"""Progress is blind: three bands per subject and protected group, drawn up each night.

Pages, forecasts, mails and commands read only the bands, which have no history. A group
with fewer invited than may be shown has no band at all, and who answered is in none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from feedback.ballot import Part
from feedback.models import Answered, Campaign, Invitation, ProgressBand, State, Subject
from feedback.operations.subjects import called, policy_of
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from reports.policy import DisclosurePolicy

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
    policy: DisclosurePolicy

    @property
    def words(self) -> str:
        """Say the band with the campaign's own numbers."""
        if self.band is None:
            return "–" if self.invited >= self.policy.least else "too few invited"
        least, many = self.policy.least, self.policy.many
        return {FEW: f"under {least}", SOME: f"{least}–{many - 1}", MANY: f"{many} or more"}[
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
    protected, policy = _protected_groups(campaign), policy_of(campaign)
    session.add_all(
        ProgressBand(
            subject_id=subject_id,
            group=group,
            band=_band(answered.get((subject_id, group), 0), policy),
        )
        for (subject_id, group), count in invited.items()
        if group in protected and count >= policy.least
    )
    session.flush()


def progress_of(session: Session, campaign: Campaign) -> list[ProgressLine]:
    """Return the progress of a campaign, by leader and in the survey's order of groups."""
    groups, policy = _protected_groups(campaign), policy_of(campaign)
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
            bands.get((subject.id, group)) if invited[subject.id, group] >= policy.least else None,
            policy,
        )
        for subject in sorted(subjects, key=lambda subject: (called(subject), str(subject.id)))
        for group in groups
        if (subject.id, group) in invited
    ]


def _band(answered: int, policy: DisclosurePolicy) -> str:
    if answered < policy.least:
        return FEW
    return SOME if answered < policy.many else MANY


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


def _protected_groups(campaign: Campaign) -> list[str]:
    survey = survey_from_json(campaign.survey_json)
    return [group.key for group in survey.groups if group.is_in_blocks]
