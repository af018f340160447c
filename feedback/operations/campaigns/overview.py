"""What an organiser may see of a campaign: who is asked, and three bands as of last night.

Nothing here counts answers, and nothing tells who has not answered: progress is read from
the bands only, and mail is summed for invitations only, since reminders go to those who
have not finished.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import func, select

from feedback.models import (
    CampaignFigures,
    Invitation,
    Mail,
    MailState,
    Person,
    ProgressBand,
    Rater,
    Subject,
    Thanks,
)
from feedback.operations.campaigns.tables import listed_leaders
from feedback.operations.ledger import INVITATION
from feedback.operations.subjects import policy_of
from reports.policy import AnsweredShare
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.campaigns.tables import ListedLeader
    from surveys.model import Group, Survey

Progress = Literal["few", "some", "many", "too_few_invited", "by_role", "not_yet"]


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """One group of one subject: how many are asked, and the band."""

    group: Group
    invited: int
    progress: Progress


@dataclass(frozen=True, slots=True)
class SubjectProgress:
    """One subject with its groups, and how far its report has come."""

    leader: ListedLeader
    groups: tuple[GroupProgress, ...]
    is_moved: bool
    is_with_coach: bool
    is_with_leader: bool
    outlook: str | None  # by the bands of the last night before close
    talk_at: datetime | None  # when coach and leader meet

    @property
    def is_at_risk(self) -> bool:
        """Tell whether a group that is large enough had too few answers last night."""
        return any(group.progress == "few" for group in self.groups)


@dataclass(frozen=True, slots=True)
class FailedAddress:
    """A person whom the invitation did not reach, or perhaps not."""

    name: str
    email: str
    is_uncertain: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """A campaign as its organiser sees it."""

    survey: Survey
    subjects: tuple[SubjectProgress, ...]
    raters_total: int
    invitations_total: int
    shared_with_coach: int
    shared_with_leader: int
    talks: int  # leaders whose talk with the coach has a day
    thanked: int  # leaders who have mailed their thanks to all who were asked
    waiting_for_coach: int  # have a coach who cannot read the report yet
    waiting_uncoached: int  # have none, and cannot read it themselves yet
    mail: dict[MailState, int]
    failed: tuple[FailedAddress, ...]
    answered_share: AnsweredShare | None  # of the whole campaign, once it is closed

    def staying_with(self, outlook: str) -> tuple[SubjectProgress, ...]:
        """Return the leaders of the campaign whose report looks like that."""
        return tuple(one for one in self.subjects if one.outlook == outlook and not one.is_moved)

    @property
    def waiting_mail(self) -> int:
        """How many invitations have not left yet."""
        return self.mail.get(MailState.QUEUED, 0)


def subject_counts(session: Session, campaigns: Sequence[Campaign]) -> dict[UUID, int]:
    """Return how many subjects each campaign has."""
    rows = session.execute(
        select(Subject.campaign_id, func.count())
        .where(Subject.campaign_id.in_([campaign.id for campaign in campaigns]))
        .group_by(Subject.campaign_id)
    )
    return {row[0]: row[1] for row in rows}


def overview_of(session: Session, campaign: Campaign) -> Overview:
    """Return a campaign's overview, its leaders by name."""
    survey = survey_from_json(campaign.survey_json)
    asked = _asked(campaign)
    subjects = _subjects(session, campaign, survey)
    staying = [one for one in subjects if not one.is_moved]
    return Overview(
        survey=survey,
        subjects=subjects,
        raters_total=_number(
            session, asked.with_only_columns(func.count(Invitation.rater_id.distinct()))
        ),
        invitations_total=_number(session, asked.with_only_columns(func.count())),
        shared_with_coach=sum(one.is_with_coach for one in subjects),
        shared_with_leader=sum(one.is_with_leader for one in subjects),
        talks=sum(one.talk_at is not None for one in staying),
        thanked=_number(
            session,
            select(func.count())
            .select_from(Thanks)
            .join(Subject, Thanks.subject_id == Subject.id)
            .where(Subject.campaign_id == campaign.id),
        ),
        waiting_for_coach=sum(bool(one.leader.coach) and not one.is_with_coach for one in staying),
        waiting_uncoached=sum(not one.leader.coach and not one.is_with_leader for one in staying),
        mail=_mail(session, campaign),
        failed=_failed(session, campaign),
        answered_share=_share(session, campaign),
    )


