"""Prepare to share: comments are looked through, then the report goes before the talk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from feedback.errors import StateError
from feedback.models import Campaign, MailOccasion, State, Subject
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.coaching.talks import reminded_at, shared_at
from feedback.operations.ledger import queue_each
from feedback.operations.ledger.talks import SHARING_WAITS, occasion_of
from feedback.operations.results.sharing import share_with_leader
from feedback.operations.results.standings import standings_in
from feedback.operations.rights.coach_access import people_coaching_each
from feedback.operations.rights.knowing import coach_reads, is_with_coach
from feedback.operations.subjects import called

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.clock import Moment
    from feedback.operations.acts import Actor
    from reports.shown.standing import ReportStanding


def mark_comments_read(session: Session, subject: Subject, *, by: Actor) -> None:
    """Note that the coach has looked the comments through; a second time changes nothing."""
    if not is_with_coach(subject):
        message = f"The report about {called(subject)} is not shared with the coach yet."
        raise StateError(message)
    if subject.comments_read_at is None:
        subject.comments_read_at = by.now
        audit_log.note(session, by, Act.LOOK_THROUGH_COMMENTS, subject)


def comments_are_read(session: Session, subject: Subject) -> bool:
    """Tell whether the comments were looked through, or there are none of others to look at."""
    return bool(with_comments_read(session, [subject]))


def with_comments_read(session: Session, subjects: Sequence[Subject]) -> list[Subject]:
    """Return those of these subjects whose comments were looked through, or who have none."""
    found = standings_in(session, [one for one in subjects if one.comments_read_at is None])
    return [
        one
        for one in subjects
        if one.comments_read_at is not None or not found[one.id].has_comments
    ]


def standings_of(session: Session, subjects: Sequence[Subject]) -> dict[UUID, ReportStanding]:
    """Return what the reports have that are shared with the coach, by the subjects' ids."""
    return standings_in(session, [subject for subject in subjects if coach_reads(subject)])


def share_before_talks(session: Session, *, by: Actor) -> int:
    """Share every report in the evening before its talk; return how many.

    One whose comments nobody has looked through waits, and its coach is told once, a day and a
    half before it is due.
    """
    near = [
        one
        for one in _waiting(session, by.now)
        if one.talk_at and reminded_at(one.talk_at, by.zone) <= by.now
    ]
    ready = with_comments_read(session, near)
    due = [one for one in ready if one.talk_at and shared_at(one.talk_at, by.zone) <= by.now]
    share_with_leader(session, *due, by=by)
    is_ready = {subject.id for subject in ready}
    waiting = [subject for subject in near if subject.id not in is_ready]
    _tell_that_it_waits(session, waiting, by.moment)
    return len(due)


def _tell_that_it_waits(session: Session, subjects: Sequence[Subject], moment: Moment) -> None:
    coaching = people_coaching_each(session, subjects, today=moment.today)
    told: dict[Campaign, list[tuple[UUID, MailOccasion]]] = {}
    for subject in subjects:
        mails = [(person.id, occasion_of(subject)) for person in coaching[subject.id]]
        told.setdefault(subject.campaign, []).extend(mails)
    for campaign, mails in told.items():
        queue_each(session, mails, SHARING_WAITS, campaign=campaign, due_at=moment.now)


def _waiting(session: Session, now: datetime) -> list[Subject]:
    # Once the talk has begun, sharing is what the two decide there.
    return list(
        session.scalars(
            select(Subject)
            .join(Subject.campaign)
            .options(
                contains_eager(Subject.campaign).joinedload(Campaign.programme),
                joinedload(Subject.person),
                joinedload(Subject.coach),
            )
            .where(
                Campaign.state == State.CLOSED,
                Subject.shares_before_talk,
                Subject.talk_at > now,
                Subject.shared_with_coach_at.is_not(None),
                Subject.shared_with_leader_at.is_(None),
            )
            .order_by(Subject.talk_at, Subject.id)
        )
    )
