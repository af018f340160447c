"""What an organiser may see of a campaign: who is asked, and three bands as of last night.

Nothing here counts answers, and nothing tells who has not answered: progress is read from
the bands only, and mail is summed for invitations only, since reminders go to those who
have not finished.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from feedback.models import Invitation, Mail, MailState, Person, ProgressBand, Rater, Subject
from feedback.operations.ledger import INVITATION
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from surveys.model import Group, Survey

Progress = Literal["few", "some", "many", "too_few_invited", "by_role", "not_yet"]

PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """One group of one subject: how many are asked, and the band."""

    group: Group
    invited: int
    progress: Progress


@dataclass(frozen=True, slots=True)
class SubjectProgress:
    """One subject with its groups."""

    subject: Subject
    groups: tuple[GroupProgress, ...]

    @property
    def invited(self) -> int:
        """Everybody asked about this subject."""
        return sum(group.invited for group in self.groups)


@dataclass(frozen=True, slots=True)
class FailedAddress:
    """A person whom the invitation did not reach, or perhaps not."""

    name: str
    email: str
    is_uncertain: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """A campaign as its organiser sees it, one page of subjects at a time."""

    survey: Survey
    subjects: tuple[SubjectProgress, ...]
    subjects_total: int
    raters_total: int
    invitations_total: int
    shared_with_coach: int
    shared_with_leader: int
    waiting_for_coach: int  # have a coach who cannot read the report yet
    waiting_uncoached: int  # have none, and cannot read it themselves yet
    page: int
    mail: dict[MailState, int]
    failed: tuple[FailedAddress, ...]

    @property
    def waiting_mail(self) -> int:
        """How many invitations have not left yet."""
        return self.mail.get(MailState.QUEUED, 0)

    @property
    def pages(self) -> int:
        """How many pages of subjects there are."""
        return max(1, -(-self.subjects_total // PAGE_SIZE))


def subject_counts(session: Session, campaigns: Sequence[Campaign]) -> dict[UUID, int]:
    """Return how many subjects each campaign has."""
    rows = session.execute(
        select(Subject.campaign_id, func.count())
        .where(Subject.campaign_id.in_([campaign.id for campaign in campaigns]))
        .group_by(Subject.campaign_id)
    )
    return {row[0]: row[1] for row in rows}


def overview_of(session: Session, campaign: Campaign, *, page: int = 1) -> Overview:
    """Return one page of a campaign's overview."""
    survey = survey_from_json(campaign.survey_json)
    subjects = select(func.count()).where(Subject.campaign_id == campaign.id)
    asked = _asked(campaign)
    return Overview(
        survey=survey,
        subjects=_subjects(session, campaign, survey, page),
        subjects_total=_number(session, subjects),
        raters_total=_number(
            session, asked.with_only_columns(func.count(Invitation.rater_id.distinct()))
        ),
        invitations_total=_number(session, asked.with_only_columns(func.count())),
        shared_with_coach=_number(
            session, subjects.where(Subject.shared_with_coach_at.is_not(None))
        ),
        shared_with_leader=_number(
            session, subjects.where(Subject.shared_with_leader_at.is_not(None))
        ),
        waiting_for_coach=_number(
            session,
            subjects.where(
                Subject.coach_id.is_not(None),
                Subject.shared_with_coach_at.is_(None),
                ~Subject.is_moved,
            ),
        ),
        waiting_uncoached=_number(
            session,
            subjects.where(
                Subject.coach_id.is_(None),
                Subject.shared_with_leader_at.is_(None),
                ~Subject.is_moved,
            ),
        ),
        page=page,
        mail=_mail(session, campaign),
        failed=_failed(session, campaign),
    )


def _number(session: Session, query: Select[int]) -> int:
    return session.scalar(query) or 0


def _asked(campaign: Campaign) -> Select[Invitation]:
    return (
        select(Invitation)
        .join(Subject, Invitation.subject_id == Subject.id)
        .where(Subject.campaign_id == campaign.id, ~Invitation.is_withdrawn)
    )


def _subjects(
    session: Session, campaign: Campaign, survey: Survey, page: int
) -> tuple[SubjectProgress, ...]:
    subjects = session.scalars(
        select(Subject)
        .join(Subject.person)
        .where(Subject.campaign_id == campaign.id)
        .options(joinedload(Subject.person), joinedload(Subject.coach))
        .order_by(Person.name, Subject.id)
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    ).all()
    ids = [subject.id for subject in subjects]
    invited, bands = _invited(session, ids), _bands(session, ids)
    return tuple(
        SubjectProgress(
            subject,
            tuple(
                GroupProgress(
                    group,
                    invited[subject.id, group.key],
                    _progress(
                        group,
                        invited[subject.id, group.key],
                        bands.get((subject.id, group.key)),
                        k=campaign.k,
                    ),
                )
                for group in survey.groups
                if (subject.id, group.key) in invited
            ),
        )
        for subject in subjects
    )


def _progress(group: Group, invited: int, band: str | None, *, k: int) -> Progress:
    if group.kind is not GroupKind.PROTECTED:
        return "by_role"
    if invited < k:
        return "too_few_invited"
    known: dict[str | None, Progress] = {"few": "few", "some": "some", "many": "many"}
    return known.get(band, "not_yet")


def _invited(session: Session, subject_ids: list[UUID]) -> dict[tuple[UUID, str], int]:
    rows = session.execute(
        select(Invitation.subject_id, Invitation.group, func.count())
        .where(Invitation.subject_id.in_(subject_ids), ~Invitation.is_withdrawn)
        .group_by(Invitation.subject_id, Invitation.group)
    )
    return {(subject_id, group): count for subject_id, group, count in rows}


def _bands(session: Session, subject_ids: list[UUID]) -> dict[tuple[UUID, str], str]:
    rows = session.scalars(select(ProgressBand).where(ProgressBand.subject_id.in_(subject_ids)))
    return {(row.subject_id, row.group): row.band for row in rows}


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