def _number(session: Session, query: Select[int]) -> int:
    return session.scalar(query) or 0


def _share(session: Session, campaign: Campaign) -> AnsweredShare | None:
    kept = session.get(CampaignFigures, campaign.id)
    if kept is None or kept.answered_above is None or kept.answered_up_to is None:
        return None
    return AnsweredShare(kept.answered_above, kept.answered_up_to)


def _asked(campaign: Campaign) -> Select[Invitation]:
    return (
        select(Invitation)
        .join(Subject, Invitation.subject_id == Subject.id)
        .where(Subject.campaign_id == campaign.id, ~Invitation.is_withdrawn)
    )


def _subjects(session: Session, campaign: Campaign, survey: Survey) -> tuple[SubjectProgress, ...]:
    invited, bands = _invited(session, campaign), _bands(session, campaign)
    least = policy_of(campaign).least
    how_far = {
        row[0]: row[1:]
        for row in session.execute(
            select(
                Subject.id,
                Subject.is_moved,
                Subject.shared_with_coach_at.is_not(None),
                Subject.shared_with_leader_at.is_not(None),
                Subject.outlook,
                Subject.talk_at,
            ).where(Subject.campaign_id == campaign.id)
        )
    }
    return tuple(
        SubjectProgress(
            leader,
            tuple(
                GroupProgress(group, count, _progress(group, count, bands.get(key), least=least))
                for group in survey.groups
                if (count := invited.get(key := (leader.subject_id, group.key), 0))
            ),
            *how_far[leader.subject_id],
        )
        for leader in listed_leaders(session, campaign, with_moved=True)
    )


def _progress(group: Group, invited: int, band: str | None, *, least: int) -> Progress:
    if not group.is_in_blocks:
        return "by_role"
    if invited < least:
        return "too_few_invited"
    known: dict[str | None, Progress] = {"few": "few", "some": "some", "many": "many"}
    return known.get(band, "not_yet")


def _invited(session: Session, campaign: Campaign) -> dict[tuple[UUID, str], int]:
    rows = session.execute(
        select(Invitation.subject_id, Invitation.group, func.count())
        .join(Subject, Invitation.subject_id == Subject.id)
        .where(Subject.campaign_id == campaign.id, ~Invitation.is_withdrawn)
        .group_by(Invitation.subject_id, Invitation.group)
    )
    return {(subject_id, group): count for subject_id, group, count in rows}


def _bands(session: Session, campaign: Campaign) -> dict[tuple[UUID, str], str]:
    rows = session.execute(
        select(ProgressBand.subject_id, ProgressBand.group, ProgressBand.band)
        .join(Subject, ProgressBand.subject_id == Subject.id)
        .where(Subject.campaign_id == campaign.id)
    )
    return {(subject_id, group): band for subject_id, group, band in rows}


def _mail(session: Session, campaign: Campaign) -> dict[MailState, int]:
    rows = session.execute(
        select(Mail.state, func.count())
        .where(Mail.campaign_id == campaign.id, Mail.kind == INVITATION)
        .group_by(Mail.state)
    )
    return {row[0]: row[1] for row in rows}


def _failed(session: Session, campaign: Campaign) -> tuple[FailedAddress, ...]:
    rows = session.execute(
        select(Person.name, Person.email, Mail.state)
        .join(Person, Mail.person_id == Person.id)
        .join(Rater, (Rater.person_id == Person.id) & (Rater.campaign_id == campaign.id))
        .where(
            Mail.campaign_id == campaign.id,
            Mail.kind == INVITATION,
            Mail.state.in_([MailState.FAILED, MailState.UNCERTAIN]),
        )
        .order_by(Person.name)
    )
    return tuple(
        FailedAddress(name, email or "", state is MailState.UNCERTAIN)
        for name, email, state in rows
    )
