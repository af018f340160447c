"""Share a release: first with the coach, then with the leader. Each is told by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from feedback.errors import StateError
from feedback.models import Campaign, State, StoredRelease, Subject
from feedback.operations.mail.ledger import REPORT_SHARED_COACH, REPORT_SHARED_LEADER, queue_mail

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


def share_with_coach(session: Session, subject: Subject, *, now: datetime) -> None:
    """Let the leader's coach read the report; a second time changes nothing."""
    _require_release(session, subject)
    if subject.coach is None:
        message = f"{subject.person.name} has no coach."
        raise StateError(message)
    if subject.shared_with_coach_at is not None:
        return
    subject.shared_with_coach_at = now
    queue_mail(
        session,
        subject.coach,
        REPORT_SHARED_COACH,
        str(subject.id),
        campaign=subject.campaign,
        due_at=now,
    )


def share_with_leader(session: Session, subject: Subject, *, now: datetime) -> None:
    """Let the leader read the report; after the coach, where there is one."""
    _require_release(session, subject)
    if subject.coach is not None and subject.shared_with_coach_at is None:
        message = f"Share with the coach of {subject.person.name} first."
        raise StateError(message)
    if subject.shared_with_leader_at is not None:
        return
    subject.shared_with_leader_at = now
    queue_mail(
        session,
        subject.person,
        REPORT_SHARED_LEADER,
        str(subject.id),
        campaign=subject.campaign,
        due_at=now,
    )


def share_with_coaches(session: Session, campaign: Campaign, *, now: datetime) -> int:
    """Let every coach of a campaign read their leaders' reports; return how many are new."""
    waiting = [
        subject
        for subject in subjects_of(session, campaign)
        if subject.coach is not None
        and subject.shared_with_coach_at is None
        and not subject.is_moved
    ]
    for subject in waiting:
        share_with_coach(session, subject, now=now)
    return len(waiting)


def share_with_uncoached(session: Session, campaign: Campaign, *, now: datetime) -> int:
    """Let every leader who has no coach read the report; return how many are new."""
    waiting = [
        subject
        for subject in subjects_of(session, campaign)
        if subject.coach is None and subject.shared_with_leader_at is None and not subject.is_moved
    ]
    for subject in waiting:
        share_with_leader(session, subject, now=now)
    return len(waiting)


def end_coach_access(session: Session, subject: Subject, *, now: datetime) -> None:
    """Let the coach read no more, because the leader wishes so; a second time changes nothing."""
    if subject.shared_with_leader_at is None:
        message = "A leader decides about a report that is shared."
        raise StateError(message)
    for one in (subject, *_pulses_of(session, subject)):
        if one.coach_access_ended_at is None:
            one.coach_access_ended_at = now
    session.flush()


def subjects_of(session: Session, campaign: Campaign) -> list[Subject]:
    """Return a campaign's subjects with person and coach, by name."""
    subjects = session.scalars(
        select(Subject)
        .where(Subject.campaign_id == campaign.id)
        .options(joinedload(Subject.person), joinedload(Subject.coach))
    )
    return sorted(subjects, key=lambda subject: (subject.person.name, str(subject.id)))


def _pulses_of(session: Session, subject: Subject) -> Sequence[Subject]:
    """Return the same leader in the pulses that asked again about what this campaign gave."""
    return session.scalars(
        select(Subject)
        .join(Subject.campaign)
        .where(Campaign.follows_id == subject.campaign_id, Subject.person_id == subject.person_id)
    ).all()


def _require_release(session: Session, subject: Subject) -> None:
    if subject.campaign.state is not State.CLOSED or session.get(StoredRelease, subject.id) is None:
        message = f"There is no release about {subject.person.name} yet: close the campaign first."
        raise StateError(message)
