"""Share a release: first with the coach, then with the leader. Each is told by mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from feedback.database.many_rows import in_chunks
from feedback.errors import StateError
from feedback.models import Campaign, MailOccasion, State, StoredRelease, Subject
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.ledger import (
    REPORT_SHARED_COACH,
    REPORT_SHARED_LEADER,
    REPORT_SHARED_MEMBERS,
    queue_each,
)
from feedback.operations.ledger.digests import queue_digests
from feedback.operations.rights.knowing import is_with_coach, is_with_leader
from feedback.operations.subjects import called

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.operations.acts import Actor


@dataclass(frozen=True, slots=True)
class Shared:
    """Whose reports go to their coach, and whose to the leader, who has none."""

    with_coaches: tuple[Subject, ...]
    with_leaders: tuple[Subject, ...]


def share_with_coach(session: Session, *subjects: Subject, by: Actor) -> None:
    """Let each leader's coach read the report; a second time changes nothing."""
    _require_releases(session, subjects)
    for subject in subjects:
        if subject.coach_id is None:
            message = f"{called(subject)} has no coach."
            raise StateError(message)
    new = [subject for subject in subjects if not is_with_coach(subject)]
    for subject in new:
        subject.shared_with_coach_at = by.now
    for campaign, told in _by_campaign(new).items():
        mails = [(one.coach_id, MailOccasion.of(one.id)) for one in told if one.coach_id]
        queue_digests(session, mails, REPORT_SHARED_COACH, campaign=campaign, moment=by.moment)
    audit_log.note(session, by, Act.SHARE_WITH_COACH, *new)


def share_with_leader(session: Session, *subjects: Subject, by: Actor) -> None:
    """Let each leader, or all of a team, read the report; after the coach, where there is one."""
    _require_releases(session, subjects)
    for subject in subjects:
        if subject.coach_id is not None and not is_with_coach(subject):
            message = f"Share with the coach of {called(subject)} first."
            raise StateError(message)
    new = [subject for subject in subjects if not is_with_leader(subject)]
    for subject in new:
        subject.shared_with_leader_at = by.now
    for campaign, told in _by_campaign(new).items():
        for kind, those in _by_letter(told).items():
            mails = [(who.id, MailOccasion.of(one.id)) for one in those for who in one.recipients]
            queue_each(session, mails, kind, campaign=campaign, due_at=by.now)
    audit_log.note(session, by, Act.SHARE_WITH_LEADER, *new)


def share_with_coaches(session: Session, campaign: Campaign, *, by: Actor) -> int:
    """Let every coach of a campaign read their leaders' reports; return how many are new."""
    waiting = waiting_among(subjects_of(session, campaign)).with_coaches
    share_with_coach(session, *waiting, by=by)
    return len(waiting)


def share_with_uncoached(session: Session, campaign: Campaign, *, by: Actor) -> int:
    """Let every leader who has no coach read the report; return how many are new."""
    waiting = waiting_among(subjects_of(session, campaign)).with_leaders
    share_with_leader(session, *waiting, by=by)
    return len(waiting)


def share_some(session: Session, subjects: Sequence[Subject], *, by: Actor) -> Shared:
    """Share each of these reports with the coach, or with the leader where there is none."""
    waiting = waiting_among(subjects)
    share_with_coach(session, *waiting.with_coaches, by=by)
    share_with_leader(session, *waiting.with_leaders, by=by)
    return waiting


def waiting_among(subjects: Iterable[Subject]) -> Shared:
    """Return with whom each of these reports would be shared; what is shared is in neither."""
    staying = [subject for subject in subjects if not subject.is_moved]
    return Shared(
        with_coaches=tuple(
            one for one in staying if one.coach_id is not None and not is_with_coach(one)
        ),
        with_leaders=tuple(
            one for one in staying if one.coach_id is None and not is_with_leader(one)
        ),
    )


def subjects_of(
    session: Session, campaign: Campaign, *, among: Collection[UUID] | None = None
) -> list[Subject]:
    """Return a campaign's subjects with person and coach, by name; only those `among` if given."""
    query = (
        select(Subject)
        .where(Subject.campaign_id == campaign.id)
        .options(
            joinedload(Subject.person), joinedload(Subject.coach), joinedload(Subject.campaign)
        )
    )
    subjects = (
        session.scalars(query).all()
        if among is None
        else [
            one
            for chunk in in_chunks(list(among))
            for one in session.scalars(query.where(Subject.id.in_(chunk)))
        ]
    )
    return sorted(subjects, key=lambda subject: (called(subject), str(subject.id)))


def _require_releases(session: Session, subjects: Sequence[Subject]) -> None:
    released = {
        subject_id
        for chunk in in_chunks([subject.id for subject in subjects])
        for subject_id in session.scalars(
            select(StoredRelease.subject_id).where(StoredRelease.subject_id.in_(chunk))
        )
    }
    for subject in subjects:
        if subject.campaign.state is not State.CLOSED or subject.id not in released:
            message = f"There is no release about {called(subject)} yet: close the campaign first."
            raise StateError(message)


def _by_letter(subjects: Iterable[Subject]) -> dict[str, list[Subject]]:
    """Return the subjects by the letter that tells of their reports: one's own, or a team's."""
    found: dict[str, list[Subject]] = {}
    for one in subjects:
        letter = REPORT_SHARED_LEADER if one.person_id else REPORT_SHARED_MEMBERS
        found.setdefault(letter, []).append(one)
    return found


def _by_campaign(subjects: Iterable[Subject]) -> dict[Campaign, list[Subject]]:
    found: dict[Campaign, list[Subject]] = {}
    for subject in subjects:
        found.setdefault(subject.campaign, []).append(subject)
    return found
