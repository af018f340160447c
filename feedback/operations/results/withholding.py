"""Withhold a whole comment before the leader can read it; never edit one.

The record stands beside the release, which stays as it was. The leader sees that a
comment was withheld, not what it said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.errors import InputError, StateError
from feedback.models import Withholding
from feedback.operations import audit_log
from feedback.operations.results.reports import release_for_coach
from reports.cover import Withholdings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Subject
    from reports.release import Release


def withholdings_of(session: Session, subject: Subject) -> Sequence[Withholding]:
    """Return what was withheld of a subject's comments."""
    return session.scalars(
        select(Withholding)
        .where(Withholding.subject_id == subject.id)
        .order_by(Withholding.withheld_at, Withholding.id)
    ).all()


def withhold_comment(
    session: Session, subject: Subject, comment: str, *, reason: str, actor: str, now: datetime
) -> None:
    """Withhold the comment with this hash; raise if it is too late or the reason is missing."""
    _refuse_once_shared(subject)
    question = _question_of(release_for_coach(session, subject), comment)
    if question is None:
        raise InputError(["There is no such comment."])
    if not reason.strip():
        raise InputError(["A reason is needed."])
    if _find(session, subject, comment) is not None:
        return
    session.add(
        Withholding(
            subject_id=subject.id,
            question=question,
            text_hash=comment,
            reason=reason.strip(),
            withheld_by=actor,
            withheld_at=now,
        )
    )
    _note(session, subject, audit_log.WITHHOLD_COMMENT, actor=actor, now=now)


def restore_comment(
    session: Session, subject: Subject, comment: str, *, actor: str, now: datetime
) -> None:
    """Take a withholding back, as long as the leader has not read the report."""
    _refuse_once_shared(subject)
    found = _find(session, subject, comment)
    if found is not None:
        session.delete(found)
        _note(session, subject, audit_log.RESTORE_COMMENT, actor=actor, now=now)


def _refuse_once_shared(subject: Subject) -> None:
    if subject.shared_with_leader_at is not None:
        raise StateError("The leader can already read the report.")


def _find(session: Session, subject: Subject, comment: str) -> Withholding | None:
    return session.scalar(
        select(Withholding).where(
            Withholding.subject_id == subject.id, Withholding.text_hash == comment
        )
    )


def _question_of(release: Release, comment: str) -> str | None:
    return next(
        (key for key, text in _comments(release) if Withholdings.digest(key, text) == comment), None
    )


def _comments(release: Release) -> Iterator[tuple[str, str]]:
    """Yield every comment of other people: a leader's own is nobody's to withhold."""
    for question, texts in release.comments.others:
        yield from ((question, text) for text in texts)
    for _, question, texts in release.comments.identified:
        yield from ((question, text) for text in texts)


def _note(session: Session, subject: Subject, action: str, *, actor: str, now: datetime) -> None:
    audit_log.note(session, actor=actor, action=action, object=f"subject {subject.id}", now=now)
