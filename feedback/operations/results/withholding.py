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
from feedback.operations.acts import Act
from feedback.operations.results.reports import release_for_coach
from feedback.operations.rights.knowing import is_with_leader
from reports.sections.written import written_by_others

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from feedback.models import Subject
    from feedback.operations.acts import Actor
    from reports.release import Release


def withheld_comments(session: Session, subject: Subject) -> Sequence[Withholding]:
    """Return what was withheld of a subject's comments."""
    return session.scalars(
        select(Withholding)
        .where(Withholding.subject_id == subject.id)
        .order_by(Withholding.withheld_at, Withholding.id)
    ).all()


def withhold_comment(
    session: Session, subject: Subject, comment: str, *, reason: str, by: Actor
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
            withheld_by=by.name,
            withheld_at=by.now,
        )
    )
    audit_log.note(session, by, Act.WITHHOLD_COMMENT, subject)


def restore_comment(session: Session, subject: Subject, comment: str, *, by: Actor) -> None:
    """Take a withholding back, as long as the leader has not read the report."""
    _refuse_once_shared(subject)
    found = _find(session, subject, comment)
    if found is not None:
        session.delete(found)
        audit_log.note(session, by, Act.RESTORE_COMMENT, subject)


def _refuse_once_shared(subject: Subject) -> None:
    if is_with_leader(subject):
        raise StateError("The leader can already read the report.")


def _find(session: Session, subject: Subject, comment: str) -> Withholding | None:
    return session.scalar(
        select(Withholding).where(
            Withholding.subject_id == subject.id, Withholding.text_hash == comment
        )
    )


def _question_of(release: Release, comment: str) -> str | None:
    written = written_by_others(release.comments)
    return next((one.question for one in written if one.name == comment), None)
