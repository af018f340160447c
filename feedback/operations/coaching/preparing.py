"""Prepare to share: comments are looked through, then the report goes before the talk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.errors import StateError
from feedback.models import Campaign, State, Subject
from feedback.operations import audit_log
from feedback.operations.coaching.access import people_coaching
from feedback.operations.coaching.talks import SHARING_WAITS, occasion_of, shared_at
from feedback.operations.mail.ledger import queue_mail
from feedback.operations.results.reports import release_of
from feedback.operations.results.sharing import share_with_leader

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

_BY_ITSELF: Final = "the worker"


def mark_comments_read(session: Session, subject: Subject, *, actor: str, now: datetime) -> None:
    """Note that the coach has looked the comments through; a second time changes nothing."""
    if subject.shared_with_coach_at is None:
        message = f"The report about {subject.person.name} is not shared with the coach yet."
        raise StateError(message)
    if subject.comments_read_at is None:
        subject.comments_read_at = now
        thing = f"subject {subject.id}"
        audit_log.note(session, actor=actor, action="look through comments", object=thing, now=now)


def comments_are_read(session: Session, subject: Subject) -> bool:
    """Tell whether the comments were looked through, or there are none of others to look at."""
    return subject.comments_read_at is not None or not has_comments(session, subject)


def has_comments(session: Session, subject: Subject) -> bool:
    """Tell whether anybody but the leader wrote something that the leader will read."""
    comments = release_of(session, subject).comments
    texts = [one for _, one in comments.others] + [one for _, _, one in comments.identified]
    return any(texts)


def share_before_talks(session: Session, *, now: datetime, zone: ZoneInfo) -> int:
    """Share every report whose talk is two days away; return how many.

    One whose comments nobody has looked through waits, and its coach is told once.
    """
    due = [
        one for one in _waiting(session, now) if one.talk_at and shared_at(one.talk_at, zone) <= now
    ]
    ready = [one for one in due if comments_are_read(session, one)]
    for subject in ready:
        share_with_leader(session, subject, now=now)
        thing = f"subject {subject.id}"
        audit_log.note(session, actor=_BY_ITSELF, action="share with leader", object=thing, now=now)
    _tell_that_it_waits(session, (one for one in due if one not in ready), now=now, zone=zone)
    return len(ready)


def _tell_that_it_waits(
    session: Session, subjects: Iterable[Subject], *, now: datetime, zone: ZoneInfo
) -> None:
    today = now.astimezone(zone).date()
    for subject in subjects:
        for person in people_coaching(session, subject, today=today):
            occasion, campaign = occasion_of(subject), subject.campaign
            queue_mail(session, person, SHARING_WAITS, occasion, campaign=campaign, due_at=now)


def _waiting(session: Session, now: datetime) -> list[Subject]:
    # Once the talk has begun, sharing is what the two decide there.
    return list(
        session.scalars(
            select(Subject)
            .join(Subject.campaign)
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
